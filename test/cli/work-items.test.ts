import { odcProductGeneration } from '../../generator/apps/odc-product-generation/odc-product-generation.ts'
import { assert, describe } from '../harness.ts'
import { said } from './said.ts'

const FLEET = `repository: { url: https://git.example.org/fleet.git }
clusters: { dev: { platform: minikube, kubernetes: "1.36" } }
environments: { dev: {} }
applications:
  landsat:
    uses: odc-product-generation
    environments:
      dev:
        runs:
          - { id: r1, values: { workItems: items.txt } }
`
const ITEM = JSON.stringify({
  job_code: 'geomedian',
  product: 'ls8',
  query_x_from: '1',
  query_x_to: '2',
  query_y_from: '1',
  query_y_to: '2',
  time_from: '2019-01-01',
  time_to: '2019-12-31',
  output_crs: 'EPSG:3460',
})

type Files = Readonly<Record<string, string | Uint8Array>>
const PLACE = /fleet\.yaml:10:\d+: /

const WRONG: readonly (readonly [name: string, files: Files, says: RegExp])[] = [
  ['missing', {}, /there is no file items\.txt/],
  ['empty', { 'items.txt': '' }, /items\.txt holds no work item/],
  ['comments only', { 'items.txt': '# none\n\n' }, /items\.txt holds no work item/],
  ['not JSON', { 'items.txt': `${ITEM}\nnonsense\n` }, /items\.txt:2 is neither JSON nor rpush/],
  ['twice', { 'items.txt': `${ITEM}\n${ITEM}\n` }, /items\.txt:2 is items\.txt:1 again/],
  [
    '50 MB',
    { 'items.txt': `${ITEM}\n`.repeat(50_000_000 / ITEM.length) },
    /the items of items\.txt have \d{8} bytes, a ConfigMap takes 1000000/,
  ],
  ['2 MB', { 'items.txt': `${ITEM}\n`.repeat(2_000_000 / ITEM.length) }, /have \d{7} bytes/],
  [
    'nothing but mistakes',
    { 'items.txt': 'nonsense\n'.repeat(1000) },
    /and 980 more problems[\s\S]*\n21 errors\n$/,
  ],
]

describe('a file of work items', {
  'that is wrong is named, with its line and that of the run': async () => {
    for (const [name, files, says] of WRONG) {
      const all = { 'fleet.yaml': FLEET, ...files }
      for (const command of ['generate', 'validate']) {
        const [code, text, after] = await said(odcProductGeneration, all, command)
        assert.is(code, 2, name)
        assert.match(text, says, name)
        assert.match(text, PLACE, name)
        assert.match(text, '\n  fix: ', name)
        assert.equal(after, Object.keys(all).sort(), name)
      }
    }
  },
  'that is no text, or no file, is an error too': async () => {
    const utf16 = { 'items.txt': Uint8Array.from([0xff, 0xfe, 0x7b, 0x00]) }
    for (const [files, says] of [
      [utf16, /items\.txt is UTF-16, not UTF-8/],
      [{ 'items.txt/a': '' }, /items\.txt/],
    ] as const) {
      const [code, text] = await said(
        odcProductGeneration,
        { 'fleet.yaml': FLEET, ...files },
        'generate',
      )
      assert.is(code, 2, text)
      assert.match(text, says)
    }
    const outside = FLEET.replace('items.txt', '../items.txt')
    const [code, text] = await said(odcProductGeneration, { 'fleet.yaml': outside }, 'generate')
    assert.is(code, 2, text)
    assert.match(text, /leads out/)
  },
  'strata run checks it before it writes': async () => {
    const none = FLEET.replace(/ {8}runs:[\s\S]*/, '        values: {}\n')
    const argv = ['run', 'landsat', '-e', 'dev', 'workItems=items.txt']
    const files = { 'fleet.yaml': none, 'items.txt': `${ITEM}\n` }
    assert.is((await said(odcProductGeneration, files, ...argv))[0], 0)
    const [code, text] = await said(odcProductGeneration, { 'fleet.yaml': none }, ...argv)
    assert.is(code, 2)
    assert.match(text, /^error there is no file items\.txt/)
  },
})

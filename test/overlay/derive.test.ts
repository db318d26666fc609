import type { Resource } from '../../generator/core/resource.ts'
import {
  derive,
  generatorsOf,
  kustomizationText,
  type Side,
} from '../../generator/overlay/index.ts'
import { assert, describe } from '../harness.ts'
import { sample } from './property.ts'
import { roundTrip } from './round-trip.ts'

const map = (name: string): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
})
const side = (resources: readonly Resource[], configs: Side['configs'] = []): Side => ({
  resources,
  configs,
})

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) frozen(member)
  return value
}

describe('derive, what it takes', {
  'changes none of its arguments and gives the same answer twice': () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { base, wanted, namespace } = frozen(sample(seed))
      const files = [1, 2].map(() => [...roundTrip(base, wanted, namespace).files])
      assert.equal(files[0], files[1])
    }
  },

  'nothing to say: no file and no field but the namespace': () => {
    const same = side([map('a')], [{ name: 'b', data: { c: 'd' } }])
    const overlay = derive(same, same, { namespace: 'place' })
    assert.equal(
      [overlay.fields, overlay.files.size, overlay.resources],
      [{ namespace: 'place' }, 0, []],
    )
    assert.equal(derive(same, same, {}).fields, {})
  },

  'members that are undefined count as absent': () => {
    const wanted = side([{ ...map('a'), data: undefined, immutable: undefined }])
    assert.equal(derive(side([map('a')]), wanted, {}).fields, {})
  },

  'one object twice, or a ConfigMap plain and generated, is a bug': () => {
    const twice = side([map('a'), map('a')])
    assert.throws(() => derive(twice, side([]), {}), /ConfigMap {2}a twice/)
    const config = side([], [{ name: 'a', data: {} }])
    assert.throws(() => derive(side([map('a')]), config, {}), /ConfigMap a is a plain object/)
  },
})

const long = 'x'.repeat(101)
const values: readonly (readonly [value: string, literal: boolean])[] = [
  ['', true],
  ['a=b c', true],
  ['yes', true],
  ['é', true],
  ["it's", true],
  ['"quoted"', false],
  ["'x", false],
  ['two\nlines', false],
  ['tab\t', false],
  ['\u2028', false],
  [long.slice(1), true],
  [long, false],
]

describe('texts of an overlay', {
  'short single-line values are literals, what kustomize would change is a file': () => {
    for (const [value, literal] of values) {
      const { field, files } = generatorsOf([{ name: 'c', data: { key: value } }])
      const sources = literal ? { literals: [`key=${value}`] } : { files: ['files/c/key'] }
      assert.equal(field, [{ name: 'c', ...sources }], JSON.stringify(value))
      assert.equal([...files], literal ? [] : [['files/c/key', value]])
    }
  },

  'a kustomization has its header, its members in order and comments before them': () => {
    const text = kustomizationText({
      header: 'Written by strata.\n',
      resources: ['a.yaml'],
      fields: { namespace: 'y', images: [{ name: 'nginx', newTag: '1.10' }] },
      comments: { images: ['cluster mirror'] },
    })
    assert.is(
      text,
      `# Written by strata.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- a.yaml
namespace: "y"
# cluster mirror
images:
- name: nginx
  newTag: "1.10"
`,
    )
  },
})

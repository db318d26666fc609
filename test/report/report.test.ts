import type { Finding } from '../../generator/core/finding.ts'
import { type Report, reporters } from '../../generator/report/index.ts'
import { assert, describe, golden } from '../harness.ts'

const finding: Finding = {
  rule: 'image-pinned',
  severity: 'error',
  resource: 'Deployment/web/tiles',
  pointer: '/spec/template/spec/containers/0/image',
  message: 'container "web" runs registry/web:latest, which can change under us',
  hint: 'name a released tag or a digest where the image is set',
  source: 'overlays/nova/tiles',
}

const warning: Finding = { ...finding, severity: 'warning', rule: 'references', pointer: '' }

const report: Report = {
  renderings: 2,
  objects: 31,
  findings: [
    warning,
    finding,
    {
      ...finding,
      resource: '',
      source: 'overlays/a,b: 100%',
      message: 'two\r\nlines, 100 % of it',
      place: { file: 'fleet,one.yaml', line: 3, column: 7 },
    },
  ],
}

const plain = (_: string, text: string): string => text
const painted = (format: string, text: string): string => `<${format}>${text}</${format}>`
const file = (name: string): string => `test/report/${name}.golden.txt`

describe('report', {
  'every reporter, byte for byte': () => {
    for (const [name, reporter] of Object.entries(reporters))
      golden(reporter(report, plain), file(name))
    golden(reporters.text(report, painted), file('text-painted'))
  },
  'nothing found still says what was checked': () => {
    const clean: Report = { renderings: 1, objects: 1, findings: [] }
    assert.is(
      reporters.text(clean, plain),
      '1 object of 1 rendering checked: 0 errors, 0 warnings\n',
    )
    assert.is(JSON.parse(reporters.json(clean, plain)).summary.objects, 1)
    assert.not.match(reporters.github(clean, plain), '::')
  },
  'github: ten of a kind, errors first, and a line that counts the rest': () => {
    const findings = [...Array(13).fill(warning), ...Array(12).fill(finding)]
    const lines = reporters
      .github({ ...report, findings }, plain)
      .trimEnd()
      .split('\n')
    const kinds = lines.map((line) => /^::(\w+) /.exec(line)?.[1])
    assert.equal(kinds, [...Array(10).fill('error'), ...Array(10).fill('warning'), 'notice'])
    assert.match(lines.at(-1) ?? '', /12 errors, 13 warnings; 5 of them/)
  },
})

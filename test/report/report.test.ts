import { readFileSync } from 'node:fs'
import ajvDraft04 from 'ajv-draft-04'
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
      message: 'two\r\nlines, <100 %> & "it" | #1 @all',
      place: { file: 'fleet,one.yaml', line: 3, column: 7 },
    },
  ],
  sources: ['overlays/nova/tiles', 'overlays/nova/web', 'overlays/a,b: 100%'],
  excepted: [{ ...finding, resource: 'Job/web/once' }],
  skipped: 1,
  rules: new Map([['image-pinned', { summary: 'Images are pinned.', hint: 'pin them' }]]),
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
    const clean: Report = { renderings: 1, objects: 1, findings: [], sources: ['a.yaml'] }
    assert.is(
      reporters.text(clean, plain),
      '1 object of 1 rendering checked: 0 errors, 0 warnings\n',
    )
    assert.is(JSON.parse(reporters.json(clean, plain)).summary.objects, 1)
    assert.not.match(reporters.github(clean, plain), '::')
    assert.equal(JSON.parse(reporters.gitlab(clean, plain)), [])
    assert.match(reporters.tap(clean, plain), /^TAP version 13\n1\.\.1\nok 1 - a\.yaml\n# 1 object/)
    assert.match(reporters.junit(clean, plain), '<testcase name="a.yaml" classname="a.yaml"/>')
    assert.match(reporters.markdown(clean, plain), '1 object of 1 rendering checked')
    assertSarif(reporters.sarif(clean, plain))
  },
  'sarif: fits its own schema': () => assertSarif(reporters.sarif(report, plain)),
  'gitlab: a fingerprint stays the same when lines move, and is there once': () => {
    const place = { file: 'a.yaml', line: 9, column: 1 }
    const of = (...findings: readonly Finding[]): readonly string[] =>
      JSON.parse(reporters.gitlab({ ...report, findings }, plain)).map(
        (issue: { fingerprint: string }) => issue.fingerprint,
      )
    assert.equal(of({ ...finding, place }), of(finding))
    assert.is(new Set(of(finding, finding, warning)).size, 3)
  },
  'github: each alone while ten of a kind fit, errors first': () => {
    const kinds = kindsOf([...Array(10).fill(warning), ...Array(10).fill(finding)])
    assert.equal(kinds, [...Array(10).fill('error'), ...Array(10).fill('warning')])
  },
  'github: else one per rule, and a line that counts what is left': () => {
    const many = Array.from({ length: 13 }, (_, i) => ({ ...finding, resource: `Pod/p${i}` }))
    const place = { file: 'a.yaml', line: 1, column: 1 }
    const rules = Array.from({ length: 12 }, (_, i) => ({ ...warning, rule: `rule-${i}` }))
    const text = reporters.github(
      { ...report, findings: [...rules, ...many, { ...finding, place }] },
      plain,
    )
    const lines = text.trimEnd().split('\n')
    assert.is(lines.length, 12)
    assert.match(
      lines[0] ?? '',
      /^::error file=a\.yaml,line=1.*and 13 more findings of image-pinned: Pod\/p0, Pod\/p1, Pod\/p2, Pod\/p3, Pod\/p4, …$/,
    )
    assert.match(lines.at(-1) ?? '', /^::notice .*14 errors, 12 warnings.*; 2 of them/)
  },
  'markdown: fits into a comment': () => {
    const findings = Array.from({ length: 3000 }, () => finding)
    const text = reporters.markdown({ ...report, findings }, plain)
    assert.ok(text.length < 65_536)
    assert.match(text, /\d+ more are not shown here/)
  },
})

function kindsOf(findings: readonly Finding[]): readonly (string | undefined)[] {
  return reporters
    .github({ ...report, findings }, plain)
    .split('\n')
    .flatMap((line) => /^::(\w+) /.exec(line)?.[1] ?? [])
}

/** Judged by the schema of the standard, which is written in draft 04 of JSON Schema. */
function assertSarif(text: string): void {
  const schema = JSON.parse(readFileSync('test/report/sarif-2.1.0.schema.json', 'utf8'))
  const options = { strict: false, validateFormats: false, unicodeRegExp: false }
  const validate = new ajvDraft04.default(options).compile(schema)
  validate(JSON.parse(text))
  assert.equal(validate.errors ?? [], [])
}

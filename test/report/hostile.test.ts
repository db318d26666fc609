import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { FORMATS } from '../../generator/cli/command.ts'
import { type Report, reporters } from '../../generator/report/index.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { findings, NASTY, report } from './nasty.ts'
import { type Element, parseXml } from './xml.ts'

const plain = (_: string, text: string): string => text
const print = (name: keyof typeof reporters, of: Report = report): string =>
  reporters[name](of, plain)

const judge = (file: string, value: unknown): unknown => {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(
    JSON.parse(readFileSync(file, 'utf8')),
  )
  validate(value)
  return validate.errors ?? []
}

/** A workflow command as GitHub's runner reads it: properties and data decoded. */
function commandOf(line: string): Readonly<Record<string, string>> {
  const [, name = '', list = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []
  const decoded = (text: string): string =>
    text
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%')
  const properties = list.split(',').map((one) => {
    const at = one.indexOf('=')
    return [one.slice(0, at), decoded(one.slice(at + 1))] as const
  })
  return { name, data: decoded(data), ...Object.fromEntries(properties) }
}

const all = (element: Element, name: string): readonly Element[] =>
  element.children.flatMap((one) => [...(one.name === name ? [one] : []), ...all(one, name)])

/** What a log or an XML document cannot hold is written otherwise. */
const readable = (text: string): string => text.replace(/[\p{Cc}\u202e\u2028\ufffd\ufffe]/gu, '')

describe('formats with hostile names', {
  'the command knows them all': () => assert.equal([...FORMATS], Object.keys(reporters)),
  'json: fits its published schema, and holds every name as it is': () => {
    const read = JSON.parse(print('json'))
    assert.equal(judge('schemas/report.schema.json', read), [])
    assert.equal(read.findings, findings)
    assert.equal(read.others, NASTY)
  },
  'gitlab: fits the form that GitLab reads': () => {
    const issues = JSON.parse(print('gitlab'))
    assert.equal(judge('test/report/code-quality.schema.json', issues), [])
    assert.is(new Set(issues.map((i: { fingerprint: string }) => i.fingerprint)).size, 22)
  },
  'sarif: every address is a relative one': () => {
    const read = JSON.parse(print('sarif'))
    const base = 'https://example.org/root/'
    for (const { locations } of read.runs[0].results)
      for (const { physicalLocation } of locations) {
        const { uri } = physicalLocation.artifactLocation
        assert.not.match(uri, /^[a-z]+:|^\/|[^\w%./!~*'()-]/i)
        assert.ok(new URL(uri, base).href.startsWith('https://example.org/'))
      }
  },
  'junit: well-formed, and the counts are those of its elements': () => {
    const root = parseXml(print('junit'))
    const suites = all(root, 'testsuite')
    assert.is(suites.length, NASTY.length + 1)
    for (const one of [root, ...suites]) {
      assert.is(Number(one.attributes.tests), all(one, 'testcase').length)
      assert.is(Number(one.attributes.failures), all(one, 'failure').length)
    }
    const names = all(root, 'failure').map(({ attributes }) => readable(attributes.message ?? ''))
    assert.equal(
      names,
      NASTY.map((name) => readable(`message ${name}`)),
    )
  },
  'github: a line for each, read back as it was, and nothing else is a command': () => {
    for (const name of NASTY) {
      const mine = findings.filter(({ message }) => message === `message ${name}`)
      const lines = print('github', { ...report, findings: mine })
        .trimEnd()
        .split(/[\r\n\u2028]+/)
      assert.equal(
        lines.map((line) => line.startsWith('::')),
        [true, true, false],
      )
      const [first] = lines.map(commandOf)
      assert.is(first?.name, 'error')
      assert.is(unescaped(first?.data ?? '').split('\nfix: ')[1], unescaped(`hint ${name}`))
      assert.is(first?.line, '3')
      assert.is(unescaped(first?.file ?? ''), unescaped(`m/${name}.yaml`))
    }
  },
  'tap: one point for each source, no directive, diagnostics that are YAML': () => {
    const lines = print('tap').trimEnd().split('\n')
    const points = lines.filter((line) => /^(?:not )?ok \d/.test(line))
    assert.is(lines[1], `1..${NASTY.length + 1}`)
    assert.is(points.length, NASTY.length + 1)
    assert.equal(
      points.filter((line) => /(?<!\\)(?:\\\\)*#/.test(line)),
      [],
    )
    const blocks = lines.join('\n').matchAll(/^ {2}---\n([\s\S]*?)^ {2}\.\.\.$/gm)
    const read = [...blocks].flatMap(([, text = '']) => readYaml(text, 'tap'))
    const hints = read.flatMap((block) => (block as { findings: { fix: string }[] }).findings)
    assert.equal(
      hints.map(({ fix }) => fix),
      findings.map(({ hint }) => hint),
    )
  },
  'markdown: rows of four cells, and no link, HTML or mention': () => {
    const rows = print('markdown')
      .trimEnd()
      .split('\n')
      .filter((line) => /^\| (?:e|w)/.test(line))
    assert.is(rows.length, 22)
    for (const row of rows) assert.is(row.split('|').length, 6)
    assert.not.match(print('markdown').replaceAll('<br>', ''), /[<>@`]|:\/\/|www\.|\]\(/)
  },
  'text: nothing turns the terminal': () =>
    assert.not.match(print('text'), /[^\P{Cc}\n]|[\u202e\u2028]/u),
})

/** Line breaks as one, and what is written as an escape left out. */
function unescaped(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\\u[0-9a-f]{4}|[^\P{Cc}\n]|[\u202e\u2028]/gu, '')
}

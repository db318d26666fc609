import { UserError } from '../../generator/core/finding.ts'
import { problemsOf, readNodes } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'

/** A text, and the line, column and beginning of the message of each problem in it. */
const config: readonly (readonly [text: string, ...problems: string[]])[] = [
  ['a: 1\nb: [x, {y: z}]\n'],
  ['a: 1\na: 2\n', '2:1 the key "a" is there twice, first in line 1'],
  ['{a: 1, a: 2}', '1:8 the key "a" is there twice, first in column 2'],
  ['n: 1\nfalse: 2\n', '2:1 the key "false" is there twice'],
  ['a:\n\tb: 1\n', '2:1 a tab is used for indentation'],
  ['a: .inf\n', '1:4 JSON has no .inf'],
  ['a: b: c\n', '1:4 a nested mapping cannot start on the line of its key'],
  ['a: @x\n', '1:4 a value cannot start with this character'],
  ['a: "\\q"\n', '1:5 this escape is unknown'],
  ['a: "\\ud83d\\ude00"\n', '1:4 Go does not read surrogate escapes'],
  ['a: {x?: 1}\n', '1:5 Go does not read this between brackets'],
  ['a: {x:, y: 1}\n', '1:5 a blank is missing'],
  ['a: {x\n  y: 1}\n', '1:5 a key must be on one line'],
  ['a: |\n  \tx\n', '1:4 a block of text starts with a tab'],
  ['a: *x\n', '1:4 there is no anchor "x"'],
  ['a: &x [*x]\n', '1:8 the anchor "x" holds itself'],
  ['a: {<<: 1}\n', '1:9 "<<" needs a mapping'],
  ['a: !!int x\n', '1:10 "x" cannot be read as !!int'],
  ['a: !!binary "*"\n', '1:13 "*" cannot be read as !!binary'],
  ['? [a]\n: 1\n', '1:3 this key is no string'],
  ['~: 1\n', '1:1 the key "~" is no string'],
  ['a: x\x01\n', '1:5 the control character U+0001'],
  [
    'a: 1\n\tb: 2\nc: 3\nc: 4\n',
    '2:1 a tab is used',
    '4:1 the key "c" is there twice, first in line 3',
  ],
  ['['.repeat(20000), '1:1001 this is nested more than 1000 levels deep'],
  ['- '.repeat(20000), '1:2001 this is nested more than 1000 levels deep'],
  [`{a: ${'{a: '.repeat(3000)}`, '1:4001 this is nested'],
]

const resource: readonly (readonly [text: string, ...problems: string[]])[] = [
  ['1: a\n', '1:1 the key "1" is no string'],
  ['"<<": {a: 1}\n', '1:1 kustomize loses the key "<<"'],
  ['a:\n- "<<": {a: 1}\n', '2:3 kustomize loses the key "<<"'],
  ['%YAML 1.1\n---\na: 1\n', '1:1 kustomize does not read "%YAML 1.1"'],
  ['a: 1\n--- {}\nb: 1\n', '2:1 kustomize does not read "--- {}"'],
]

function shown(problems: UserError['problems']): string[] {
  return problems.map(({ message, place }) => `${place?.line}:${place?.column} ${message}`)
}

function check(found: readonly string[], expected: readonly string[], text: string): void {
  const cut = found.map((line, i) => line.slice(0, expected[i]?.length))
  assert.equal(cut, expected, JSON.stringify(text.slice(0, 100)))
}

describe('problems of a file', {
  'have a place and say what is wrong, all at once': () => {
    for (const [text, ...expected] of config) {
      const problems = problemsOf(text, 'fleet.yaml')
      check(shown(problems), expected, text)
      for (const { hint, place } of problems) {
        assert.ok(hint)
        assert.is(place?.file, 'fleet.yaml')
      }
    }
  },

  'of resources are those of kustomize': () => {
    for (const [text, ...expected] of resource)
      try {
        readNodes(text, 'r.yaml', 'resource')
        assert.unreachable(text)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        check(shown(error.problems), expected, text)
      }
  },

  'stop an alias bomb before it is built': () => {
    const lines = [...'abcdefgh'].map((name, i) => {
      const source = i === 0 ? 'x' : `*${'abcdefgh'[i - 1]}`
      return `${name}: &${name} [${Array(10).fill(source).join(', ')}]\n`
    })
    const start = performance.now()
    const [problem, ...more] = problemsOf(lines.join(''), 'x.yaml')
    assert.match(problem?.message ?? '', /more than a million values/)
    assert.equal(more, [])
    assert.ok(performance.now() - start < 5000)
  },
})

import { UserError } from '../../generator/core/finding.ts'
import {
  type Node,
  printKustomize,
  putBrackets,
  readNodes,
  scalar,
} from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import recorded from './cases/kustomize.json' with { type: 'json' }

const printed = (text: string): string =>
  readNodes(text, 'r.yaml', 'resource').map(printKustomize).join('---\n')

/** What kustomize 5.8.1 printed for a value given in JSON. */
const values: readonly (readonly [value: unknown, text: string])[] = [
  [0, '0'],
  [-0, '0'],
  [1.5, '1.5'],
  [1e6 + 0.5, '1.0000005e+06'],
  [1e20, '1e+20'],
  [1e15, '1000000000000000'],
  [2 ** 63, '9223372036854776000'],
  [-(2 ** 64), '-1.8446744073709552e+19'],
  [0.00001, '1e-05'],
  [5e-324, '5e-324'],
  ['yes', '"yes"'],
  ['.5_0', '".5_0"'],
  ['._5', '._5'],
  ['0o17', '"0o17"'],
  ['-0b11', '"-0b11"'],
  ['1:30', '"1:30"'],
  ['2001-02-29', '2001-02-29'],
  ['2000-02-29', '"2000-02-29"'],
  ['2001-01-01 1:2:3', '"2001-01-01 1:2:3"'],
  ['a\u0085b', 'a b'],
  ['a \u0085\u0085 b', '|-\n  a\n  b'],
  ['a\u2028b', "'a\u2028  b'"],
  ['\ufeffa b', '"\\uFEFF\\x61\\x20\\x62"'],
  ['tab\there', '"tab\\there"'],
  ['\0\x1b\x7e', '"\\0\\e~"'],
  [`${'x'.repeat(85)}  y z`, `${'x'.repeat(85)}  y\n  z`],
  [`${'x'.repeat(77)} y z`, `${'x'.repeat(77)} y\n  z`],
  [`${'x'.repeat(78)} y z`, `${'x'.repeat(78)}\n  y z`],
  [`# ${'x'.repeat(74)} y  z`, `'# ${'x'.repeat(74)} y  z'`],
  [`# ${'x'.repeat(75)} y z`, `'# ${'x'.repeat(75)}\n  y z'`],
  [`\t${'x'.repeat(77)}  y`, `"\\t${'x'.repeat(77)}\n  \\ y"`],
  ['a\n', '|\n  a'],
  ['\n', '|2+\n'],
]

describe('printKustomize', {
  'prints every recorded case byte for byte, or refuses it': () => {
    assert.ok(recorded.length > 40)
    for (const { id, input, output } of recorded)
      if (output === undefined)
        assert.throws(
          () => printed(input),
          (e: unknown) => e instanceof UserError,
          id,
        )
      else assert.is(printed(input), output, id)
  },

  'chooses style, form and folds by the value alone': () => {
    for (const [value, text] of values)
      assert.is(printKustomize({ a: value }), `a: ${text}\n`, JSON.stringify(value))
  },

  'writes long keys and keys of several lines in the long form': () => {
    const long = 'k'.repeat(129)
    assert.is(printKustomize({ [long]: { a: [1] } }), `? ${long}\n: a:\n  - 1\n`)
    assert.is(printKustomize({ 'x\ny': [[1], {}] }), '? |-\n  x\n  y\n: - - 1\n  - {}\n')
    assert.is(printKustomize({ ['é'.repeat(65)]: null }), `? ${'é'.repeat(65)}\n: null\n`)
  },

  'keeps the digits of integers up to 64 bits, and reads untagged text as YAML': () => {
    const node = new Map<string, Node>([
      ['b', scalar('18446744073709551615', 'plain', '!!int')],
      ['a', scalar('12', 'plain')],
      ['c', scalar('12', 'single')],
      ['d', scalar('0x1F', 'plain', '!!int')],
    ])
    assert.is(printKustomize(node), 'a: 12\nb: 18446744073709551615\nc: "12"\nd: 31\n')
  },

  'writes a text in brackets where anything else is a text there': () => {
    const values = new Map<string, Node>([
      ['a', scalar('', 'plain', '!!null')],
      ['b', scalar('2001-1-1 1:2:3', 'plain', '!!timestamp')],
      ['d', '\tx\ny'],
    ])
    assert.throws(() => printKustomize(values), 'begins with a tab')
    values.delete('d')
    assert.is(printKustomize(values), 'a: null\nb: "2001-01-01T01:02:03Z"\n')
    values.set('d', '\tx\ny')
    const text = 'a: ""\nb: "2001-1-1 1:2:3"\nd: "\\tx\\ny"\n'
    assert.is(printKustomize(putBrackets(values)), text)
  },

  'doubles line breaks of folded scalars where kustomize does': () => {
    const text =
      'a: >\n  x\n   more\n  y\n\n\n  z\nb: >+\n  a\n\nc: >2\n   x\n  y\nd: >-\n  one\n\n  two\n'
    assert.is(
      printed(text),
      'a: |\n  x\n\n   more\n  y\n\n  z\nb: |+\n  a\n\n\nc: |2\n   x\n  y\nd: |-\n  one\n  two\n',
    )
  },

  'treats nothing between brackets as an empty string, and dates with a time as strings': () => {
    assert.is(printed('a: {b: , c}\n'), 'a:\n  b: ""\n  c: ""\n')
    assert.is(
      printed('a: [2001-01-01, 2001-01-01T01:02:03Z]\n'),
      'a:\n- "2001-01-01T00:00:00Z"\n- "2001-01-01T01:02:03Z"\n',
    )
    assert.is(printed('a: [2001-1-1 1:2:3]\n'), 'a:\n- "2001-1-1 1:2:3"\n')
  },

  'leaves out what is undefined and takes __proto__ for a name': () => {
    assert.is(printKustomize({ a: undefined, b: { c: undefined } }), 'b: {}\n')
    assert.is(printKustomize(new Map([['__proto__', 1]])), '__proto__: 1\n')
    assert.is(printKustomize(JSON.parse('{"__proto__": {"x": 1}}')), '__proto__:\n  x: 1\n')
  },

  'refuses what kustomize cannot print': () => {
    for (const text of ['\x7f', 'a\x90', '\uffff'])
      assert.throws(() => printKustomize({ a: text }), /control characters/)
    assert.throws(() => printKustomize({ 'a\x85b': 1 }), /control characters/)
    assert.throws(() => printKustomize({ a: Number.NaN }), /cannot be printed/)
    assert.throws(() => printKustomize({ a: 1n }), /bigint/)
  },
})

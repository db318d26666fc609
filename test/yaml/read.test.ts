import { UserError } from '../../generator/core/finding.ts'
import {
  isNull,
  isScalar,
  type Node,
  readNodes,
  readYaml,
  scalar,
  toJson,
} from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'

const one = (text: string, dialect: 'resource' | 'config' = 'resource'): Node =>
  readNodes(text, 'x.yaml', dialect)[0] ?? null

/** Plain text of a value, its JSON in a resource, and in configuration where that differs. */
const plain: readonly (readonly [text: string, resource: unknown, config?: unknown])[] = [
  ['yes', 'yes', true],
  ['N', 'N', false],
  ['on', 'on', true],
  ['True', true],
  ['', null],
  ['~', null],
  ['0644', 420],
  ['+0644', 420],
  ['1_000', 1000],
  ['0b11', 3],
  ['0x1F', 31],
  ['-0o17', -15],
  ['08', 8],
  ['12:30', '12:30'],
  ['1e3', 1000],
  ['1_0.5', 10.5],
  ['1e400', '1e400'],
  ['._5', '._5'],
  ['.5_0', 0.5],
  ['9007199254740993', 9007199254740992],
  ['18446744073709551616', 18446744073709552000],
  ['2001-1-1', '2001-01-01T00:00:00Z', '2001-1-1'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14T21:59:43.1-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['2001-01-01T00:00:00+00:00', '2001-01-01T00:00:00Z', '2001-01-01T00:00:00+00:00'],
  ['2001-01-01 1:2:60', '2001-01-01 1:2:60'],
  ['!!str 12', '12'],
  ['!!int "7"', 7],
  ['!!float 1', 1],
  ['!!bool "true"', true],
  ['!!null ""', null],
  ['!!binary aGVsbG8=', 'hello'],
  ['!!timestamp "2001-1-1"', '2001-01-01T00:00:00Z', '2001-1-1'],
  ['!mine x', 'x'],
  ['! 12', 12, '12'],
  ['! "12"', '12'],
  ['!!int 0x1F', 31],
  ['!!float 1.5', 1.5],
  ['!!bool FALSE', false],
  ['{b: , c}', { b: '', c: '' }, { b: null, c: null }],
  ['&x "q"', 'q'],
  ["&x 'q'", 'q'],
  ['&x\n  >\n  q\n  r', 'q r\n'],
  ['[!!str 1, &y 2001-01-01 1:2:3]', ['1', '2001-01-01 1:2:3']],
  ['"\\u00e9\\x41\\\n   b"', 'éAb'],
  ['"a\\\n\n\n  b"', 'a\n\nb'],
  ["'a\n\n  b'", 'a\nb'],
  ['a # c', 'a'],
  ['a\n\n   b', 'a\nb'],
  ['|+\n a\n', 'a\n\n'],
  ['|2-\n   a', ' a'],
  ['&x [1]', [1]],
]

describe('readNodes', {
  'reads plain scalars as the two versions of go-yaml do': () => {
    for (const [text, resource, config = resource] of plain) {
      assert.equal(toJson(one(`a: ${text}\n`)), { a: resource }, `resource: ${text}`)
      assert.equal(toJson(one(`a: ${text}\n`, 'config')), { a: config }, `config: ${text}`)
    }
  },

  'keeps text, tag and quotes only where they matter': () => {
    const node = one(
      'a: x\nb: "x"\nc: 1.10\nd: ~\ne: 3\nf: True\ng: 9007199254740993\nh: 2001-01-01\ni: |\n  x\nj: null\n',
    )
    assert.ok(node instanceof Map)
    const shown = [...node].map(([, v]) => (isScalar(v) ? [v.text, v.style, v.tag] : v))
    assert.equal(shown, [
      'x',
      ['x', 'double', undefined],
      ['1.10', 'plain', '!!float'],
      ['~', 'plain', '!!null'],
      3,
      ['True', 'plain', '!!bool'],
      ['9007199254740993', 'plain', '!!int'],
      ['2001-01-01', 'plain', '!!timestamp'],
      ['x\n', 'literal', undefined],
      null,
    ])
    assert.equal([...node.values()].map(isNull), [
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      false,
      false,
      true,
    ])
    assert.not(isScalar({ text: 'x', style: 'plain' }))
    assert.ok(Object.isFrozen(scalar('x', 'plain')))
  },

  'takes byte order marks, CRLF, comments, anchors and merge keys': () => {
    assert.equal(readYaml('\ufeffa: 1\r\nb:\r\n- x # c\r\n', 'x'), [{ a: 1, b: ['x'] }])
    const merged = 'b: &b {x: 1, w: 2}\nc:\n  x: 9\n  <<: *b\nd: {<<: [*b, {w: 3, z: 4}]}\n'
    assert.equal(toJson(one(merged)), {
      b: { x: 1, w: 2 },
      c: { x: 9, w: 2 },
      d: { x: 1, w: 2, z: 4 },
    })
    assert.equal(readYaml(merged, 'x'), [
      { b: { x: 1, w: 2 }, c: { x: 1, w: 2 }, d: { x: 1, w: 2, z: 4 } },
    ])
  },

  'gives every alias a copy of its own': () => {
    const node = one('a: &a {x: 1}\nb: *a\nc: [&s "t", *s]\n')
    assert.ok(node instanceof Map)
    assert.equal(toJson(node), { a: { x: 1 }, b: { x: 1 }, c: ['t', 't'] })
    assert.is.not(node.get('a'), node.get('b'))
  },

  'leaves out empty documents': () => {
    assert.equal(readYaml('---\n# nothing\n---\na: 1\n--- # c\n\n---\nb: 2\n---\n', 'x'), [
      { a: 1 },
      { b: 2 },
    ])
    assert.equal(readYaml('', 'x'), [])
    assert.equal(readYaml('# c', 'x'), [])
    assert.equal(readYaml('{}', 'x', { dialect: 'resource' }), [{}])
    assert.equal(readYaml('a: 1\n...\n', 'x'), [{ a: 1 }])
  },

  'turns keys into text as sigs.k8s.io/yaml does': () => {
    assert.equal(readYaml('n: 1\n0x10: 2\n1.10: 3\n"1": 4\n2001-01-01: 5\n1e-7: 6\n', 'x'), [
      { false: 1, 16: 2, 1.1: 3, 1: 4, '2001-01-01': 5, '1e-07': 6 },
    ])
  },

  'reads __proto__ as an ordinary key': () => {
    const [object] = readYaml('__proto__: {x: 1}\n', 'x')
    assert.equal(Object.keys(object as object), ['__proto__'])
    assert.is(Object.getPrototypeOf(object), Object.prototype)
  },

  'ends a block scalar where the file ends, as libyaml does': () => {
    for (const prefix of ['', '# &a\n', 'z: &z 1\n']) {
      assert.is((toJson(one(`${prefix}a: |\n  x`)) as { a: string }).a, 'x')
      assert.is((toJson(one(`${prefix}a: |\n  x\n  `)) as { a: string }).a, 'x\n')
    }
  },

  'lets the last of several equal keys win only when asked': () => {
    const options = { duplicateKeys: 'last' } as const
    for (const text of ['a: 1\na: 2\n', '{a: 1, a: 2}', 'a: &x 1\na: 2\n'])
      assert.equal(readNodes(text, 'x', 'config', options).map(toJson), [{ a: 2 }])
    assert.throws(
      () => readNodes('{a: 1, a: 2}', 'x', 'config'),
      (e: unknown) => e instanceof UserError,
    )
  },

  'reads a thousand levels, in blocks and in brackets': () => {
    for (const text of ['['.repeat(999) + ']'.repeat(999), `${'- '.repeat(998)}x`]) {
      let depth = 0
      for (let node = one(text); Array.isArray(node); node = node[0] ?? null) depth++
      assert.ok(depth >= 998)
    }
  },
})

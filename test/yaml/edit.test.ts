import { readFileSync } from 'node:fs'
import { UserError } from '../../generator/core/finding.ts'
import { pointerTo } from '../../generator/core/pointer.ts'
import { editYaml, readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { random, sample } from './generate.ts'

type Row = readonly [name: string, before: string, pointer: string, value: unknown, after: string]

const ROWS: readonly Row[] = [
  [
    'a plain value, comment and blanks behind it',
    'a:   1   # one\nb: 2\n',
    '/a',
    5,
    'a: 5   # one\nb: 2\n',
  ],
  ['a quoted value', `a: "x" # y\n`, '/a', 'no', `a: "no" # y\n`],
  ['a string that YAML would misread', 'tag: v1\n', '/tag', '1.10', 'tag: "1.10"\n'],
  [
    'between brackets',
    'a: { b: { c: 1, d: 2 }, e: 3 } # f\n',
    '/a/b/c',
    'x, y',
    'a: { b: { c: "x, y", d: 2 }, e: 3 } # f\n',
  ],
  ['an item of a list', 'a:\n  - x\n  - y # why\n', '/a/1', 'z', 'a:\n  - x\n  - z # why\n'],
  ['an item between brackets', 'a: [x, y]\n', '/a/0', 3, 'a: [3, y]\n'],
  [
    'a new member behind the last one, before a comment',
    'a:\n  b: 1\n  # end of a\nc: 2\n',
    '/a/x',
    1,
    'a:\n  b: 1\n  x: 1\n  # end of a\nc: 2\n',
  ],
  [
    'a new member in a map in a list',
    'a:\n  - b: 1\n    c: 2\n  - d: 3\n',
    '/a/0/x',
    1,
    'a:\n  - b: 1\n    c: 2\n    x: 1\n  - d: 3\n',
  ],
  ['a new member between brackets', 'a: { b: 1 }\n', '/a/c/d', 2, 'a: { b: 1, c: { d: 2 } }\n'],
  [
    'a new member between empty brackets',
    'a: {} # none yet\n',
    '/a/b',
    2,
    'a: { b: 2 } # none yet\n',
  ],
  ['maps that are not there', 'a:\nb: 1\n', '/a/x/z', 2, 'a: { x: { z: 2 } }\nb: 1\n'],
  ['nothing, with a comment', 'a: # why\nb: 1\n', '/a', 2, 'a: 2 # why\nb: 1\n'],
  ['null', 'a: ~ # why\n', '/a/b', 2, 'a: { b: 2 } # why\n'],
  ['without a line break at the end', 'a: 1\nb:\n  c: 2', '/b/d', 3, 'a: 1\nb:\n  c: 2\n  d: 3'],
  [
    'behind a block scalar',
    'a:\n  b: |\n    text\n\nc: 1\n',
    '/a/d',
    2,
    'a:\n  b: |\n    text\n  d: 2\n\nc: 1\n',
  ],
  [
    'behind a block scalar that keeps its line breaks',
    'a:\n  b: |+\n    text\n\nc: 1\n',
    '/a/d',
    2,
    'a:\n  b: |+\n    text\n\n  d: 2\nc: 1\n',
  ],
  ['instead of a block scalar', 'a: | # x\n  text\n  more\nb: 1\n', '/a', 2, 'a: 2\nb: 1\n'],
  [
    'instead of a folded text in quotes',
    'a: "text\n  more" # x\nb: 1\n',
    '/a',
    2,
    'a: 2 # x\nb: 1\n',
  ],
  [
    'a value instead of a block',
    'a: # why\n  b: 1\n  c:\n    - 2\nd: 1\n',
    '/a',
    2,
    'a: 2 # why\nd: 1\n',
  ],
  [
    'a map instead of a value',
    'a: 1 # why\n',
    '/a',
    { b: [1, 'x'], c: {} },
    'a: { b: [1, x], c: {} } # why\n',
  ],
  [
    'a list at the column of its key',
    'a:\n- x\n- y\nb: 1\n',
    '/a/-',
    'z',
    'a:\n- x\n- y\n- z\nb: 1\n',
  ],
  [
    'one more item',
    'a:\n  - x: 1\n    y: 2 # two\nb: 1\n',
    '/a/-',
    { x: 3 },
    'a:\n  - x: 1\n    y: 2 # two\n  - { x: 3 }\nb: 1\n',
  ],
  ['one more item between brackets', 'a: [x] # x\n', '/a/-', { b: 1 }, 'a: [x, { b: 1 }] # x\n'],
  [
    'one more item between brackets with a comma at the end',
    'a: [x,]\n',
    '/a/-',
    'z',
    'a: [x, z,]\n',
  ],
  ['the first item', 'a: {}\n', '/a/b/-', 'z', 'a: { b: [z] }\n'],
  ['the first item of an empty list', 'a: []\n', '/a/-', 'z', 'a: [z]\n'],
  [
    'Windows line breaks',
    '\ufeffa: 1\r\nb:\r\n  c: 2 # c\r\nd: 3\r\n',
    '/b/x',
    'z',
    '\ufeffa: 1\r\nb:\r\n  c: 2 # c\r\n  x: z\r\nd: 3\r\n',
  ],
  ['a key that needs quotes', 'a:\n  b: 1\n', '/a/no', 1, 'a:\n  b: 1\n  "no": 1\n'],
  [
    'a key that is found by what it reads as',
    'a:\n  "no": 1\n  yes: 2\n',
    '/a/true',
    3,
    'a:\n  "no": 1\n  yes: 3\n',
  ],
  ['an alias gives way', 'a: &x 1\nb: *x\n', '/b', 2, 'a: &x 1\nb: 2\n'],
  ['an anchor that nobody uses stays', 'a: &x 1\nb: 2\n', '/a', 2, 'a: &x 2\nb: 2\n'],
  [
    'a value over one of a merge key',
    'x: &x { a: 1, b: 2 }\nz:\n  <<: *x\n  c: 3\n',
    '/z/a',
    4,
    'x: &x { a: 1, b: 2 }\nz:\n  <<: *x\n  c: 3\n  a: 4\n',
  ],
  [
    'a long value becomes a block',
    `a: 1 # why\n`,
    '/a',
    { long: 'x'.repeat(60), longer: 'y'.repeat(60) },
    `a: # why\n  long: ${'x'.repeat(60)}\n  longer: ${'y'.repeat(60)}\n`,
  ],
  ['several lines of text', 'a: 1\n', '/a', 'x\ny\n', 'a: "x\\ny\\n"\n'],
  [
    'a multi-line map between brackets',
    'a: {\n  b: 1, # one\n  c: 2 # two\n}\n',
    '/a/d',
    3,
    'a: {\n  b: 1, # one\n  c: 2, d: 3 # two\n}\n',
  ],
]

const BLOCKS: readonly Row[] = [
  [
    'empty brackets become a block',
    'e:\n  nova: {} # no run yet\n  x: 1\n',
    '/e/nova/runs/-',
    { id: 'a', values: { b: { c: 1 } } },
    'e:\n  nova: # no run yet\n    runs:\n      - id: a\n        values:\n          b:\n            c: 1\n  x: 1\n',
  ],
  [
    'brackets around it open',
    'e: { nova: { values: { a: [1, { b: 2 }] }, runs: [{ id: x }] }, dev: {} } # all\n',
    '/e/nova/runs/-',
    { id: 'a' },
    'e: # all\n  nova:\n    values: { a: [1, { b: 2 }] }\n    runs:\n      - { id: x }\n      - id: a\n  dev: {}\n',
  ],
  [
    'brackets with a comment inside stay',
    'e: { # why\n  nova: {} }\n',
    '/e/nova/runs/-',
    { id: 'a' },
    'e: { # why\n  nova: { runs: [{ id: a }] } }\n',
  ],
]

const REFUSED: readonly (readonly [name: string, before: string, pointer: string, says: RegExp])[] =
  [
    ['behind an alias', 'a: &x { b: 1 }\nc: *x\n', '/c/b', /\*x stands here/],
    ['an anchor that others use', 'a: &x 1\nc: *x\n', '/a', /cannot be changed in place/],
    [
      'what comes from a merge key in part',
      'x: &x { a: { b: 1, c: 2 } }\nz: { <<: *x }\n',
      '/z/a/b',
      /cannot be changed in place/,
    ],
    ['below a value', 'a: 1\n', '/a/b', /no "b" in a single value/],
    ['an item that is not there', 'a: [1]\n', '/a/1', /"1" is no item of this list, which has 1/],
  ]

describe('editYaml', {
  'changes what is named, and nothing else': () => {
    for (const [name, before, pointer, value, after] of ROWS)
      assert.is(editYaml(before, 'f', pointer, value).text, after, name)
  },
  'writes blocks where that is wanted': () => {
    for (const [name, before, pointer, value, after] of BLOCKS)
      assert.is(editYaml(before, 'f', pointer, value, { width: 0, open: true }).text, after, name)
  },
  'refuses what would change something else': () => {
    for (const [name, before, pointer, says] of REFUSED)
      assert.throws(
        () => editYaml(before, 'f', pointer, 7),
        (error: unknown) => error instanceof UserError && says.test(error.message),
        name,
      )
  },
  'says where the new value stands': () => {
    assert.equal(editYaml('a:\n  b: 1\n', 'f', '/a/c', 2).place, { file: 'f', line: 3, column: 6 })
    assert.equal(editYaml('a: [1]\n', 'f', '/a/-', 2).place, { file: 'f', line: 1, column: 8 })
  },
  'random documents in random styles, and the same with Windows line breaks': () => {
    const windows = (text: string): string => `\ufeff${text.replaceAll('\n', '\r\n')}`
    let edits = 0
    for (let seed = 0; seed < 150; seed++) {
      const { text } = sample(random(seed))
      const [value] = readYaml(text, 'f')
      for (const pointer of [...leavesOf(value, '')].slice(0, 3)) {
        if (pointer === '') continue
        // That it says what it should, and nothing else, is what editYaml itself makes sure of.
        const options = seed % 2 === 0 ? {} : { width: 0, open: true }
        const edited = editYaml(text, 'f', pointer, { a: [seed] }, options)
        const there = editYaml(windows(text), 'f', pointer, { a: [seed] }, options)
        assert.is(there.text, windows(edited.text), text)
        edits++
      }
    }
    assert.ok(edits > 150)
  },
  'a value of fleet.yaml is one line of it': () => {
    const text = readFileSync('fleet.yaml', 'utf8')
    const lines = text.split('\n')
    const all = [...leavesOf(readYaml(text, 'fleet.yaml')[0], '')]
    const pointers = all.filter((_, i) => i % 5 === 0)
    assert.ok(pointers.length > 20)
    for (const pointer of pointers) {
      const edited = editYaml(text, 'fleet.yaml', pointer, 'changed: by a test').text.split('\n')
      assert.is(edited.length, lines.length, pointer)
      assert.is(edited.filter((line, i) => line !== lines[i]).length, 1, pointer)
    }
  },
})

function* leavesOf(value: unknown, pointer: string): Generator<string> {
  if (typeof value !== 'object' || value === null) yield pointer
  else
    for (const [key, member] of Object.entries(value))
      yield* leavesOf(member, pointerTo(pointer, key))
}

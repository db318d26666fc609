import { placeOf, placesIn } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'

const text = `# head
a: 1
b:
  - x: 1
    "y": {q: 2}
  - z
c: &c
  d: 5
e:
  <<: *c
no: 1
f:
s/t: {"~": 1}
---
# second
---
a: 2
`

/** Pointer, place of the value, place of the key. */
const places: readonly (readonly [pointer: string, value: string, key: string])[] = [
  ['', '2:1', '2:1'],
  ['/a', '2:4', '2:1'],
  ['/b', '4:3', '3:1'],
  ['/b/0/y/q', '5:14', '5:11'],
  ['/b/1', '6:5', '6:5'],
  ['/b/7', '4:3', '3:1'],
  ['/b/-1', '4:3', '3:1'],
  ['/e/d', '8:6', '8:3'],
  ['/e/x', '10:3', '9:1'],
  ['/false', '11:5', '11:1'],
  ['/no', '11:5', '11:1'],
  ['/f', '12:3', '12:1'],
  ['/s~1t/~0', '13:12', '13:7'],
  ['/nothing/here', '2:1', '2:1'],
]

describe('placeOf', {
  'finds values and keys, or the nearest parent': () => {
    const find = placesIn(text, 'f.yaml')
    for (const [pointer, value, key] of places) {
      const [v, k] = [find(pointer), find(pointer, { key: true })]
      assert.equal([`${v?.line}:${v?.column}`, `${k?.line}:${k?.column}`], [value, key], pointer)
    }
  },

  'counts documents that are not empty': () => {
    const at = { file: 'f.yaml', line: 17, column: 4 }
    assert.equal(placeOf(text, 'f.yaml', '/a', { document: 1 }), at)
    assert.is(placeOf(text, 'f.yaml', '/a', { document: 2 }), undefined)
  },

  'is not moved by CRLF or a byte order mark': () => {
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`
    assert.equal(placeOf(windows, 'f.yaml', '/b/0/y/q'), placeOf(text, 'f.yaml', '/b/0/y/q'))
  },

  'gives up only on a text that cannot be parsed': () => {
    assert.is(placeOf('['.repeat(5000), 'f.yaml', ''), undefined)
    assert.is(placeOf('', 'f.yaml', ''), undefined)
    assert.is(placeOf('a: 1\nb: {\n', 'f.yaml', '/a')?.line, 1)
  },
})

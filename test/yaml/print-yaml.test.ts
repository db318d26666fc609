import { parse } from 'yaml'
import { printYaml, readNodes, readYaml, scalar, toJson } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { random } from './generate.ts'

const bits = [
  ...[
    'a',
    'x.y/z',
    ' ',
    '\n',
    '\n\n',
    ': ',
    ':',
    ' #',
    '#',
    '-',
    '- ',
    '? ',
    ',',
    '[',
    ']',
    '{',
    '}',
    '&',
    '*',
  ],
  ...[
    '!',
    '|',
    '>',
    "'",
    '"',
    '%',
    '@',
    '`',
    '\\',
    '\t',
    'é',
    '\u00a0',
    '\u2028',
    '😀',
    '\x01',
    '\r',
    '1',
    '0x1F',
  ],
  ...[
    '-1',
    '1.5',
    'e3',
    'yes',
    'null',
    '~',
    '.',
    '...',
    '---',
    '<<',
    '=',
    '2001-01-01',
    '1:30',
    '_',
    '+',
    '\x85',
  ],
]

describe('printYaml', {
  'is readable': () => {
    const value = {
      z: 'text',
      a: [1, { b: 'x', c: ['y'] }, [true, null], [], {}],
      yes: 'no',
      when: '2001-01-01',
      port: '8080',
      mode: '0644',
      nothing: undefined,
      empty: '',
      script: '#!/bin/sh\nexit 1\n',
      long: 'word '.repeat(40).trim(),
      colon: 'a: b',
    }
    assert.is(
      printYaml(value),
      `z: text
a:
- 1
- b: x
  c:
  - "y"
- - true
  - null
- []
- {}
"yes": "no"
when: "2001-01-01"
port: "8080"
mode: "0644"
empty: ""
script: |
  #!/bin/sh
  exit 1
long: ${'word '.repeat(40).trim()}
colon: 'a: b'
`,
    )
  },

  'prints scalars of a resource as they were written': () => {
    const node = new Map([
      ['a', scalar('0x1F', 'plain', '!!int')],
      ['b', scalar('1', 'double')],
      ['c', scalar('~', 'plain', '!!null')],
      ['d', scalar('1', 'plain', '!!str')],
      ['e', scalar('1.10', 'plain', '!!float')],
    ])
    assert.is(printYaml(node), 'a: 0x1F\nb: "1"\nc: null\nd: "1"\ne: 1.10\n')
  },

  'is read back unchanged by go-yaml 2 and 3, YAML 1.1 and YAML 1.2': () => {
    const r = random(3)
    for (let i = 0; i < 500; i++) {
      const text = Array.from({ length: 1 + r(5) }, () => bits[r(bits.length)]).join('')
      const value = { a: [text], b: { [text === '<<' ? 'c' : text]: 1 } }
      const printed = printYaml(value)
      const label = `${JSON.stringify(text)}\n${printed}`
      assert.equal(readYaml(printed, 'x'), [value], label)
      assert.equal(readNodes(printed, 'x', 'resource').map(toJson), [value], label)
      // The package's YAML 1.1 takes a lone point or exponent for a number, which is NaN.
      if (!/^[-+]?[._]*(?:[eE][-+]?\d+)?$/.test(text))
        assert.equal(parse(printed, { version: '1.1' }), value, label)
      assert.equal(parse(printed, { version: '1.2' }), value, label)
    }
  },

  'refuses what is no JSON': () => {
    assert.throws(() => printYaml({ a: 1n }), /bigint/)
    assert.throws(() => printYaml({ a: Number.POSITIVE_INFINITY }), /cannot be printed/)
  },
})

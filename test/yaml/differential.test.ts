import { eachFastJson, readFast, readFastJson } from '../../generator/yaml/fast-read.ts'
import { readFull } from '../../generator/yaml/full-read.ts'
import { type Dialect, isNull, isScalar, type Node, toJson } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import recorded from './cases/kustomize.json' with { type: 'json' }
import { random, sample } from './generate.ts'

const dialects: readonly Dialect[] = ['resource', 'config']

/** Everything about a node that anybody can see. */
function shown(node: Node): unknown {
  if (node instanceof Map) return { map: [...node].map(([key, value]) => [key, shown(value)]) }
  if (Array.isArray(node)) return node.map(shown)
  return isScalar(node) ? { scalar: [node.text, node.style, node.tag] } : node
}

const optional = (each: Iterable<unknown> | undefined) => each && [...each]

function both(text: string, dialect: Dialect): readonly [fast: unknown, full: unknown] | undefined {
  const fast = readFast(text, dialect, false)
  if (dialect === 'config') {
    const plain = readFastJson(text)
    const isOdd = fast !== undefined && plain === undefined && /__proto__/.test(text)
    if (!isOdd) assert.equal(plain, fast?.map(toJson), text)
    assert.equal(plain, optional(eachFastJson(text)), text)
  }
  if (fast === undefined) return undefined
  const { nodes, problems } = readFull(text, 'x.yaml', dialect, false)
  assert.equal(problems, [], text)
  return [fast, nodes].map((list) => list.filter((n) => !isNull(n)).map(shown)) as [
    unknown,
    unknown,
  ]
}

describe('the two readers agree', {
  'on generated documents, and with what was meant': () => {
    const r = random(7)
    let fast = 0
    for (let i = 0; i < 600; i++) {
      const { text, json } = sample(r)
      for (const dialect of dialects) {
        const pair = both(text, dialect)
        if (pair === undefined) continue
        fast++
        assert.equal(pair[0], pair[1], text)
        assert.equal(readFast(text, dialect, false)?.map(toJson), [json[dialect]], text)
      }
    }
    assert.ok(fast > 1190, `the fast reader took only ${fast} of 1200`)
  },

  'on damaged documents, wherever the fast one reads at all': () => {
    const r = random(11)
    const bits = [
      ' ',
      '\n',
      '- ',
      ': ',
      ' #',
      '"',
      "'",
      '{',
      ']',
      ',',
      '|',
      '&a ',
      '*a',
      '!!str ',
      '~',
      '\t',
    ]
    let fast = 0
    for (let i = 0; i < 600; i++) {
      const { text } = sample(r)
      const at = r(text.length + 1)
      const bit = bits[r(bits.length)] ?? ''
      const damaged =
        r(3) > 0 ? text.slice(0, at) + bit + text.slice(at) : text.slice(0, at) + text.slice(at + 2)
      // The full reader wants brackets and quotes that end deeper than their key; Go does not.
      if (readFull(damaged, 'x.yaml', 'resource', false).problems.length > 0) continue
      const pair = both(damaged, 'resource')
      if (pair === undefined) continue
      fast++
      assert.equal(pair[0], pair[1], damaged)
    }
    assert.ok(fast > 150, `only ${fast} of 600 were read by both`)
  },

  'on every recorded case': () => {
    let fast = 0
    for (const { input } of recorded)
      for (const dialect of dialects) {
        const pair = both(input, dialect)
        if (pair === undefined) continue
        fast++
        assert.equal(pair[0], pair[1], input)
      }
    assert.ok(fast > 40, `the fast reader took only ${fast}`)
  },
})

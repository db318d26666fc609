import { readdirSync, readFileSync } from 'node:fs'
import { fastPlace } from '../../generator/cli/validate-fast-place.ts'
import { pointerTo } from '../../generator/core/pointer.ts'
import { placesIn, readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'

/** Pointers to everything in a value, and to what is not in it. */
function pointersIn(value: unknown, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [at]
  const members = Object.entries(value)
  const missing = `${at}/${Array.isArray(value) ? '99/x' : 'not-there'}`
  return [at, missing, ...members.flatMap(([key, one]) => pointersIn(one, pointerTo(at, key)))]
}

const isThere = (pointer: string): boolean => !/\/(?:not-there|99\/x)$/.test(pointer)

/** Texts that are not as plain as they look: wherever something is found, it is what the parser finds. */
const ODD: readonly string[] = [
  'a: 1\nb:\n- x: 1\n  y: 2\n-   - deep\n    - er\n-\n  z: 3\nc: "q" # b: 2\n"d e": f\n',
  'a: |\n  b: 1\n  - c\nb: >-\n    x: 2\n\n   # no\nc:\n  # yes\n\n  d: 1\n',
  'a: &x\n  b: 1\nc: *x\nd: !!str 1\ne: {f: 1, g: [2]}\nh: [\n  1,\n  2]\n',
  '\'a b\': 1\n"c\\n": 2\nd:\n    e:\n        - f: 1\n        - g\n        -   h: 1\n            i: 2\n',
  '# comment\n---\na:\n  - b: |\n      c: 1\n    d: 2\n  - "e: f"\n  - g: h: i\n',
  'a: x\n  y: z\nb: 2\n',
  '? a\n: b\nc: 1\n<<: {d: 1}\nnull: 1\n1: 2\ntrue: 3\n',
  'a:\n  b:\nc:\n- 1\n-\n- 3\nd: ~\n',
]

function compare(text: string, about: string): { readonly found: number; readonly all: number } {
  let documents: readonly unknown[]
  try {
    documents = readYaml(text, 'a.yaml')
  } catch {
    return { found: 0, all: 0 }
  }
  if (documents.length !== 1) return { found: 0, all: 0 }
  const slow = placesIn(text, 'a.yaml')
  const lines = text.split('\n')
  const pointers = pointersIn(documents[0])
  let [found, all] = [0, 0]
  for (const pointer of pointers)
    for (const key of isThere(pointer) ? [false, true] : [false]) {
      all++
      const fast = fastPlace(lines, pointer, key)
      if (fast === undefined) continue
      found++
      assert.equal(
        { file: 'a.yaml', ...fast },
        slow(pointer, { key }),
        `${about} ${pointer} ${key}`,
      )
    }
  return { found, all }
}

describe('fast place', {
  'finds what the parser finds, or nothing': () => {
    for (const text of ODD) compare(text, text)
  },
  'finds nearly everything in the manifests of this repository': () => {
    let [found, all] = [0, 0]
    for (const folder of ['base', 'overlays', 'clusters'])
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.yaml')) continue
        const counts = compare(readFileSync(`${folder}/${file}`, 'utf8'), file)
        found += counts.found
        all += counts.all
      }
    assert.ok(all > 10_000 && found > all * 0.9, `${found} of ${all}`)
  },
})

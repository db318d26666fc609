import type { Input } from './input.ts'
import { blocks } from './mutate.ts'

/** Whether an input still shows the difference that is looked for. */
export type Shows = (inputs: readonly Input[]) => Promise<readonly boolean[]>

/** A smaller input that still shows the difference: files, blocks, elements and texts go while it stays. */
export async function minimise(input: Input, shows: Shows, rounds = 12): Promise<Input> {
  let best = input
  for (let round = 0; round < rounds; round++) {
    const before = size(best)
    best = await shrinkFiles(best, shows)
    for (const path of Object.keys(best.files)) best = await shrinkText(best, path, shows)
    if (size(best) === before) return best
  }
  return best
}

const size = ({ files }: Input): number =>
  Object.entries(files).reduce((sum, [path, text]) => sum + path.length + text.length, 0)

async function shrinkFiles(input: Input, shows: Shows): Promise<Input> {
  let best = input
  for (const path of Object.keys(input.files)) {
    const { [path]: _, ...files } = best.files
    const smaller = { ...best, files }
    if ((await shows([smaller]))[0] === true) best = smaller
  }
  return best
}

async function shrinkText(input: Input, path: string, shows: Shows): Promise<Input> {
  let best = input
  for (const shrink of [withoutBlock, withoutElement, withShorterText])
    for (let from = 0, width = 4; ; ) {
      const text = best.files[path] ?? ''
      const candidates = shrink(text).slice(from, from + width)
      if (candidates.length === 0) break
      const inputs = candidates.map((made) => ({ ...best, files: { ...best.files, [path]: made } }))
      const found = (await shows(inputs)).indexOf(true)
      const next = inputs[found]
      if (next === undefined) {
        from += width
        width = 32
      } else {
        best = next
        from += found
        width = 4
      }
    }
  return best
}

/** Without each block, the greatest first; or with a block pulled up to the place of its parent. */
function withoutBlock(text: string): readonly string[] {
  const lines = text.split('\n')
  const without = [...blocks(text)]
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .map(({ from, to }) => [...lines.slice(0, from), ...lines.slice(to)].join('\n'))
  return without.filter((made) => made.length < text.length)
}

/** Without each element of flow lists and maps. */
function withoutElement(text: string): readonly string[] {
  const found: string[] = []
  for (let at = 0; at < text.length; at++) {
    if (!'[{,'.includes(text[at] ?? '')) continue
    const end = elementEnd(text, at + 1)
    if (end < 0) continue
    const first = text[at] !== ','
    const comma = text[end] === ','
    found.push(text.slice(0, first ? at + 1 : at) + text.slice(first && comma ? end + 1 : end))
  }
  return found.filter((made) => made.length < text.length)
}

/** Where an element of a flow collection ends: its comma or the closing bracket. */
function elementEnd(text: string, from: number): number {
  let depth = 0
  for (const { 0: token, index } of text.slice(from, from + 2000).matchAll(tokens)) {
    if ('[{'.includes(token)) depth++
    else if (depth === 0 && ',]}'.includes(token)) return from + index
    else if (']}'.includes(token)) depth--
  }
  return -1
}

/** Quoted texts, and the signs of flow collections outside them. */
const tokens = /"(?:[^"\\]|\\.)*"|'[^']*'|[[\]{},]/g

/** With a word, a line or half of a text left out. */
function withShorterText(text: string): readonly string[] {
  const words = [...text.matchAll(/[^\s,:[\]{}'"]+|\s{2,}|['"]/g)]
  const cut = (from: number, to: number, by = '') => text.slice(0, from) + by + text.slice(to)
  return words
    .flatMap(({ index, 0: word }) => {
      const end = index + word.length
      const half = index + (word.length >> 1)
      const options = [cut(index, end), cut(index, half), cut(half, end), cut(index, index + 1)]
      return word.length > 3 ? options : [cut(index, end), cut(index, index + 1)]
    })
    .filter((made) => made.length < text.length)
}

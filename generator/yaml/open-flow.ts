import { isNamed } from './full-key.ts'
import { isNothing } from './slot.ts'
import { columnOf, endOf, replaceByLines, type Splice, startOf } from './splice.ts'
import { isMap, isSeq, type Pair, type SyntaxTree, type YAMLMap, type YAMLSeq } from './syntax.ts'

/**
 * The outermost `{ }` or `[ ]` on the way to a value, as a block with the same members; nothing where there is none, or
 * where comments, line breaks, anchors or tags stand between the brackets.
 */
export function openFlow(
  text: string,
  { documents }: SyntaxTree,
  steps: readonly string[],
): readonly Splice[] {
  let node: unknown = documents[0]?.contents
  for (const step of steps) {
    const held = memberOf(node, step)
    if (held === undefined) return []
    const value = 'pair' in held ? held.pair.value : held.item
    if ((isMap(value) || isSeq(value)) && value.flow === true && !isNothing(value))
      return /[\n#&*!]/.test(text.slice(startOf(value), endOf(value)))
        ? []
        : open(text, held, value)
    node = value
  }
  return []
}

type Held = { readonly pair: Pair } | { readonly item: unknown }

function memberOf(node: unknown, step: string): Held | undefined {
  if (isMap(node)) {
    const pair = node.items.findLast(({ key }) => isNamed(key, step))
    return pair && { pair }
  }
  if (!isSeq(node) || !/^\d+$/.test(step)) return undefined
  return Number(step) < node.items.length ? { item: node.items[Number(step)] } : undefined
}

function open(text: string, held: Held, value: YAMLMap | YAMLSeq): readonly Splice[] {
  const lines = isMap(value)
    ? value.items.map((pair) => memberLine(text, pair))
    : value.items.map((item) => `- ${text.slice(startOf(item), endOf(item))}`)
  if ('pair' in held) return replaceByLines(text, held.pair, lines)
  const [from, to] = [startOf(value), endOf(value)]
  return [{ from, to, put: lines.join(`\n${' '.repeat(columnOf(text, from))}`) }]
}

function memberLine(text: string, pair: Pair): string {
  const line = text.slice(startOf(pair.key), endOf(pair))
  return endOf(pair) === endOf(pair.key) ? `${line}:` : line
}

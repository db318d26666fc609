import { isNull, type Node, spread, toJson } from '../../yaml/index.ts'
import { isMap, isScalarNode, textOf } from '../node/node.ts'
import type { Shape } from './decode.ts'

/** The words of YAML 1.1 that go-yaml v3 takes for true or false where it decodes into a boolean. */
const words: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
])

/**
 * Plain JSON of a node as go-yaml v3 decodes it into a struct: names are taken as they are, the others and
 * nulls in lists are passed over, and a text is whatever single value stands there, as it is written.
 */
export function asWanted(node: Node, shape: Shape): unknown {
  if (typeof shape === 'object' && 'fields' in shape && isMap(node)) {
    const written = spread(node)
    const found = Object.entries(shape.fields).filter(([name]) => written.has(name))
    return Object.fromEntries(
      found.map(([name, one]) => [name, asWanted(written.get(name) ?? null, one)]),
    )
  }
  if (typeof shape === 'object' && 'list' in shape && Array.isArray(node))
    return node
      .filter((element) => !isNull(element))
      .map((element) => asWanted(element, shape.list))
  const isText = shape === 'string' || shape === 'text'
  if (isText && isScalarNode(node) && !isNull(node)) return textOf(node)
  return (shape === 'boolean' ? words.get(textOf(node)) : undefined) ?? toJson(node)
}

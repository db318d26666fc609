import { isScalar, type Node, type Scalar, scalar, twinOf } from './node.ts'
import { tagOfValue } from './resolve.ts'

/** Where a mapping or list begins, and the keys of a mapping that were read. */
type Begin = { readonly at: number; readonly keys?: ReadonlyMap<string, number> }

/**
 * Lines and columns of what was read from a text, where they are asked for: upstream's nodes have them, and what a step
 * makes has none. Not state: set once, when the node is made.
 */
const begins = new WeakMap<object, Begin>()

/** A line and a column as one number, which is never 0. */
export function placeNumber(mark: { readonly line: number; readonly column: number }): number {
  return (mark.line + 1) * 2 ** 24 + mark.column
}

/** Where a node begins in the text that it was read from; 0 for what a step has made. */
export function placeAt(node: Node | undefined): number {
  return (isObject(node) && begins.get(node)?.at) || 0
}

/** The same of a key of a mapping. */
export function placeOfKey(map: Map<string, Node>, key: string): number {
  return begins.get(map)?.keys?.get(key) ?? 0
}

/** Note where a mapping or list of one's own begins. */
export function beginAt(
  collection: Node[] | Map<string, Node>,
  at: number,
  keys?: ReadonlyMap<string, number>,
): void {
  begins.set(collection, keys === undefined ? { at } : { at, keys })
}

/** A mapping or list of one's own that begins where another one does. */
export function beginLike(made: object, old: object): void {
  const begin = begins.get(old)
  if (begin !== undefined) begins.set(made, begin)
}

/** A key is taken out of a mapping of one's own. */
export function forgetKey(map: Map<string, Node>, key: string): void {
  const begin = begins.get(map)
  if (begin?.keys?.has(key) !== true) return
  const keys = new Map(begin.keys)
  keys.delete(key)
  begins.set(map, { at: begin.at, keys })
}

/** A single value that begins somewhere: a node of its own, whatever it is. */
export function scalarAt(value: Node, at: number): Scalar {
  const made = isScalar(value) ? twinOf(value) : scalar(String(value), 'plain', tagOfValue(value))
  begins.set(made, { at })
  return made
}

/** A single value of one's own that upstream puts into the node of another one, whose line and column it then has. */
export function inNodeOf<N extends Node>(old: Node | undefined, value: N): N | Scalar {
  const at = placeAt(old)
  if (at === 0 || placeAt(value) === at || Array.isArray(value) || value instanceof Map)
    return value
  if (!isScalar(value)) return scalarAt(value, at)
  begins.set(value, { at })
  return value
}

/** A single value as a step makes it anew. */
export function madeAnew(value: Node): Node {
  if (placeAt(value) === 0 || !isScalar(value)) return value
  return twinOf(value)
}

const isObject = (
  node: Node | undefined,
): node is Exclude<Node, string | number | boolean | null> =>
  typeof node === 'object' && node !== null

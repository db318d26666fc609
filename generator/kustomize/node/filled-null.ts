import { type Node, type Scalar, scalar } from '../../yaml/index.ts'
import { isMap, type MapNode, textOf } from './node.ts'
import { withPlainField } from './plain-key.ts'

/** Hidden fields of scalars, not state: written while they are made. */
const pairs = new WeakMap<object, MapNode>()

/** A null into which upstream has put a pair: it prints the null, until a step makes a map of it. */
export function fillNull(old: Node, key: string, value: Node): Scalar {
  const made = scalar(old === null ? 'null' : textOf(old), 'plain', '!!null')
  pairs.set(made, withPlainField(pairsIn(old) ?? new Map(), key, value))
  return made
}

/** What has been put into a null. */
export function pairsIn(node: Node | undefined): MapNode | undefined {
  return typeof node === 'object' && node !== null && !isMap(node) ? pairs.get(node) : undefined
}

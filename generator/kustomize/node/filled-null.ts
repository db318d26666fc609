import { holding, isScalar, type Node, type Scalar, scalar } from '../../yaml/index.ts'
import { isMap, type MapNode, textOf } from './node.ts'
import { withPlainField } from './plain-key.ts'

/** Hidden fields of scalars, not state: written while they are made. */
const pairs = new WeakMap<object, MapNode>()

/** A null into which upstream has put a pair: it prints the null, until a step makes a map of it, unless it was one. */
export function fillNull(old: Node, key: string, value: Node): Scalar {
  const made = scalar(old === null ? 'null' : textOf(old), 'plain', '!!null')
  if (isScalar(old) && isMap(old.held)) return holding(made, withPlainField(old.held, key, value))
  pairs.set(made, withPlainField(pairsIn(old) ?? new Map(), key, value))
  return made
}

/** What has been put into a null, or what stands behind its tag. */
export function pairsIn(node: Node | undefined): MapNode | undefined {
  if (node !== undefined && isScalar(node) && isMap(node.held)) return node.held
  return typeof node === 'object' && node !== null && !isMap(node) ? pairs.get(node) : undefined
}

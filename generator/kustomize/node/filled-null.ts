import {
  addUnprinted,
  holding,
  isScalar,
  type Node,
  type Scalar,
  scalar,
} from '../../yaml/index.ts'
import { copyOf, isMap, type MapNode, textOf } from './node.ts'
import { withPlainField } from './plain-key.ts'

/** Hidden fields of scalars, not state: written while they are made. */
const pairs = new WeakMap<object, MapNode>()

/** A null into which upstream has put a pair: it prints the null, until a step makes a map of it, unless it was one. */
export function fillNull(old: Node, key: string, value: Node): Scalar {
  const made = scalar(old === null ? 'null' : textOf(old), 'plain', '!!null')
  if (isScalar(old) && isMap(old.held)) return holding(made, withPlainField(old.held, key, value))
  pairs.set(made, withPair(pairsIn(old) ?? new Map(), key, value))
  return made
}

/** Upstream does not find in a null what it has put there, and puts it there once more. */
function withPair(map: MapNode, key: string, value: Node): MapNode {
  if (!map.has(key)) return withPlainField(map, key, value)
  const made = copyOf(map)
  addUnprinted(made, {
    name: key,
    value,
    problem: {
      message: `${key} is put twice into what was null`,
      hint: 'kustomize prints a key twice there: write {} instead of null, or nothing',
    },
  })
  return made
}

/** What has been put into a null, or what stands behind its tag. */
export function pairsIn(node: Node | undefined): MapNode | undefined {
  if (node !== undefined && isScalar(node) && isMap(node.held)) return node.held
  return typeof node === 'object' && node !== null && !isMap(node) ? pairs.get(node) : undefined
}

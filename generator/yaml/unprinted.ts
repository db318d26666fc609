import { type Problem, UserError } from '../core/finding.ts'
import { isScalar, type Node, type Scalar, scalar } from './node.ts'

/** What Go takes in a mapping until it prints it: the value of a key that is there already, or a key that is no string. */
export type Unprinted = {
  readonly name: string
  /** The value of the second key; absent for a key that is no string, whose value stands under its text. */
  readonly value?: Node
  readonly problem: Problem
}

/**
 * It stands in the mapping under a key of its own, as a scalar that refuses to be printed. What it is, is a hidden
 * field of that scalar, not state: written once, when the scalar is made.
 */
const all = new WeakMap<Scalar, Unprinted>()

/** No step takes it for a text. */
const tag = '!unprinted'

/** Add something to a mapping that nothing may print. */
export function addUnprinted(map: Map<string, Node>, unprinted: Unprinted): void {
  const made = scalar('', 'plain', tag)
  all.set(made, unprinted)
  let number = map.size
  while (map.has(`${unprinted.name}\0${number}`)) number++
  map.set(`${unprinted.name}\0${number}`, made)
}

/** What an entry of a mapping is, when nothing may print it. */
export function unprintedOf(value: Node | undefined): Unprinted | undefined {
  return value !== undefined && isScalar(value) ? all.get(value) : undefined
}

/** Take a key out of a mapping of one's own; the next one of the same name takes its place. */
export function deleteKey(map: Map<string, Node>, name: string): void {
  map.delete(name)
  for (const [key, node] of map) {
    const found = key.startsWith(`${name}\0`) ? unprintedOf(node) : undefined
    if (found === undefined) continue
    map.delete(key)
    if (found.value === undefined) continue
    map.set(name, found.value)
    return
  }
}

/** Without second keys of a name that hold no mapping and no list, or an empty one. */
export function withoutEmptySecond(map: Map<string, Node>, name: string): Map<string, Node> {
  const isEmpty = ([key, node]: readonly [string, Node]) => {
    const value = key.startsWith(`${name}\0`) ? unprintedOf(node)?.value : undefined
    if (value === undefined) return false
    return Array.isArray(value) ? value.length === 0 : !(value instanceof Map && value.size > 0)
  }
  const entries = [...map]
  return entries.some(isEmpty) ? new Map(entries.filter((entry) => !isEmpty(entry))) : map
}

/** Without what is said of keys that are no strings: at the top of an object they become strings. */
export function withTextKeys(node: Node): Node {
  if (!(node instanceof Map)) return node
  const isOdd = ([, value]: readonly [string, Node]) => {
    const found = unprintedOf(value)
    return found !== undefined && found.value === undefined
  }
  const entries = [...node]
  return entries.some(isOdd) ? new Map(entries.filter((entry) => !isOdd(entry))) : node
}

/** Throws a UserError for what nothing may print. */
export function refuseUnprinted(s: Scalar): void {
  const found = s.tag === tag ? all.get(s) : undefined
  if (found !== undefined) throw new UserError(found.problem)
}

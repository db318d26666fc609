import { type Problem, UserError } from '../core/finding.ts'
import { likewise } from './brackets.ts'
import { isScalar, type Node, type Scalar, scalar } from './node.ts'
import { tagOfText } from './resolve.ts'

/** What Go takes in a mapping until it prints it: the value of a key that is there already, or a key that is no string. */
export type Unprinted = {
  readonly name: string
  /** The value of the second key; absent for a key that is no string, whose value stands under its text. */
  readonly value?: Node
  /** The key is null, which is refused even at the top of an object. */
  readonly isNull?: boolean
  readonly problem: Problem
  /** A key that its tag does not fit, which no object may have. */
  readonly isMisfit?: boolean
}

/** Where further ones of the same name stand in the mapping: the next one and, from the first one, the last one. */
type Linked = { readonly own: Unprinted; next?: string; last: string }

/**
 * It stands in the mapping under a key of its own, as a scalar that refuses to be printed. What it is, is a hidden
 * field of that scalar, not state: written while the mapping is made.
 */
const all = new WeakMap<Scalar, Linked>()

/** No step takes it for a text. */
const tag = '!unprinted'

function linkedAt(map: ReadonlyMap<string, Node>, key: string): Linked | undefined {
  const node = map.get(key)
  return node !== undefined && isScalar(node) ? all.get(node) : undefined
}

/** Add something to a mapping of one's own that nothing may print. */
export function addUnprinted(map: Map<string, Node>, own: Unprinted): void {
  const start = `${own.name}\0`
  const first = linkedAt(map, start)
  let key = start
  if (first !== undefined) for (let n = map.size; map.has(key); n++) key = `${start}${n}`
  const made = scalar('', 'plain', tag)
  all.set(made, { own, last: key })
  const last = first && linkedAt(map, first.last)
  if (first !== undefined) first.last = key
  if (last !== undefined) last.next = key
  map.set(key, made)
}

/** What an entry of a mapping is, when nothing may print it. */
export function unprintedOf(value: Node | undefined): Unprinted | undefined {
  return value !== undefined && isScalar(value) ? all.get(value)?.own : undefined
}

const nulls: ReadonlySet<string> = new Set(['null', 'Null', 'NULL', '~'])

/** Whether a key of a mapping is a null that is written as one. */
export function isNullKey(map: ReadonlyMap<string, Node>, key: string): boolean {
  return key.length < 5 && nulls.has(key) && unprintedOf(map.get(`${key}\0`))?.isNull === true
}

/** Take a key out of a mapping of one's own; the next one of the same name takes its place. */
export function deleteKey(map: Map<string, Node>, name: string): void {
  map.delete(name)
  const start = `${name}\0`
  for (let key: string | undefined = start; key !== undefined; ) {
    const found: Linked | undefined = linkedAt(map, key)
    if (found === undefined) return
    map.delete(key)
    if (found.own.value === undefined) {
      key = found.next
      continue
    }
    map.set(name, found.own.value)
    const next = found.next === undefined ? undefined : map.get(found.next)
    if (found.next !== undefined) map.delete(found.next)
    if (next !== undefined) map.set(start, next)
    return
  }
}

/** Take a key out of a mapping of one's own as `null` does, which does not find a key that is null itself. */
export function clearField(map: Map<string, Node>, name: string): void {
  if (linkedAt(map, `${name}\0`)?.own.isNull !== true) deleteKey(map, name)
}

/** Without second keys of a name that hold no mapping and no list, or an empty one. */
export function withoutEmptySecond(map: Map<string, Node>, name: string): Map<string, Node> {
  if (!map.has(`${name}\0`)) return map
  return filtered(map, ({ name: own, value }) => {
    if (own !== name || value === undefined) return true
    return Array.isArray(value) ? value.length > 0 : value instanceof Map && value.size > 0
  })
}

/**
 * Without what is said of keys that are no strings: at the top of an object they become strings, all but null. Nothing
 * at all with the tag of a null is lost when the object is whole.
 */
export function withTextKeys(node: Node, isWhole = false): Node {
  if (!(node instanceof Map)) return node
  const wanted = isWhole ? (one: Unprinted) => stays(one) && !isEmptyNull(one) : stays
  for (const value of node.values()) {
    const found = unprintedOf(value)
    if (found !== undefined && !wanted(found)) return filtered(node, wanted)
  }
  return node
}

const isEmptyNull = ({ name, isNull }: Unprinted): boolean => isNull === true && name === ''

const stays = ({ value, isMisfit, isNull }: Unprinted): boolean =>
  value !== undefined || isMisfit === true || isNull === true

function filtered(map: Map<string, Node>, wanted: (one: Unprinted) => boolean): Map<string, Node> {
  const made = likewise(new Map<string, Node>(), map)
  const kept: Unprinted[] = []
  for (const [key, node] of map) {
    const found = unprintedOf(node)
    if (found === undefined) made.set(key, node)
    else if (wanted(found)) kept.push(found)
    // A null becomes no text: what it is the key of is lost.
    else if (isEmptyNull(found) || (found.value === undefined && isNullWord(found.name)))
      made.delete(found.name)
  }
  for (const one of kept) addUnprinted(made, one)
  return made
}

const isNullWord = (name: string): boolean => name !== '' && tagOfText(name) === '!!null'

/** Throws a UserError for what nothing may print. */
export function refuseUnprinted(s: Scalar): void {
  const found = s.tag === tag ? all.get(s) : undefined
  if (found !== undefined) throw new UserError(found.own.problem)
}

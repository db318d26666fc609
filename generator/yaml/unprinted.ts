import { type Problem, UserError } from '../core/finding.ts'
import { keyIsGone, likewise } from './brackets.ts'
import { isScalar, type Node, type Scalar, scalar } from './node.ts'
import { tagOfText } from './resolve.ts'
import { sameTags } from './tagged-keys.ts'

/** What Go takes in a mapping until it prints it: the value of a key that is there already, or a key that is no string. */
export type Unprinted = {
  readonly name: string
  /** The value of the second key; absent for a key that is no string, whose value stands under its text. */
  readonly value?: Node
  /** What else is wrong with a key that is there already. */
  readonly odd?: Unprinted
  /** The key is null, which is refused even at the top of an object. */
  readonly isNull?: boolean
  readonly problem: Problem
  /** A key that its tag does not fit, which no object may have. */
  readonly isMisfit?: boolean
  /** A merge key, which the way to JSON obeys. */
  readonly isMerge?: boolean
  /** The text that a key becomes when its object is whole. */
  readonly text?: string
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
  if (typeof value !== 'object' || !isScalar(value) || value.tag !== tag) return undefined
  return all.get(value)?.own
}

const nulls: ReadonlySet<string> = new Set(['null', 'Null', 'NULL', '~'])

/** Whether a key of a mapping is a null that is written as one. */
export function isNullKey(map: ReadonlyMap<string, Node>, key: string): boolean {
  return key.length < 5 && nulls.has(key) && unprintedOf(map.get(`${key}\0`))?.isNull === true
}

/** Take a key out of a mapping of one's own; the next one of the same name takes its place. */
export function deleteKey(map: Map<string, Node>, name: string): void {
  map.delete(name)
  keyIsGone(map, name)
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
    if (found.own.odd !== undefined) putFirst(map, found.own.odd)
    return
  }
}

/** Add something before the others of its name. */
function putFirst(map: Map<string, Node>, own: Unprinted): void {
  const others: Unprinted[] = []
  for (let key: string | undefined = `${own.name}\0`; key !== undefined; ) {
    const found: Linked | undefined = linkedAt(map, key)
    if (found !== undefined) others.push(found.own)
    map.delete(key)
    key = found?.next
  }
  for (const one of [own, ...others]) addUnprinted(map, one)
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
 * Without what is said of keys that are no strings: at the top of an object they become strings, all but null, which is
 * lost when the object is whole.
 */
export function withTextKeys(node: Node, isWhole = false): Node {
  if (!(node instanceof Map)) return node
  const wanted = isWhole ? (one: Unprinted) => stays(one) && !isLost(one) : stays
  for (const value of node.values()) {
    const found = unprintedOf(value)
    if (found !== undefined && !wanted(found)) return filtered(node, wanted)
  }
  return node
}

const stays = (one: Unprinted): boolean =>
  one.value !== undefined || one.isMisfit === true || one.isMerge === true || isLost(one)

const isLost = ({ isNull, text }: Unprinted): boolean => isNull === true || text !== undefined

function filtered(map: Map<string, Node>, wanted: (one: Unprinted) => boolean): Map<string, Node> {
  const made = sameTags(likewise(new Map<string, Node>(), map), map)
  const kept: Unprinted[] = []
  for (const [key, node] of map) {
    const found = unprintedOf(node)
    if (found === undefined) made.set(key, node)
    else if (wanted(found)) kept.push(found)
    // A null becomes no text: what it is the key of is lost.
    else if (found.text !== undefined) rename(made, found.name, found.text)
    else if (found.isNull || (found.value === undefined && isNullWord(found.name)))
      made.delete(found.name)
  }
  for (const one of kept) addUnprinted(made, one)
  return made
}

function rename(map: Map<string, Node>, name: string, text: string): void {
  const value = map.get(name) ?? null
  map.delete(name)
  map.set(text, value)
}

const isNullWord = (name: string): boolean => name !== '' && tagOfText(name) === '!!null'

/** A mapping with what a merge key in it brings. Throws a UserError where that is no mapping. */
export function spread(map: Map<string, Node>): Map<string, Node> {
  const found = map.has('<<') ? unprintedOf(map.get('<<\0')) : undefined
  if (found?.isMerge !== true) return map
  const value = map.get('<<') ?? null
  const made = likewise(new Map(map), map)
  deleteKey(made, '<<')
  for (const source of Array.isArray(value) ? value : [value]) {
    if (!(source instanceof Map)) throw new UserError(found.problem)
    for (const [key, one] of withTextKeys(spread(source), true) as Map<string, Node>)
      if (!made.has(key)) made.set(key, one)
  }
  return made
}

/** Throws a UserError for what nothing may print. */
export function refuseUnprinted(s: Scalar): void {
  const found = s.tag === tag ? all.get(s) : undefined
  if (found !== undefined) throw new UserError(found.own.problem)
}

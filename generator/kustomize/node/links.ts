import {
  inNodeOf,
  isNull,
  isScalar,
  likewise,
  type Node,
  type Scalar,
  scalar,
  tagOfValue,
  twinOf,
  withTag,
} from '../../yaml/index.ts'
import { createdStyle } from './created-text.ts'
import { quietly, quietType } from './quiet-type.ts'
import { isUntyped, untyped } from './untyped.ts'

/**
 * Labels and annotations that kustomize creates in several places of an object are one node there: whoever changes
 * one place later changes all (a base's `labels` with selectors, and an overlay that patches the label). A linked
 * scalar is such a node; the map holds, for each, the one whose place it took. It is a hidden field of the
 * scalar, not state: entries are written once, when the scalar is made.
 */
const formers = new WeakMap<Scalar, Scalar | undefined>()

/** A text that will stand in several places of one object. */
export function linkedText(
  text: string,
  { style, isTagged }: Written = { style: createdStyle(text) },
): Scalar {
  const made = scalar(text, style, style === 'plain' ? '!!str' : undefined)
  return link(isTagged ? withTag(made) : made, undefined)
}

/** How something was written whose place a text takes. */
export type Written = Pick<Scalar, 'style' | 'isTagged'>

/** A value in the place of an old one; where the old is linked, so is the new. */
export function inPlaceOf(old: Node | undefined, value: Node): Node {
  if (old === undefined || !isScalar(old) || !formers.has(old) || old === value) return value
  if (value === null || value instanceof Map || Array.isArray(value)) return value
  return link(copyOf(value), old)
}

/**
 * An object before a patch is merged into it: what is linked is written as it will be when the patch has gone through
 * its places, key by key in order. A text without quotes that needs some gets them in a place that the patch does not
 * set, and `set` says what takes the place of the text in the others.
 */
export function settledLinks(
  node: Map<string, Node>,
  patch: Node,
  set: (value: Node, old: Node) => Node,
): Map<string, Node> {
  const now = new Map<Scalar, Node>()
  const look = (value: Node, own: Node | undefined): void => {
    if (own !== undefined && (isNull(own) || isRemoving(own))) return
    for (const [below, ofPatch] of placesIn(value, own)) look(below, ofPatch)
    if (!isScalar(value) || !formers.has(value)) return
    const old = now.get(value) ?? value
    now.set(value, own === undefined ? quotedAnew(old) : set(own, old))
  }
  look(node, patch)
  const made = new Map<Scalar, Node>()
  for (const [old, value] of now) made.set(old, inPlaceOf(old, value))
  return replaceAll(node, (old) => made.get(old) ?? old) as Map<string, Node>
}

/** Whether nothing of what stood in the place of a patch's map stays. */
function isRemoving(own: Node): boolean {
  const word = own instanceof Map ? own.get('$patch') : undefined
  return (
    word !== undefined && /^(?:delete|replace)$/.test(isScalar(word) ? word.text : String(word))
  )
}

/** What a list or map holds, each with what the patch has in its place. */
function placesIn(value: Node, set: Node | undefined): (readonly [Node, Node | undefined])[] {
  if (Array.isArray(value)) return value.map((element) => [element, undefined])
  if (!(value instanceof Map)) return []
  const own = set instanceof Map ? set : undefined
  return sortedPairs(value).map(([key, below]) => [below, own?.get(key)])
}

function quotedAnew(old: Node): Node {
  const text = typeof old === 'string' ? old : isScalar(old) && isBareText(old) ? old.text : ''
  const style = createdStyle(text)
  return style === 'plain' ? old : scalar(text, style)
}

const isBareText = ({ style, tag, isTagged }: Scalar): boolean =>
  style === 'plain' && tag === '!!str' && !isTagged

const sortedPairs = (map: Map<string, Node>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

/** A copy of a value in another place, which what is linked does not reach. */
export function unlinked(value: Node): Node {
  return replaceAll(value, (old) => (formers.has(old) ? copyOf(old) : old))
}

function link(made: Scalar, former: Scalar | undefined): Scalar {
  formers.set(made, former)
  return made
}

function copyOf(value: Scalar | string | number | boolean): Scalar {
  if (isScalar(value)) {
    const type = quietType(value)
    const { text, style } = value
    if (type !== undefined) return inNodeOf(value, quietly(text, style, type))
    return inNodeOf(value, isUntyped(value) ? untyped(twinOf(value)) : twinOf(value))
  }
  return scalar(String(value), 'plain', tagOfValue(value))
}

/** Carry the change of one place of a linked scalar to the others; of several changes the last in key order counts. */
export function relink(node: Map<string, Node>): Map<string, Node> {
  const last = new Map<Scalar, Scalar>()
  const roots = new Map<Scalar, Scalar>()
  for (const changed of scalarsIn(node)) {
    const chain = formersOf(changed)
    const root = chain.at(-1) ?? changed
    for (const former of [changed, ...chain]) roots.set(former, root)
    if (changed !== root) last.set(root, changed)
  }
  if (last.size === 0) return node
  const fresh = new Map(
    [...last].map(([root, changed]) => [root, link(copyOf(changed), undefined)]),
  )
  const renew = (old: Scalar) => fresh.get(roots.get(old) ?? old) ?? old
  return replaceAll(node, renew) as Map<string, Node>
}

/** What stood in the place of a linked scalar since the object was last made consistent, newest first. */
function formersOf(changed: Scalar): readonly Scalar[] {
  const chain: Scalar[] = []
  for (let old = formers.get(changed); old !== undefined; old = formers.get(old)) chain.push(old)
  return chain
}

function* scalarsIn(node: Node): Generator<Scalar> {
  if (Array.isArray(node)) for (const element of node) yield* scalarsIn(element)
  else if (node instanceof Map) for (const [, value] of sortedPairs(node)) yield* scalarsIn(value)
  else if (isScalar(node) && formers.has(node)) yield node
}

function replaceAll(node: Node, renew: (old: Scalar) => Node): Node {
  if (isScalar(node)) return renew(node)
  if (Array.isArray(node)) {
    const list = node.map((element) => replaceAll(element, renew))
    return list.every((element, i) => element === node[i]) ? node : likewise(list, node)
  }
  if (!(node instanceof Map)) return node
  let result = node
  for (const [key, value] of node) {
    const next = replaceAll(value, renew)
    if (next === value) continue
    if (result === node) result = likewise(new Map(node), node)
    result.set(key, next)
  }
  return result
}

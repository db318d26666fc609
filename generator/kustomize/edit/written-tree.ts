import { UserError } from '../../core/finding.ts'
import {
  type CommentedNode,
  type CommentedScalar,
  madeCollection,
  madeScalar,
  readText,
} from '../../yaml/commented/index.ts'
import {
  hasBrackets,
  isScalar,
  likewise,
  type Node,
  sortKeys,
  unprintedOf,
} from '../../yaml/index.ts'
import { trimmed } from '../node/go-text.ts'
import { isMap, isScalarNode } from '../node/node.ts'
import { lookup } from './lookup.ts'
import { keyOf, keysAt, type WrittenKeys } from './written-keys.ts'

/** A value of an object with the comments, brackets and quotes of its text. */
export type WrittenTree = (value: Node) => CommentedNode

/** A value that has passed through JSON, which sorts its keys. */
export function sortedTree(value: Node): CommentedNode {
  return treeOf(sorted(value))
}

function sorted(value: Node): Node {
  if (Array.isArray(value)) return likewise(value.map(sorted), value)
  if (!isMap(value)) return value
  const keys = sortKeys([...value.keys()])
  return likewise(new Map(keys.map((key) => [key, sorted(value.get(key) ?? null)])), value)
}

/** A value of which nothing was written but the keys, as far as they are told. */
export function treeOf(value: Node, keys?: WrittenKeys): CommentedNode {
  if (isMap(value)) {
    const parts = [...value].flatMap(([key, field]) => [
      keyOf(unprintedOf(field)?.name ?? key, keys),
      treeOf(unprintedOf(field)?.value ?? field, keys?.fields.get(key)),
    ])
    return madeCollection('map', parts, hasBrackets(value))
  }
  if (Array.isArray(value)) {
    const elements = value.map((element) => treeOf(element, keys?.elements))
    return madeCollection('list', elements, hasBrackets(value))
  }
  if (typeof value === 'string') return madeScalar(value, 'plain', '!!str')
  if (!isScalar(value)) return madeScalar(String(value))
  const { text, style, tag = '', isTagged = false } = value
  return { ...madeScalar(text, style, tag), isTagged }
}

/**
 * What stands at the steps of an object, as its document has it, with what was changed since: a single value that has
 * changed has lost its comments. Throws UserError where the text says something that is not followed: aliases and keys that are there twice.
 */
export function writtenTree(
  object: Node,
  text: string,
  steps: readonly string[],
  keys?: WrittenKeys,
): WrittenTree {
  const document = readText(text)
  const known = new Map<Node, CommentedNode>()
  if (document !== undefined) note(known, object, document.root)
  const path = steps.map((step) => trimmed(step)).filter(Boolean)
  const told: Told = { known, keys: keysAt(keys, path) }
  const before = lookup(object, path)
  const parent = lookup(object, path.slice(0, -1))
  const old = parent === undefined ? undefined : scalarIn(known.get(parent), path.at(-1) ?? '')
  return (value) => {
    if (!isScalarNode(value) || old === undefined) return changed(told, value, before)
    return value === before ? withComments(value, followedScalar(old)) : treeOf(value)
  }
}

function followedScalar(written: CommentedScalar): CommentedScalar {
  followed(written)
  return written
}

/** A single value in a mapping. */
function scalarIn(written: CommentedNode | undefined, name: string): CommentedScalar | undefined {
  if (written?.kind !== 'map') return undefined
  const found = pairsOf(written).find(([key]) => key === name)?.[1]
  return found?.kind === 'scalar' ? found : undefined
}

function withComments(value: Node, { head, line, foot }: CommentedScalar): CommentedNode {
  const made = treeOf(value)
  return made.kind === 'scalar' ? { ...made, head, line, foot } : made
}

/** What the text of an object and those of its patches tell. */
type Told = {
  readonly known: ReadonlyMap<Node, CommentedNode>
  readonly keys: WrittenKeys | undefined
}

/** Collections are told by identity: a step that changes one makes another. */
function note(known: Map<Node, CommentedNode>, node: Node, written: CommentedNode): void {
  if (written.kind === 'scalar') return
  known.set(node, written)
  if (Array.isArray(node) && written.kind === 'list')
    for (const [i, element] of written.content.entries()) note(known, node[i] ?? null, element)
  else if (isMap(node) && written.kind === 'map')
    for (const [key, value] of pairsOf(written)) note(known, node.get(key) ?? null, value)
}

function pairsOf({ content }: { readonly content: readonly CommentedNode[] }) {
  return content.flatMap((key, i): (readonly [string, CommentedNode, CommentedNode])[] => {
    const value = content[i + 1]
    if (i % 2 === 1 || value === undefined) return []
    return [[key.kind === 'scalar' ? key.value : '', value, key]]
  })
}

/** A node that was `before`, with the comments of what that was. */
function changed(told: Told, value: Node, before: Node | undefined): CommentedNode {
  const { known, keys } = told
  const same = isScalarNode(value) ? undefined : known.get(value)
  if (same !== undefined) return followed(same)
  const whole = before === undefined || isScalarNode(before) ? undefined : known.get(before)
  const old = whole && followed(whole)
  if (isMap(value) && isMap(before) && old?.kind === 'map')
    return changedMap(told, value, before, old)
  if (!Array.isArray(value)) return treeOf(value, keys)
  const list = Array.isArray(before) ? before : []
  const inside = { known, keys: keys?.elements }
  const content = value.map((element, i) =>
    changed(inside, element, list.length === value.length ? list[i] : undefined),
  )
  return old?.kind === 'list'
    ? { ...old, isFlow: hasBrackets(value), content }
    : madeCollection('list', content, hasBrackets(value))
}

function changedMap(
  told: Told,
  value: Map<string, Node>,
  before: Map<string, Node>,
  written: CommentedNode & { readonly kind: 'map' },
): CommentedNode {
  const keys = new Map(pairsOf(written).map(([name, old, key]) => [name, { key, old }]))
  const content = [...value].flatMap(([name, field]) => {
    const { key, old } = keys.get(name) ?? {}
    const own = key ?? keyOf(name, told.keys)
    const inside = { known: told.known, keys: told.keys?.fields.get(name) }
    if (old?.kind !== 'scalar' || !isScalarNode(field))
      return [own, changed(inside, field, before.get(name))]
    return [own, field === before.get(name) ? old : treeOf(field)]
  })
  return { ...written, isFlow: hasBrackets(value), content }
}

/** What was written, without its anchors, which upstream takes out. Throws a UserError when the text says something that is not followed. */
function followed(written: CommentedNode): CommentedNode {
  if (written.kind === 'alias') throw unfollowed()
  if (written.kind === 'scalar') {
    if (written.tag === '!!merge') throw unfollowed()
    return written.anchor === '' ? written : { ...written, anchor: '' }
  }
  return { ...written, anchor: '', content: written.content.map(followed) }
}

function unfollowed(): UserError {
  return new UserError({
    message: 'what is copied into a text has aliases or merge keys',
    hint: 'write the value out where it is copied from',
  })
}

import type { CommentedMap, CommentedNode } from './commented/node.ts'
import type { Node } from './node.ts'

/** Objects that are a `List` only by what aliases and merge keys have brought. Not state: noted once, when one is read. */
const assembled = new WeakSet<object>()

/** Note that a document does not stand in its file as it is. */
export function noteAssembled(node: Node): void {
  if (node instanceof Map) assembled.add(node)
}

/** Whether a document is a `List`, or something else, only by what aliases and merge keys have brought. */
export function isAssembled(node: Node): boolean {
  return node instanceof Map && assembled.has(node)
}

/** A `List` that is alone in its file, of which kustomize reads nothing but the items. */
export type LoneList = {
  readonly kind: string
  readonly items: readonly CommentedNode[] | undefined
}

/** The list that a document is as it stands. The items of a mapping are its keys and values. */
export function loneList(root: CommentedNode): LoneList | undefined {
  if (root.kind !== 'map') return undefined
  const kind = fieldOf(root, 'kind')
  const word = kind?.kind === 'scalar' && kind.tag !== '!!null' ? kind.value : nameOf(kind)
  if (word !== 'List' && word !== 'ResourceList') return undefined
  const items = fieldOf(root, 'items')
  if (items !== undefined)
    return { kind: word, items: items.kind === 'map' || items.kind === 'list' ? items.content : [] }
  return fieldOf(root, 'functionConfig') && { kind: word, items: undefined }
}

/** An alias is taken for its name here. */
const nameOf = (node: CommentedNode | undefined): string =>
  node?.kind === 'alias' ? node.name : ''

function fieldOf({ content }: CommentedMap, name: string): CommentedNode | undefined {
  const at = content.findIndex((key, i) => i % 2 === 0 && isNamed(key, name))
  return at < 0 ? undefined : content[at + 1]
}

const isNamed = (key: CommentedNode, name: string): boolean =>
  key.kind === 'scalar' ? key.value === name : nameOf(key) === name

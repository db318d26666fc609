import type { CommentedAlias, CommentedMap, CommentedNode } from './commented/node.ts'
import { count, noMapping, problemAt, type Walk } from './walk.ts'

/** What aliases stand for. The nodes are never changed: what a name stands for now is kept beside the tree. */
type Anchors = {
  readonly w: Walk
  readonly targets: ReadonlyMap<CommentedAlias, CommentedNode>
  readonly now: Map<CommentedNode, CommentedNode>
  readonly open: Set<CommentedNode>
}

/**
 * Parts of a document without aliases and merge keys, one after the other, as kyaml makes them: what an alias names is
 * gone through anew at each use, a merge key takes mappings as they stand in the text (their own merge keys come
 * along as they are), and of keys "<<" in quotes the first one is lost. Problems are noted, and their places left alone.
 */
export function deAnchor(
  w: Walk,
  root: CommentedNode,
  parts: readonly CommentedNode[],
): readonly CommentedNode[] {
  const targets = targetsOf(w, root)
  const a: Anchors = { w, targets, now: new Map(), open: new Set() }
  for (const part of parts) renew(a, part)
  return parts.map((part) => a.now.get(part) ?? part)
}

/** An alias means the last anchor of its name before it. */
function targetsOf(w: Walk, root: CommentedNode): Anchors['targets'] {
  const targets = new Map<CommentedAlias, CommentedNode>()
  const anchors = new Map<string, CommentedNode>()
  const visit = (node: CommentedNode) => {
    if (node.kind !== 'alias') {
      if (node.anchor !== '') anchors.set(node.anchor, node)
      if (node.kind !== 'scalar') for (const one of node.content) visit(one)
      return
    }
    const target = anchors.get(node.name)
    if (target !== undefined) targets.set(node, target)
    else
      problemAt(
        w,
        node.at,
        `there is no anchor "${node.name}"`,
        'put &name before its *name, in the same document',
      )
  }
  visit(root)
  return targets
}

/** Goes through something that stands for itself wherever it is named. */
function renew(a: Anchors, node: CommentedNode): CommentedNode {
  a.open.add(node)
  const made = without(a, a.now.get(node) ?? node, node)
  a.open.delete(node)
  a.now.set(node, made)
  return made
}

/** A node without aliases and merge keys; `self` is what a name stands for, when it is gone through in its own place. */
function without(a: Anchors, node: CommentedNode, self?: CommentedNode): CommentedNode {
  if (a.open.size > 1) count(a.w, node.at)
  if (node.kind === 'scalar') return node
  if (node.kind === 'alias') {
    const target = a.targets.get(node)
    if (target === undefined) return node
    if (!a.open.has(target)) return renew(a, target)
    const message = `the anchor "${node.name}" holds itself`
    problemAt(a.w, node.at, message, 'write the value out')
    return node
  }
  const before = node.kind === 'map' ? merged(a, node, self) : node.content
  const content = before.map((one) => without(a, one))
  return content.length === node.content.length &&
    content.every((one, i) => one === node.content[i])
    ? node
    : { ...node, content }
}

/** The text by which kyaml knows a key. */
const nameOf = (key: CommentedNode): string =>
  key.kind === 'scalar' ? key.value : key.kind === 'alias' ? key.name : ''

const isNull = (node: CommentedNode): boolean => node.kind !== 'alias' && node.tag === '!!null'

/** Keys and values with those that a merge key brings. A key that is null and not empty is put behind them once more. */
function merged(
  a: Anchors,
  map: CommentedMap,
  self: CommentedNode | undefined,
): readonly CommentedNode[] {
  const { content } = map
  const keys = content.filter((_, i) => i % 2 === 0)
  const isPlain = keys.every((key) => nameOf(key) !== '<<' && !isMerge(key) && !isNull(key))
  if (isPlain) return content
  const [at, second] = keys.flatMap((key, i) => (isMerge(key) ? [i * 2] : []))
  if (second !== undefined)
    problemAt(a.w, atOf(content[second]), 'the key "<<" is there twice', 'write <<: [*a, *b]')
  const own = [...content]
  const lost = keys.findIndex((key) => nameOf(key) === '<<') * 2
  if (lost >= 0) own.splice(lost, 2)
  if (lost >= 0 && lost !== at && a.w.keys !== 'kept')
    problemAt(a.w, atOf(content[lost]), 'kustomize loses the key "<<"', loses)
  const sources = at === undefined ? [] : sourcesOf(a, content[at + 1], self && [self, own])
  const made = [...own]
  const places = new Map<string, number>()
  for (let i = made.length - 2; i >= 0; i -= 2) places.set(nameIn(made, i), i)
  for (const source of sources) for (const { at: offset } of source) count(a.w, offset)
  for (const source of [...sources, own]) assign(made, places, source)
  return made
}

/** Where objects are only looked at, it is better to say so. */
const loses = 'remove the quotes to merge, or use another key'

const isMerge = (key: CommentedNode): boolean => key.kind !== 'alias' && key.tag === '!!merge'

const atOf = (node: CommentedNode | undefined): number => node?.at ?? 0

function nameIn(content: readonly CommentedNode[], i: number): string {
  const key = content[i]
  return key === undefined ? '' : nameOf(key)
}

/** Sets every field of a source; of fields of one name the first one counts each time. */
function assign(
  made: CommentedNode[],
  places: Map<string, number>,
  source: readonly CommentedNode[],
): void {
  const firsts = new Map<string, number>()
  for (let i = source.length - 2; i >= 0; i -= 2) firsts.set(nameIn(source, i), i)
  for (let i = 0; i < source.length; i += 2) {
    const from = firsts.get(nameIn(source, i)) ?? i
    const [key, value] = source.slice(from, from + 2)
    if (key === undefined || value === undefined) continue
    set(made, places, key, value)
  }
}

/** Puts a field to where its name stands first; null has none, and takes the place of an empty text. */
function set(
  made: CommentedNode[],
  places: Map<string, number>,
  key: CommentedNode,
  value: CommentedNode,
): void {
  const [name, sought] = [nameOf(key), isNull(key) ? '' : nameOf(key)]
  const at = places.get(sought) ?? made.length
  made.splice(at, 2, key, value)
  if (name === sought) places.set(name, at)
  else {
    places.set(name, Math.min(at, places.get(name) ?? at))
    let next = at + 2
    while (next < made.length && nameIn(made, next) !== sought) next += 2
    if (next < made.length) places.set(sought, next)
    else places.delete(sought)
  }
}

/** The content of the mappings that a merge key names, the strongest last. One that names itself has none there any more. */
function sourcesOf(
  a: Anchors,
  value: CommentedNode | undefined,
  own: readonly [CommentedNode, readonly CommentedNode[]] | undefined,
): (readonly CommentedNode[])[] {
  const target = value?.kind === 'alias' ? a.targets.get(value) : undefined
  if (target !== undefined && target === own?.[0]) return [own[1]]
  const node = target === undefined ? value : (a.now.get(target) ?? target)
  if (node?.kind === 'map') return [node.content]
  if (value?.kind === 'list' && value.content.every(({ kind }) => kind !== 'list'))
    return value.content.toReversed().flatMap((one) => sourcesOf(a, one, own))
  problemAt(a.w, atOf(value), noMapping, 'name the anchor of a mapping')
  return []
}

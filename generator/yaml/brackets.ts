import { UserError } from '../core/finding.ts'
import { holding, isNull, isScalar, type Node, type Scalar, scalar, withTag } from './node.ts'
import { beginAt, beginLike, forgetKey, inNodeOf } from './node-places.ts'

/** How a mapping or list was written. Not state: set once, when the collection is made. */
const marks: unique symbol = Symbol('marks')

type Collection = Node[] | Map<string, Node>
type Marked = { [marks]?: number }

const inBrackets = 1
const behindComment = 2
const hasTag = 4
const hasOwnTag = 8
const atEnd = 16
const hasLine = 32
const hasLines = 64
const hasPlace = 128

/** Texts of documents that end with a comment, by their mappings. */
const texts = new WeakMap<object, string>()

/** Whether a mapping or list was written in brackets, where go-yaml v3 writes texts otherwise than in a block. */
export function hasBrackets(collection: object): boolean {
  return (((collection as Marked)[marks] ?? 0) & inBrackets) > 0
}

/** Note that a mapping or list of one's own stands in brackets. */
export function putBrackets<C extends Collection>(collection: C): C {
  return mark(collection, inBrackets)
}

/** Note that a mapping or list of one's own has a tag; one of another type goes with it wherever it comes. */
export function putTag<C extends Collection>(collection: C, tag: string): C {
  const isImplied = tag === (Array.isArray(collection) ? '!!seq' : '!!map')
  return mark(collection, isImplied ? hasTag : hasOwnTag)
}

/** Note the text of a document that ends with a comment, on the mapping of one's own that it is. */
export function putText(document: Node, text: string): void {
  if (!(document instanceof Map)) return
  texts.set(mark(document, atEnd), text)
}

/** Whether a document ends with a comment. */
export function endsWithComment(document: Node): boolean {
  return (signsOf(document) & atEnd) > 0
}

/** The text of a document that ends with a comment, whatever has been changed in it since. */
export function textOfCommented(document: Node): string | undefined {
  return endsWithComment(document) ? texts.get(document as Collection) : undefined
}

/** Note that a comment stands behind a mapping or list of one's own. */
export function putLine<C extends Collection>(collection: C): C {
  return mark(collection, hasLine)
}

/** Note on a document that comments may stand behind mappings and lists in it. */
export function putLines(document: Node): void {
  if (document instanceof Map) mark(document, hasLines)
}

/** A merged mapping or list, which takes the comment behind what was merged into it; and a document, that there are some. */
export function withLinesOf<N extends Node | undefined>(merged: N, patch: Node | undefined): N {
  const signs = signsOf(patch) & (hasLine | hasLines)
  if (merged === undefined || signs === 0 || isNull(merged)) return merged
  return withSigns(merged, signsOf(merged) | signs) as N
}

/** What is noted of comments around a mapping or list, or a null. */
export function linesOf(node: Node) {
  const signs = signsOf(node)
  return {
    isBehindComment: (signs & behindComment) > 0,
    isTagged: (signs & (hasTag | hasOwnTag)) > 0,
    hasLine: (signs & hasLine) > 0,
    hasLines: (signs & hasLines) > 0,
  }
}

/** A value of one's own between which and its key a comment stands, and perhaps a tag. */
export function putComment(node: Node, isTagged = false): Node {
  if (Array.isArray(node) || node instanceof Map) return mark(node, behindComment)
  return isNull(node) ? nullBehindComment(node, isTagged) : node
}

function mark<C extends Collection>(collection: C, sign: number): C {
  const marked = collection as Marked
  marked[marks] = (marked[marks] ?? 0) | sign
  return collection
}

/** What is noted of nulls behind comments: a mapping or list may take their place. Not state: noted once, when one is made. */
const signsOfNulls = new WeakMap<Scalar, number>()

function nullBehindComment(node: Node, isTagged: boolean): Scalar {
  const { text, style, held } = isScalar(node) ? node : scalar('null', 'plain')
  const bare = holding(scalar(text, style, '!!null'), held)
  const made = isTagged ? withTag(bare) : bare
  signsOfNulls.set(made, isTagged ? behindComment | hasTag : behindComment)
  return inNodeOf(node, made)
}

/** A mapping or list of one's own, written as another one is: its copy, or what takes its place. */
export function likewise<C extends Collection>(made: C, old: object): C {
  const signs = (old as Marked)[marks]
  if (signs === undefined) return made
  ;(made as Marked)[marks] = signs
  if ((signs & atEnd) > 0) texts.set(made, texts.get(old) ?? '')
  if ((signs & hasPlace) > 0) beginLike(made, old)
  return made
}

/** Note where a mapping or list of one's own begins in its text, and the keys of a mapping. */
export function putPlace<C extends Collection>(
  collection: C,
  at: number,
  keys?: ReadonlyMap<string, number>,
): C {
  beginAt(collection, at, keys)
  return mark(collection, hasPlace)
}

/** Whether it is known where a mapping or list begins in its text. */
export function hasBegin(collection: object): boolean {
  return (((collection as Marked)[marks] ?? 0) & hasPlace) > 0
}

/** A key has been taken out of a mapping of one's own. */
export function keyIsGone(map: Map<string, Node>, key: string): void {
  if (hasBegin(map)) forgetKey(map, key)
}

function signsOf(node: Node | undefined): number {
  if (typeof node !== 'object' || node === null) return 0
  if (!isScalar(node)) return (node as Marked)[marks] ?? 0
  return isNull(node) ? (signsOfNulls.get(node) ?? 0) : 0
}

/** A value behind the key of another one, which keeps its comment. */
export function behindKeyOf(old: Node | undefined, value: Node): Node {
  return withSigns(value, (signsOf(value) & ~behindComment) | (signsOf(old) & behindComment))
}

/** What goes with a value wherever it comes. */
const kept = hasOwnTag | atEnd | hasLine | hasLines | hasPlace

/** The same, with the brackets of what is written as `like`. */
export function inPlaceOfCollection(old: Node, value: Collection, like: Node): Node {
  const ofLike = signsOf(like) & (inBrackets | hasTag)
  return withSigns(value, ofLike | (signsOf(old) & behindComment) | (signsOf(value) & kept))
}

function withSigns(value: Node, signs: number): Node {
  if (signsOf(value) === signs) return value
  if (isNull(value))
    return (signs & behindComment) > 0
      ? nullBehindComment(value, (signs & hasTag) > 0)
      : plainNull(value)
  if (!Array.isArray(value) && !(value instanceof Map)) return value
  const copy = mark(Array.isArray(value) ? [...value] : new Map(value), signs)
  if ((signs & atEnd) > 0) texts.set(copy, texts.get(value) ?? '')
  if ((signs & hasPlace) > 0) beginLike(copy, value)
  return copy
}

const plainOf = ({ text, style, tag, held }: Scalar) => holding(scalar(text, style, tag), held)

function plainNull(value: Node): Node {
  return isScalar(value) ? inNodeOf(value, plainOf(value)) : value
}

/**
 * Whether what a mapping or list holds stands in brackets, as seen from outside of it. Throws a UserError for a comment
 * behind its key where go-yaml v3 writes it so that nobody can read it again: in brackets, before nothing and before a tag.
 */
export function isInBrackets(collection: Collection, isOutside: boolean): boolean {
  const signs = (collection as Marked)[marks]
  if (signs === undefined) return isOutside
  const own = (signs & inBrackets) > 0
  const isEmpty = Array.isArray(collection) ? collection.length === 0 : collection.size === 0
  const isUnreadable = isEmpty || (signs & (hasTag | hasOwnTag)) > 0
  if ((signs & behindComment) > 0 && (isOutside || (isUnreadable && !own))) throw unreadable()
  return isOutside || own
}

/** Of a comment that go-yaml v3 writes so that nobody can read it again. */
export function unreadable(): UserError {
  return new UserError({
    message: 'a comment stands behind a key whose value is empty, has a tag or came into brackets',
    hint: 'kustomize cannot print that: remove the comment',
  })
}

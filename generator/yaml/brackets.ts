import { UserError } from '../core/finding.ts'
import type { Node } from './node.ts'

/** How a mapping or list was written. Not state: set once, when the collection is made. */
const marks: unique symbol = Symbol('marks')

type Collection = Node[] | Map<string, Node>
type Marked = { [marks]?: number }

const inBrackets = 1
const behindComment = 2
const hasTag = 4

/** Whether a mapping or list was written in brackets, where go-yaml v3 writes texts otherwise than in a block. */
export function hasBrackets(collection: object): boolean {
  return (((collection as Marked)[marks] ?? 0) & inBrackets) > 0
}

/** Note that a mapping or list of one's own stands in brackets. */
export function putBrackets<C extends Collection>(collection: C): C {
  return mark(collection, inBrackets)
}

/** Note that a comment stands between the key and a value of one's own, and perhaps a tag. */
export function putComment(node: Node, isTagged = false): void {
  if (Array.isArray(node) || node instanceof Map)
    mark(node, isTagged ? behindComment | hasTag : behindComment)
}

function mark<C extends Collection>(collection: C, sign: number): C {
  const marked = collection as Marked
  marked[marks] = (marked[marks] ?? 0) | sign
  return collection
}

/** A mapping or list of one's own, written as another one is: its copy, or what takes its place. */
export function likewise<C extends Collection>(made: C, old: object): C {
  const signs = (old as Marked)[marks]
  if (signs !== undefined) (made as Marked)[marks] = signs
  return made
}

/** Whether two nodes are written alike, as far as it is noted. */
export function isLikewise(a: object, b: Node): boolean {
  return (a as Marked)[marks] === signsOf(b)
}

function signsOf(node: Node | undefined): number | undefined {
  return typeof node === 'object' && node !== null ? (node as Marked)[marks] : undefined
}

/** A value behind the key of another one, which keeps its comment. */
export function behindKeyOf(old: Node | undefined, value: Node): Node {
  const isWanted = ((signsOf(old) ?? 0) & behindComment) > 0
  const signs = signsOf(value) ?? 0
  if (!Array.isArray(value) && !(value instanceof Map)) return value
  if ((signs & behindComment) > 0 === isWanted) return value
  const copy = Array.isArray(value) ? [...value] : new Map(value)
  return mark(copy, (signs & inBrackets) | (isWanted ? behindComment : 0))
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
  const isUnreadable = isEmpty || (signs & hasTag) > 0
  if (signs >= behindComment && (isOutside || (isUnreadable && !own)))
    throw new UserError({
      message:
        'a comment stands behind a key whose value is empty, has a tag or came into brackets',
      hint: 'kustomize cannot print that: remove the comment',
    })
  return isOutside || own
}

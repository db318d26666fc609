import type { Node } from './node.ts'

/** Tells that a mapping or list stands in brackets. Not state: written once, when the collection is made. */
const brackets: unique symbol = Symbol('brackets')

type Collection = Node[] | Map<string, Node>
type Marked = { [brackets]?: true }

/** Whether a mapping or list was written in brackets, where go-yaml v3 writes texts otherwise than in a block. */
export function hasBrackets(collection: object): boolean {
  return (collection as Marked)[brackets] === true
}

/** Note that a mapping or list of one's own stands in brackets. */
export function putBrackets<C extends Collection>(collection: C): C {
  ;(collection as Marked)[brackets] = true
  return collection
}

/** A mapping or list of one's own, in brackets when another one is: its copy, or what takes its place. */
export function likewise<C extends Collection>(made: C, old: object): C {
  return hasBrackets(old) ? putBrackets(made) : made
}

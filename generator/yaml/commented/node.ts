import type { Style } from '../node.ts'
import { type Mark, origin } from './scanner.ts'

/** The comments around a node, each with its `#`; several lines are joined by line feeds. */
export type Comments = { head: string; line: string; foot: string }

type Common = Comments & {
  /** Where its text begins; 0 for nodes that were never read. */
  readonly at: number
  /** Where its tag or anchor or else its text begins. */
  readonly start: Mark
  /** Short form; empty for nodes that were never read. */
  tag: string
  /** Written in the text, and so written again. */
  readonly isTagged: boolean
  readonly anchor: string
}

/** A scalar as it was written. */
export type CommentedScalar = Common & {
  readonly kind: 'scalar'
  value: string
  readonly style: Style
  /** Where the line begins that follows a literal or folded text. */
  readonly end?: number
}

/** A mapping: keys and values by turns, keys of every kind. */
export type CommentedMap = Common & {
  readonly kind: 'map'
  readonly isFlow: boolean
  readonly content: CommentedNode[]
}

/** A sequence. */
export type CommentedList = Common & {
  readonly kind: 'list'
  readonly isFlow: boolean
  readonly content: CommentedNode[]
}

/** `*name`. */
export type CommentedAlias = Comments & {
  readonly kind: 'alias'
  readonly at: number
  readonly name: string
}

/** A node of YAML with everything that its text shows; the only tree that is edited in place. */
export type CommentedNode = CommentedScalar | CommentedMap | CommentedList | CommentedAlias

/** The first document of a text, with the comments before and after it. */
export type CommentedDocument = {
  readonly head: string
  readonly foot: string
  readonly root: CommentedNode
}

/** Comments of a node that has none. */
export function noComments(): Comments {
  return { head: '', line: '', foot: '' }
}

/** A scalar that a step of the build makes; without a tag its type is that of its text. */
export function madeScalar(value: string, style: Style = 'plain', tag = ''): CommentedScalar {
  const made = { ...noComments(), at: 0, start: origin, tag, isTagged: false, anchor: '' }
  return { kind: 'scalar', ...made, value, style }
}

/** A mapping or sequence that a step of the build makes. */
export function madeCollection<K extends 'map' | 'list'>(
  kind: K,
  content: CommentedNode[] = [],
  isFlow = false,
): (CommentedMap | CommentedList) & { kind: K } {
  const made = { ...noComments(), at: 0, start: origin, tag: '', isTagged: false, anchor: '' }
  return { kind, ...made, isFlow, content } as (CommentedMap | CommentedList) & { kind: K }
}

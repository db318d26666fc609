import { type Place, type Problem, UserError } from '../core/finding.ts'
import type { Dialect, Node } from './node.ts'
import type { Syntax } from './syntax.ts'

/**
 * Of two equal keys in a mapping, `last` counts silently, which is how kustomize reads kustomization.yaml and patches
 * of JSON 6902. With `kept` both stay, and printing them is an error: so it reads resources.
 */
export type DuplicateKeys = 'error' | 'last' | 'kept'

/** The state of the full reader in one document. */
export type Walk = {
  readonly text: string
  /** The syntax is what go-yaml reads, not what the `yaml` package does. */
  readonly isGo: boolean
  readonly dialect: Dialect
  readonly keys: DuplicateKeys
  readonly placeAt: (offset: number) => Place
  readonly problems: Problem[]
  /** Nodes are to know where they begin. */
  readonly isPlaced: boolean
  /** What each anchor stands for; undefined while its own value is still being read. */
  readonly anchors: Map<string, Node | undefined>
  count: number
}

/** More values than this are an alias bomb: an object in etcd cannot hold a tenth of them. */
const mostNodes = 1_000_000

/** Counts one more copied value; a UserError when there are too many. */
export function count(w: Walk, offset: number): void {
  w.count++
  if (w.count <= mostNodes) return
  throw new UserError({
    message: 'aliases expand this file to more than a million values',
    hint: 'use fewer aliases of aliases',
    place: w.placeAt(offset),
  })
}

/** Said of a merge key. */
export const noMapping = '"<<" needs a mapping or a list of mappings'

/** Notes a problem where something stands, and goes on. */
export function problem(w: Walk, syntax: unknown, message: string, hint: string): void {
  problemAt(w, offsetOf(syntax), message, hint)
}

/** Notes a problem at an offset, and goes on. */
export function problemAt(w: Walk, offset: number, message: string, hint: string): void {
  w.problems.push({ message, hint, place: w.placeAt(offset) })
}

/** Where a piece of syntax starts; 0 for what has no text of its own. */
export function offsetOf(syntax: unknown): number {
  return (syntax as Syntax | null | undefined)?.range?.[0] ?? 0
}

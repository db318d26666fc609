import { pointerTo } from '../core/pointer.ts'
import { byKeys, equalTrees, type Identities, isUnordered } from './equal-trees.ts'
import { isList, isMap, keysOfBoth, memberOf, type Scope } from './tree.ts'

/** One place where two versions of an object differ; `undefined` means: not there. */
export type Change = {
  /** Into `to`; of something that only `from` has: its place there. */
  readonly pointer: string
  readonly from: unknown
  readonly to: unknown
  /** Pointer of the list when a whole element is gone: its own index may be another one's in `to`. */
  readonly list?: string
}

type Walk = { readonly scope: Scope; readonly align: boolean; readonly found: Change[] }

/**
 * Every place where `to` differs from `from`, under the same order rules as `equalTrees`. With `align`, elements
 * of ordered lists are compared by merge key too, and a mere change of order is one change of the list.
 */
export function changesOf(
  scope: Scope,
  from: unknown,
  to: unknown,
  options: { readonly align: boolean },
): readonly Change[] {
  const found: Change[] = []
  walk({ scope, align: options.align, found }, from, to, [], '')
  return found
}

function walk(w: Walk, from: unknown, to: unknown, path: readonly string[], pointer: string): void {
  if (equalTrees(w.scope, from, to, path)) return
  if (isMap(from) && isMap(to)) {
    for (const key of keysOfBoth(from, to))
      walk(w, memberOf(from, key), memberOf(to, key), [...path, key], pointerTo(pointer, key))
  } else if (isList(from) && isList(to)) walkLists(w, from, to, path, pointer)
  else w.found.push({ pointer, from, to })
}

function walkLists(
  w: Walk,
  from: readonly unknown[],
  to: readonly unknown[],
  path: readonly string[],
  pointer: string,
): void {
  const free = w.align || isUnordered(w.scope, path, from, to)
  const keyed = free ? byKeys(w.scope, path, from, to) : undefined
  const before = w.found.length
  for (const [i, element] of to.entries())
    walk(w, from[partner(keyed?.b, keyed?.a, i)], element, path, pointerTo(pointer, i))
  for (const [i, element] of from.entries())
    if (partner(keyed?.a, keyed?.b, i) >= to.length)
      w.found.push({ pointer: pointerTo(pointer, i), from: element, to: undefined, list: pointer })
  if (w.found.length === before) w.found.push({ pointer, from, to })
}

/** Index of the same element in the other list; the same index when nothing identifies elements. */
function partner(own: Identities | undefined, other: Identities | undefined, i: number): number {
  if (own === undefined || other === undefined) return i
  return other.at.get(own.ids[i] ?? '') ?? Number.POSITIVE_INFINITY
}

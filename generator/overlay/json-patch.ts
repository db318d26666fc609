import { pointerTo } from '../core/pointer.ts'
import { byKeys, equalTrees, isUnordered } from './equal-trees.ts'
import { isList, isMap, isSame, keysOfBoth, memberOf, type Scope } from './tree.ts'

/** One step of a JSON 6902 patch. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }

type Walk = { readonly scope: Scope; readonly operations: Operation[] }

/**
 * The JSON 6902 patch that turns `from` into something equal to `to` under the order rules; it can say everything. `path` and
 * `pointer` say where in the object both stand.
 */
export function jsonPatch(
  scope: Scope,
  from: unknown,
  to: unknown,
  path: readonly string[] = [],
  pointer = '',
): readonly Operation[] {
  const operations: Operation[] = []
  walk({ scope, operations }, from, to, path, pointer)
  return operations
}

function walk(w: Walk, from: unknown, to: unknown, path: readonly string[], pointer: string): void {
  if (equalTrees(w.scope, from, to, path)) return
  if (from === undefined) w.operations.push({ op: 'add', path: pointer, value: to })
  else if (to === undefined) w.operations.push({ op: 'remove', path: pointer })
  else if (isMap(from) && isMap(to))
    for (const key of keysOfBoth(from, to))
      walk(w, memberOf(from, key), memberOf(to, key), [...path, key], pointerTo(pointer, key))
  else if (isList(from) && isList(to)) walkLists(w, from, to, path, pointer)
  else w.operations.push({ op: 'replace', path: pointer, value: to })
}

function walkLists(
  w: Walk,
  from: readonly unknown[],
  to: readonly unknown[],
  path: readonly string[],
  pointer: string,
): void {
  const keyed = isUnordered(w.scope, path, from, to) ? byKeys(w.scope, path, from, to) : undefined
  if (keyed === undefined) {
    walkOrdered(w, from, to, path, pointer)
    return
  }
  for (const [i, id] of keyed.a.ids.entries()) {
    const other = keyed.b.at.get(id)
    if (other !== undefined) walk(w, from[i], to[other], path, pointerTo(pointer, i))
  }
  for (const [i, id] of [...keyed.a.ids.entries()].reverse())
    if (!keyed.b.at.has(id)) w.operations.push({ op: 'remove', path: pointerTo(pointer, i) })
  for (const [i, id] of keyed.b.ids.entries())
    if (!keyed.a.at.has(id))
      w.operations.push({ op: 'add', path: pointerTo(pointer, '-'), value: to[i] })
}

/** What both lists begin and end with stays; between them elements change in place, the rest goes or is added. */
function walkOrdered(
  w: Walk,
  from: readonly unknown[],
  to: readonly unknown[],
  path: readonly string[],
  pointer: string,
): void {
  const shorter = Math.min(from.length, to.length)
  const same = (i: number, j: number) => equalTrees(w.scope, from[i], to[j], path)
  let head = 0
  while (head < shorter && same(head, head)) head++
  let tail = 0
  while (tail < shorter - head && same(from.length - tail - 1, to.length - tail - 1)) tail++
  const inPlace = shorter - tail
  for (let i = head; i < inPlace; i++) walkElement(w, from[i], to[i], path, pointerTo(pointer, i))
  for (let i = from.length - tail - 1; i >= inPlace; i--)
    w.operations.push({ op: 'remove', path: pointerTo(pointer, i) })
  for (let i = inPlace; i < to.length - tail; i++) {
    const place = tail === 0 ? '-' : i
    w.operations.push({ op: 'add', path: pointerTo(pointer, place), value: to[i] })
  }
}

/** Elements with different names are different things: nobody wants to read how one becomes the other. */
function walkElement(
  w: Walk,
  from: unknown,
  to: unknown,
  path: readonly string[],
  pointer: string,
): void {
  const bothMaps = isMap(from) && isMap(to)
  if (bothMaps && isSame(memberOf(from, 'name'), memberOf(to, 'name')))
    walk(w, from, to, path, pointer)
  else if (!equalTrees(w.scope, from, to, path))
    w.operations.push({ op: 'replace', path: pointer, value: to })
}

import { byKeys, equalTrees, isUnordered } from './equal-trees.ts'
import { jsonPatch, type Operation } from './json-patch.ts'
import { isList, isMap, keysOfBoth, type Members, memberOf, type Scope, weightOf } from './tree.ts'

type Entry = readonly [key: string, value: unknown]
type Path = readonly string[]

/** Lists whose elements people know by their place, not by content: always a JSON 6902 patch. */
const byPlace: ReadonlySet<string> = new Set(['volumeClaimTemplates'])

/** A replaced list of this weight is still read at a glance. */
const GLANCE = 8

/**
 * What a strategic merge patch can say, readably, of the way from one version of an object to another: `null` for what
 * must go, elements of lists by key. The rest is left out; the caller merges and finds out what is missing.
 */
export function strategicPatch(scope: Scope, from: Members, to: Members): Members {
  return Object.fromEntries(mapPatch(scope, from, to, []))
}

function mapPatch(scope: Scope, from: Members, to: Members, path: Path): readonly Entry[] {
  const entries: Entry[] = []
  for (const key of keysOfBoth(from, to)) {
    if (key.startsWith('$')) continue // it would be taken for a directive
    const value = valuePatch(scope, memberOf(from, key), memberOf(to, key), [...path, key])
    if (value !== undefined) entries.push([key, value])
  }
  return entries
}

/** The patch for one member; `undefined` when none is needed, or none can be had. */
function valuePatch(scope: Scope, from: unknown, to: unknown, path: Path): unknown {
  if (from === to) return undefined
  if (to === undefined) return null
  if (from === undefined) return isSayable(to) ? to : undefined
  if (isMap(from) && isMap(to)) {
    const entries = mapPatch(scope, from, to, path)
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
  if (equalTrees(scope, from, to, path)) return undefined
  if (isList(from) && isList(to)) return listPatch(scope, from, to, path)
  return isReplaceable(from, to) ? to : undefined
}

/** Nulls in a patch remove, and words with a dollar may be directives: such values cannot be handed over as they are. */
function isSayable(value: unknown): boolean {
  if (value === null) return false
  if (isList(value)) return value.every(isSayable)
  if (!isMap(value)) return true
  return Object.keys(value).every((key) => !key.startsWith('$') && isSayable(value[key]))
}

/** A scalar in a quoted one's place would take over the quotes and become a string. */
function isReplaceable(from: unknown, to: unknown): boolean {
  if (to === null || typeof from === 'object' || typeof to === 'object') return false
  return typeof from !== 'string' || typeof to === 'string'
}

function listPatch(
  scope: Scope,
  from: readonly unknown[],
  to: readonly unknown[],
  path: Path,
): unknown {
  const keyed = byKeys(scope, path, from, to)
  if (keyed !== undefined)
    return isAmbiguous(keyed, from, to) ? undefined : keyedPatch(scope, from, to, path, keyed)
  return isSayable(to) && !isBetterByPlace(scope, from, to, path) ? to : undefined
}

/** A replaced list repeats what stays. Appended elements and small changes in long lists are better said by pointer. */
function isBetterByPlace(
  scope: Scope,
  from: readonly unknown[],
  to: readonly unknown[],
  path: Path,
): boolean {
  if (from.length === 0 || to.length === 0 || !to.some(isMap)) return false
  if (byPlace.has(path.at(-1) ?? '')) return true
  const operations = jsonPatch(scope, from, to, path)
  if (operations.every(isAppend)) return true
  return weightOf(to) > GLANCE && weightOf(to) > 2 * weightOfOperations(operations)
}

const isAppend = ({ op, path }: Operation): boolean => op === 'add' && path.endsWith('/-')

/** What a person reads of a JSON 6902 patch: a pointer and a value per step. */
export function weightOfOperations(operations: readonly Operation[]): number {
  return operations.reduce((sum, o) => sum + 1 + ('value' in o ? weightOf(o.value) : 0), 0)
}

type Keyed = NonNullable<ReturnType<typeof byKeys>>

/** Kustomize takes a port without protocol for the one with: such elements beside each other get lost in a merge. */
function isAmbiguous(
  { keys, a, b }: Keyed,
  from: readonly unknown[],
  to: readonly unknown[],
): boolean {
  if (keys.length === 1) return false
  const ids = [...a.ids, ...b.ids]
  const values = [...from, ...to].map((element) => Object.values(keysOf(element, keys)))
  const incomplete = new Map(
    values.flatMap((own, i) => (own.length < keys.length ? [[own[0], ids[i]]] : [])),
  )
  return values.some(([first], i) => incomplete.has(first) && incomplete.get(first) !== ids[i])
}

/**
 * Elements of the patch come first in the merged list, in the order of the patch. Where order counts, the patch
 * therefore names everything up to the last element that is not where the merge would leave it.
 */
function keyedPatch(
  scope: Scope,
  from: readonly unknown[],
  to: readonly unknown[],
  path: Path,
  { keys, a, b }: Keyed,
): unknown {
  const patches = b.ids.map((id, i) => elementPatch(scope, from[a.at.get(id) ?? -1], to[i], path))
  const named = isUnordered(scope, path, to, to) ? -1 : lastNamed(patches, a.at, b.ids)
  const elements = patches.flatMap((body, i) =>
    body !== undefined || i <= named ? [{ ...keysOf(to[i], keys), ...body }] : [],
  )
  const gone = a.ids.flatMap((id, i) =>
    b.at.has(id) ? [] : [{ ...keysOf(from[i], keys), $patch: 'delete' }],
  )
  const all = [...elements, ...gone]
  return all.length === 0 ? undefined : all
}

/** What changes in one element; the whole of a new one. */
function elementPatch(scope: Scope, from: unknown, to: unknown, path: Path): Members | undefined {
  if (!isMap(to)) return undefined
  if (!isMap(from)) return isSayable(to) ? to : undefined
  const entries = mapPatch(scope, from, to, path)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** Index of the last element that must be named so that the rest, in the old order, stands right. */
function lastNamed(
  patches: readonly (Members | undefined)[],
  old: ReadonlyMap<string, number>,
  ids: readonly string[],
): number {
  let before = Number.POSITIVE_INFINITY
  for (let i = ids.length - 1; i >= 0; i--) {
    const at = old.get(ids[i] ?? '')
    if (patches[i] !== undefined || at === undefined || at > before) return i
    before = at
  }
  return -1
}

function keysOf(element: unknown, keys: readonly string[]): Members {
  if (!isMap(element)) return {}
  return Object.fromEntries(
    keys.filter((key) => memberOf(element, key) !== undefined).map((key) => [key, element[key]]),
  )
}

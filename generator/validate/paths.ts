import { pointerTo } from '../core/pointer.ts'

/** Paths as a tree, so that what many rows have in common is looked at once; `*` is every element of a list or map. */
export type PathTree<T> = {
  readonly here: T[]
  readonly below: Map<string, PathTree<T>>
}

/** A place that a path leads to; its value is undefined where the map that should hold it is there without it. */
export type Place<T> = {
  readonly value: unknown
  readonly pointer: string
  /** The last step of the pointer, as it is. */
  readonly field: string
  readonly what: T
}

/** `C` at the start of a path means every container of a pod. */
const LISTS = ['containers', 'initContainers', 'ephemeralContainers']

/** The tree of paths whose steps are separated by slashes. */
export function pathTree<T>(rows: readonly (readonly [path: string, what: T])[]): PathTree<T> {
  const root: PathTree<T> = { here: [], below: new Map() }
  for (const [path, what] of rows)
    for (const full of path.startsWith('C/') ? LISTS.map((l) => `${l}/*${path.slice(1)}`) : [path])
      full
        .split('/')
        .reduce((tree, step) => childOf(tree, step), root)
        .here.push(what)
  return root
}

function childOf<T>(tree: PathTree<T>, step: string): PathTree<T> {
  const known = tree.below.get(step)
  if (known !== undefined) return known
  const fresh: PathTree<T> = { here: [], below: new Map() }
  tree.below.set(step, fresh)
  return fresh
}

/** Every place of a value that the tree leads to, depth first; `pointer` is where the value stands. */
export function placesIn<T>(
  tree: PathTree<T>,
  value: unknown,
  pointer: string,
): readonly Place<T>[] {
  const places: Place<T>[] = []
  collect(tree, value, { pointer, field: '' }, places)
  return places
}

type At = { readonly pointer: string; readonly field: string }

function collect<T>(tree: PathTree<T>, value: unknown, at: At, places: Place<T>[]): void {
  for (const what of tree.here) places.push({ value, ...at, what })
  if (typeof value !== 'object' || value === null || tree.below.size === 0) return
  for (const [step, next] of tree.below)
    if (step === '*') collectAll(next, value, at.pointer, places)
    else if (!Array.isArray(value)) collectMember(next, value, step, at.pointer, places)
}

function collectAll<T>(
  tree: PathTree<T>,
  value: object,
  pointer: string,
  places: Place<T>[],
): void {
  if (Array.isArray(value))
    for (let i = 0; i < value.length; i++)
      collect(
        tree,
        value[i] ?? emptyFor(tree),
        { pointer: `${pointer}/${i}`, field: String(i) },
        places,
      )
  else
    for (const [field, member] of Object.entries(value))
      collect(tree, member, { pointer: pointerTo(pointer, field), field }, places)
}

function collectMember<T>(
  tree: PathTree<T>,
  value: object,
  field: string,
  pointer: string,
  places: Place<T>[],
): void {
  const member = Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined
  // Steps of a table hold nothing that a pointer would escape.
  if (member !== undefined || tree.here.length > 0)
    collect(tree, member, { pointer: `${pointer}/${field}`, field }, places)
}

/** The API server reads null among maps as one without members. */
function emptyFor<T>({ below }: PathTree<T>): unknown {
  return below.size > 0 ? {} : null
}

/** Paths as a tree, so that what many rows have in common is looked at once; `*` is every element of a list or map. */
export type PathTree<T> = {
  readonly here: T[]
  readonly below: { readonly step: string; readonly tree: PathTree<T> }[]
}

/** Is shown every place that a path leads to; the value is undefined where the map that should hold it is there without it. */
export type Visit<T> = (value: unknown, what: T, walk: Walked) => void

/** The steps to the place that is shown. They are pushed and popped: a pointer is made only where something is wrong. */
export type Walked = readonly (string | number)[]

/** `C` at the start of a path means every container of a pod. */
const LISTS = ['containers', 'initContainers', 'ephemeralContainers']

/** The tree of paths whose steps are separated by slashes. */
export function pathTree<T>(rows: readonly (readonly [path: string, what: T])[]): PathTree<T> {
  const root: PathTree<T> = { here: [], below: [] }
  for (const [path, what] of rows)
    for (const full of path.startsWith('C/') ? LISTS.map((l) => `${l}/*${path.slice(1)}`) : [path])
      full
        .split('/')
        .reduce((tree, step) => childOf(tree, step), root)
        .here.push(what)
  return root
}

function childOf<T>(tree: PathTree<T>, step: string): PathTree<T> {
  const known = tree.below.find((one) => one.step === step)
  if (known !== undefined) return known.tree
  const fresh: PathTree<T> = { here: [], below: [] }
  tree.below.push({ step, tree: fresh })
  return fresh
}

/** Shows every place of a value that the tree leads to, depth first. */
export function visitPlaces<T>(tree: PathTree<T>, value: unknown, visit: Visit<T>): void {
  walk(tree, value, [], visit)
}

type Steps = (string | number)[]

function walk<T>(tree: PathTree<T>, value: unknown, steps: Steps, visit: Visit<T>): void {
  const { here, below } = tree
  // Loops over an index: V8 has not optimized this yet when a short command is done.
  for (let i = 0; i < here.length; i++) visit(value, here[i] as T, steps)
  if (typeof value !== 'object' || value === null) return
  const isList = Array.isArray(value)
  for (let i = 0; i < below.length; i++) {
    const { step, tree: next } = below[i] as (typeof below)[number]
    if (step === '*') walkAll(next, value, steps, visit)
    else if (!isList) walkMember(next, value, step, steps, visit)
  }
}

function walkAll<T>(tree: PathTree<T>, value: object, steps: Steps, visit: Visit<T>): void {
  if (Array.isArray(value))
    for (let index = 0; index < value.length; index++) {
      steps.push(index)
      walk(tree, value[index] ?? emptyFor(tree), steps, visit)
      steps.pop()
    }
  else
    for (const [field, member] of Object.entries(value)) {
      steps.push(field)
      walk(tree, member, steps, visit)
      steps.pop()
    }
}

function walkMember<T>(
  tree: PathTree<T>,
  value: object,
  field: string,
  steps: Steps,
  visit: Visit<T>,
): void {
  const found = (value as Record<string, unknown>)[field]
  const member = found === undefined || Object.hasOwn(value, field) ? found : undefined
  if (member === undefined && tree.here.length === 0) return
  steps.push(field)
  walk(tree, member, steps, visit)
  steps.pop()
}

/** The API server reads null among maps as one without members. */
function emptyFor<T>({ below }: PathTree<T>): unknown {
  return below.length > 0 ? {} : null
}

import type { Resource } from '../core/resource.ts'
import { eachPlace } from './each-place.ts'
import { stepsToPod } from './pods.ts'
import type { Reads, ReadsTexts } from './rule.ts'

/** What is kept of a value: all of it, or what is below some of its members; `*` is any of them. */
type Kept = {
  isWhole: boolean
  /** What is kept of every element or member. */
  each: Kept | undefined
  /** Texts that pass one of these are kept in any case. */
  tests: readonly ReadsTexts[1][] | undefined
  below: Map<string, Kept> | undefined
  /** The same as lists, which are quicker to go through. */
  readonly names: string[]
  readonly kept: Kept[]
}

/**
 * Makes copies of objects that hold what `reads` names, besides apiVersion, kind, name and namespace, and nothing else.
 * Those that are detached share nothing with the object, not even parts of its text.
 */
export function slimmer(
  reads: readonly Reads[],
): (resource: Resource, isDetached?: boolean) => Resource {
  const byKind = new Map<string, Kept>()
  return (resource, isDetached = false) => {
    const { kind } = resource
    let kept = byKind.get(kind)
    if (kept === undefined) {
      kept = keptOf(kind, reads)
      byKind.set(kind, kept)
    }
    const made = slim(resource, kept)
    return (isDetached ? detached(made) : made) as Resource
  }
}

const ALWAYS = ['apiVersion', 'kind', 'metadata/name', 'metadata/namespace']

function keptOf(kind: string, reads: readonly Reads[]): Kept {
  const root = nothing()
  const keep = (read: string | ReadsTexts, from = root): void => {
    const [path, test] = typeof read === 'string' ? [read] : read
    eachPlace(from, path, below, (at) => {
      if (test === undefined) at.isWhole = true
      else at.tests = [...(at.tests ?? []), test]
    })
  }
  for (const path of ALWAYS) keep(path)
  const pod = stepsToPod(kind)?.reduce(below, root)
  for (const one of reads) {
    const own = kind === 'pod' || kind === '*' || !Object.hasOwn(one, kind) ? [] : one[kind]
    for (const read of [...(one['*'] ?? []), ...(own ?? [])]) keep(read)
    if (pod !== undefined) for (const read of one.pod ?? []) keep(read, pod)
  }
  return root
}

const nothing = (): Kept => ({
  isWhole: false,
  each: undefined,
  tests: undefined,
  below: undefined,
  names: [],
  kept: [],
})

function below(at: Kept, step: string): Kept {
  at.below ??= new Map()
  const known = at.below.get(step)
  if (known !== undefined) return known
  const next = nothing()
  at.below.set(step, next)
  if (step === '*') at.each = next
  at.names.push(step)
  at.kept.push(next)
  return next
}

/** Lists keep their length, so that pointers stay right; of texts that no test passes nothing is kept. */
function slim(value: unknown, kept: Kept): unknown {
  if (kept.isWhole) return value
  if (typeof value === 'string') return passes(value, kept.tests) ? value : ''
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return slimList(value, kept.each)
  return slimMap(value as Readonly<Record<string, unknown>>, kept)
}

function passes(text: string, tests: readonly ReadsTexts[1][] | undefined): boolean {
  if (tests === undefined) return false
  for (let i = 0; i < tests.length; i++) if ((tests[i] as ReadsTexts[1])(text)) return true
  return false
}

function slimList(list: readonly unknown[], each: Kept | undefined): readonly unknown[] {
  if (each === undefined) return []
  const made: unknown[] = []
  for (let i = 0; i < list.length; i++) made.push(slim(list[i], each))
  return made
}

/** One for all maps of which nothing is kept; there are many. No member that is kept is called as one that every map inherits. */
const NOTHING: object = Object.freeze({})

function slimMap(
  map: Readonly<Record<string, unknown>>,
  { below, each, names, kept }: Kept,
): object {
  let made: Record<string, unknown> | undefined
  if (each !== undefined)
    for (const name in map) {
      made ??= {}
      put(made, name, slim(map[name], below?.get(name) ?? each))
    }
  else
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string
      const member = map[name]
      if (member === undefined) continue
      const one = slim(member, kept[i] as Kept)
      if (one === '' && member !== '') continue
      made ??= {}
      made[name] = one
    }
  return made ?? NOTHING
}

/**
 * V8 makes parts of a text without copying them, and whoever keeps one keeps the whole text. What its JSON parser makes has
 * texts of its own, short ones only once, and maps without room to grow.
 */
const detached = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** `__proto__` is an ordinary member here. */
function put(map: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(map, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  else map[name] = value
}

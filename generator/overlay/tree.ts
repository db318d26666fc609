/** A JSON object; members that are `undefined` count as absent, as they do for the printer. */
export type Members = Readonly<Record<string, unknown>>

/** The type of the object that a tree is part of: what its lists mean depends on it. */
export type Scope = { readonly apiVersion: string; readonly kind: string }

/** A map; null and lists are none. */
export function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A list; `Array.isArray` for readonly arrays. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

/** An own member, never one of Object.prototype: `constructor` is a legal key of a ConfigMap. */
export function memberOf(map: Members, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** Every key that either map has, those of the first before new ones of the second. */
export function keysOfBoth(a: Members, b: Members): readonly string[] {
  const keys = Object.keys(a)
  for (const key of Object.keys(b)) if (!Object.hasOwn(a, key)) keys.push(key)
  return keys
}

/** Equal values, list order included. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (isList(a)) return isList(b) && a.length === b.length && a.every((v, i) => isSame(v, b[i]))
  if (!isMap(a) || !isMap(b)) return false
  for (const key of Object.keys(a)) if (!isSame(a[key], memberOf(b, key))) return false
  for (const key of Object.keys(b)) if (!Object.hasOwn(a, key) && b[key] !== undefined) return false
  return true
}

/** A copy with one value replaced, or removed when it is `undefined`; parents that are missing are not made. */
export function withAt(tree: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (isList(tree)) return tree.with(Number(step), withAt(tree[Number(step)], rest, value))
  if (!isMap(tree)) return tree
  const old = memberOf(tree, step)
  if (rest.length > 0 && old === undefined) return tree
  const member = withAt(old, rest, value)
  if (member === undefined)
    return Object.fromEntries(Object.entries(tree).filter(([key]) => key !== step))
  // Entries, because assigning to `__proto__` would not make a member.
  return old === undefined
    ? Object.fromEntries([...Object.entries(tree), [step, member]])
    : Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, k === step ? member : v]))
}

/** How much a person has to read: the scalars and empty collections of a value. */
export function weightOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  let weight = 0
  for (const member of Object.values(value)) weight += weightOf(member)
  return Math.max(weight, 1)
}

import type { Schema } from './schema.ts'

/**
 * What tells the elements of a list apart, for lists of type `map` and `set`: the members that Kubernetes
 * names, a member left out standing for its default. Nothing for lists where an element may stand twice.
 */
export function keyReader(
  schema: Schema,
  items: Schema,
  resolve: (ref: string) => Schema,
): ((element: unknown) => string | undefined) | undefined {
  const type = schema['x-kubernetes-list-type']
  if (type === 'set') return (element) => JSON.stringify(element)
  if (type !== 'map') return undefined
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const fields = shapeOf(items, resolve).properties ?? {}
  return (element) => keyText(element, keys, fields)
}

/** A quick look at lists whose elements have a name: whether all of them have one, and each another. */
export function areNamedApart(list: readonly unknown[], schema: Schema): boolean {
  const keys = schema['x-kubernetes-list-map-keys']
  const [key] = keys ?? []
  if (key === undefined || keys?.length !== 1) return false
  const seen = new Set<string>()
  for (let index = 0; index < list.length; index++) {
    const name = (list[index] as Readonly<Record<string, unknown>> | null)?.[key]
    if (typeof name !== 'string' || seen.has(name)) return false
    seen.add(name)
  }
  return true
}

/** The schema that a reference, narrowed by `allOf` or not, points to. */
function shapeOf(schema: Schema, resolve: (ref: string) => Schema): Schema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref
  return ref === undefined ? schema : resolve(ref)
}

/** `containerPort 80, protocol "TCP"`; nothing when the element has none of the key fields. */
function keyText(
  element: unknown,
  keys: readonly string[],
  fields: Readonly<Record<string, Schema>>,
): string | undefined {
  if (typeof element !== 'object' || element === null) return undefined
  const members = element as Readonly<Record<string, unknown>>
  if (keys.every((key) => members[key] == null)) return undefined
  return keys
    .map((key) => `${key} ${JSON.stringify(members[key] ?? fields[key]?.default ?? null)}`)
    .join(', ')
}

import type { KindSchema } from '../catalog.ts'
import type { Schema } from '../schema.ts'

/** Says by what other validators would look a schema up: it is given to them as a value. */
const NAMED: ReadonlySet<string> = new Set(['$schema', '$id', 'id'])

/** The schema of a kind as one document that refers to nothing outside, so that other validators judge by the very same. */
export function selfContained({ root, resolve }: KindSchema): Schema {
  const names = new Map<Schema, string>()
  const definitions: Record<string, unknown> = {}
  const nameOf = (ref: string): string => {
    const target = resolve(ref)
    const known = names.get(target)
    if (known !== undefined) return known
    const short = ref.slice(ref.lastIndexOf('/') + 1)
    const name = Object.hasOwn(definitions, short) ? `${short}-${names.size}` : short
    names.set(target, name)
    definitions[name] = {} // it may refer to itself
    definitions[name] = copy(target)
    return name
  }
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(copy)
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) =>
        key === '$ref' && typeof member === 'string' // a property may have that name too
          ? [key, `#/definitions/${nameOf(member)}`]
          : [key, copy(member)],
      ),
    )
  }
  const whole = Object.entries(root).filter(([key]) => !NAMED.has(key))
  return { ...(copy(Object.fromEntries(whole)) as Schema), definitions } as Schema
}

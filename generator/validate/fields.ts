/** A map of an object that is being judged; its members may be anything. */
export type Fields = Readonly<Record<string, unknown>>

const NONE: Fields = Object.freeze({})

/** The map that stands below `value` at the named fields; empty when there is none, whatever stands there instead. */
export function fieldsAt(value: unknown, ...steps: readonly string[]): Fields {
  let found: unknown = value
  // Asked for everything, mostly before V8 has optimized anything: a loop over an index is many times faster then.
  for (let index = 0; index < steps.length; index++)
    found = isFields(found) ? found[steps[index] ?? ''] : undefined
  return isFields(found) ? found : NONE
}

/** The maps of a list with their index, null as one without members, as the API server reads it; other types are left to the schema layer. */
export function mapsOf(value: unknown): readonly (readonly [index: number, element: Fields])[] {
  if (!Array.isArray(value)) return []
  const maps: [number, Fields][] = []
  for (let index = 0; index < value.length; index++) {
    const element: unknown = value[index] ?? NONE
    if (isFields(element)) maps.push([index, element])
  }
  return maps
}

/** The value if it is a string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The members of a map whose value is a string, the empty one included. */
export function stringsOf(value: unknown): readonly (readonly [key: string, text: string])[] {
  const entries = Object.entries(fieldsAt(value))
  return entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

/** The members of a map that are set; null is the same as absent, as the API server sees it. */
export function setIn(fields: Fields, names: Iterable<string> = Object.keys(fields)): string[] {
  return Array.from(names).filter((name) => fields[name] != null)
}

/** The strings of a list with their index, null as the empty one, as the API server reads it; other types are left to the schema layer. */
export function textsOf(value: unknown): readonly (readonly [index: number, text: string])[] {
  if (!Array.isArray(value)) return []
  const texts: [number, string][] = []
  for (let index = 0; index < value.length; index++) {
    const text: unknown = value[index] ?? ''
    if (typeof text === 'string') texts.push([index, text])
  }
  return texts
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a random document holds: plain JSON, and texts that stand in the YAML as they are. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Raw
  | readonly Value[]
  | { readonly [key: string]: Value }

/** A scalar written exactly so, with whatever type YAML gives it. */
export type Raw = { readonly raw: symbol; readonly text: string }

export type Body = { readonly [key: string]: Value }

const mark = Symbol('raw')

export const raw = (text: string): Raw => ({ raw: mark, text })

export const isRaw = (value: Value): value is Raw =>
  typeof value === 'object' && value !== null && 'raw' in value && value.raw === mark

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

export const isBody = (value: Value | undefined): value is Body =>
  typeof value === 'object' && value !== null && !isList(value) && !isRaw(value)

/** A way from the top of a body to a value in it. */
export type Way = readonly (string | number)[]

/** What an object is by, and where kustomize keeps its own notes: whoever moves such a value as a whole sees or loses them. */
export const holdsNotes = ([first, second, ...rest]: Way): boolean => {
  if (first === 'kind' || first === 'apiVersion') return true
  if (String(rest[0]).startsWith('internal.config')) return true
  return (
    first === 'metadata' && rest.length === 0 && (second === undefined || second === 'annotations')
  )
}

/** Every value below the top, with the way to it. */
export function waysOf(value: Value, before: Way = []): readonly (readonly [Way, Value])[] {
  const children: readonly (readonly [string | number, Value])[] = isList(value)
    ? value.map((element, i) => [i, element] as const)
    : isBody(value)
      ? Object.entries(value)
      : []
  return children.flatMap(([key, child]) => {
    const way = [...before, key]
    return [[way, child] as const, ...waysOf(child, way)]
  })
}

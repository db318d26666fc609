import { pointerTo } from '../../core/pointer.ts'
import type { Json, JsonObject } from '../../core/resource.ts'

/** Told when a part of a patch does nothing; `pointer` into the patch. */
export type Report = (pointer: string, message: string) => void

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/**
 * `patch` over `base`: objects field by field, null takes a field away, lists of named elements element by element,
 * everything else is replaced.
 */
export function merge(
  base: JsonObject,
  patch: JsonObject,
  report: Report,
  pointer = '',
): JsonObject {
  const merged: Record<string, Json | undefined> = { ...base }
  for (const [field, value] of Object.entries(patch)) {
    const here = pointerTo(pointer, field)
    if (field === '$patch') report(here, `says ${field}: ${value}, ${ONLY_DELETE}`)
    else if (value !== null) merged[field] = mergeField(field, base[field], value, report, here)
    else if (base[field] === undefined) report(here, 'takes away what is not there')
    else delete merged[field]
  }
  return merged
}

function mergeField(
  field: string,
  base: Json | undefined,
  patch: Json | undefined,
  report: Report,
  pointer: string,
): Json | undefined {
  if (isObject(patch)) return merge(isObject(base) ? base : {}, patch, report, pointer)
  if (!isList(patch)) return patch
  const key = keyFor(field, isList(base) ? base : [], patch)
  if (key === undefined) return patch
  const elements = (isList(base) ? base : []) as readonly JsonObject[]
  return mergeElements({ field, key }, elements, patch as readonly JsonObject[], report, pointer)
}

// What tells the elements of a list apart, when it is not their name.
const KEYS: Readonly<Record<string, readonly string[]>> = {
  ports: ['name', 'containerPort', 'port'],
  volumeMounts: ['mountPath'],
  hostAliases: ['ip'],
}

/** The field that all elements of both lists have, each with a value of its own; without one the list is replaced. */
function keyFor(field: string, base: readonly Json[], patch: readonly Json[]): string | undefined {
  if (patch.length === 0) return undefined
  return (KEYS[field] ?? ['name']).find((key) =>
    [base, patch].every((list) => {
      const values = list.map((element) => (isObject(element) ? element[key] : undefined))
      return !values.includes(undefined) && new Set(values).size === values.length
    }),
  )
}

const ONLY_DELETE = 'and only $patch: delete in an element of a list is known'

type Elements = { readonly field: string; readonly key: string }

function mergeElements(
  { field, key }: Elements,
  base: readonly JsonObject[],
  patch: readonly JsonObject[],
  report: Report,
  pointer: string,
): Json {
  const merged = new Map(base.map((element) => [element[key], element]))
  for (const [i, element] of patch.entries()) {
    const here = pointerTo(pointer, i)
    const { $patch: directive, ...fields } = element
    const before = merged.get(element[key])
    if (directive === 'delete') {
      if (!merged.delete(element[key]))
        report(here, `takes ${element[key]} away, which is not there`)
      continue
    }
    if (directive !== undefined) report(here, `says $patch: ${directive}, ${ONLY_DELETE}`)
    if (before === undefined && isContainers(field) && fields.image === undefined)
      report(here, `there is no container ${element[key]}, and a new one needs an image`)
    merged.set(element[key], merge(before ?? {}, fields, report, here))
  }
  return [...merged.values()]
}

/** Lists of containers, wherever they stand. */
export const isContainers = (field: string): boolean =>
  field === 'containers' || field === 'initContainers'

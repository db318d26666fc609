import { pointerTo } from '../core/pointer.ts'
import { NEEDED, type ValueProblem } from './values.ts'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Environment values over common values: objects merge key by key, everything else (lists too) is replaced, null takes a key away. */
export function mergeValues(common: unknown, own: unknown): unknown {
  return withoutNulls(merged(common, own))
}

/** A null takes a value away, wherever it stands in an object; nobody ever sees it. */
export function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (v === null ? [] : [[k, withoutNulls(v)]])),
  )
}

function merged(common: unknown, own: unknown): unknown {
  if (own === undefined || own === null) return common
  if (!isObject(common) || !isObject(own)) return own
  const both: Record<string, unknown> = { ...common }
  for (const [key, value] of Object.entries(own)) {
    if (value === null) delete both[key]
    else both[key] = merged(both[key], value)
  }
  return both
}

/** Values with every default of the schema filled in; what is needed and missing is reported. */
export function complete(
  schema: Json,
  values: unknown,
  report: (problem: ValueProblem) => void,
  pointer = '',
): unknown {
  if (Array.isArray(values) && isObject(schema.items)) {
    const { items } = schema as { items: Json }
    return values.map((item, i) => complete(items, item, report, pointerTo(pointer, i)))
  }
  if (!isObject(schema.properties) || (values !== undefined && !isObject(values))) return values
  const given: Json = values ?? {}
  const filled: Record<string, unknown> = { ...given }
  const needed = (schema[NEEDED] ?? []) as readonly string[]
  for (const [key, member] of Object.entries(schema.properties as Record<string, Json>)) {
    const value = memberOf(member, given[key], report, pointerTo(pointer, key))
    if (value !== undefined) filled[key] = value
    else if (needed.includes(key)) report(missing(pointer, key, member))
  }
  return filled
}

function memberOf(
  member: Json,
  given: unknown,
  report: (problem: ValueProblem) => void,
  pointer: string,
): unknown {
  if (given !== undefined) return complete(member, given, report, pointer)
  if ('default' in member) return member.default
  // An object without a default of its own is made of its members' defaults; optional() says which are not.
  const whole = isObject(member.properties) && member['x-strata-optional'] !== true
  return whole ? complete(member, {}, report, pointer) : undefined
}

const missing = (pointer: string, key: string, member: Json): ValueProblem => ({
  pointer,
  message: `"${pointerTo(pointer, key).slice(1).replaceAll('/', '.')}" is missing`,
  hint: `set it, for all environments or for this one: ${String(member.description ?? key)}`,
})

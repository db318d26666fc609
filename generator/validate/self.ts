import type { Engine } from './engine.ts'
import type { Schema } from './schema.ts'

type Making = { readonly resolve: (ref: string) => Schema; readonly engine: Engine }

/**
 * A value as `self` of a CEL rule: defaults applied as the API server does before it evaluates, null left out, integers
 * as int, times as timestamp, names of fields escaped, fields that no schema knows left out.
 */
export function selfOf(
  value: unknown,
  schema: Schema,
  resolve: (ref: string) => Schema,
  engine: Engine,
): unknown {
  return make(value, schema, { resolve, engine })
}

function make(value: unknown, given: Schema, making: Making): unknown {
  const schema = shapeOf(given, making)
  if (typeof value === 'number') return isInt(value, schema) ? BigInt(value) : value
  if (typeof value === 'string')
    return schema.format === undefined ? value : making.engine.typed(schema.format, value)
  if (Array.isArray(value)) return value.map((item) => make(item, schema.items ?? ANY, making))
  if (typeof value !== 'object' || value === null) return value
  return makeMap(value as Readonly<Record<string, unknown>>, schema, making)
}

const ANY: Schema = {}

function makeMap(
  value: Readonly<Record<string, unknown>>,
  { properties, additionalProperties: rest }: Schema,
  making: Making,
): unknown {
  const fields = Object.entries(properties ?? {}).flatMap(([name, field]) => {
    const member = Object.hasOwn(value, name) ? (value[name] ?? field.default) : field.default
    return member === undefined || member === null
      ? []
      : [[escapeName(name), make(member, field, making)] as const]
  })
  if (properties !== undefined && typeof rest !== 'object') return new Map(fields)
  const others = Object.entries(value)
    .filter(([name, member]) => !Object.hasOwn(properties ?? {}, name) && member != null)
    .map(
      ([name, member]) =>
        [name, make(member, typeof rest === 'object' ? rest : ANY, making)] as const,
    )
  return new Map([...fields, ...others])
}

/** The schema that a reference, narrowed by `allOf` or not, points to. */
function shapeOf(schema: Schema, { resolve }: Making): Schema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref
  return ref === undefined ? schema : resolve(ref)
}

function isInt(value: number, { type }: Schema): boolean {
  return Number.isSafeInteger(value) && (type === undefined || [type].flat().includes('integer'))
}

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)

/** How CEL in Kubernetes spells a field that is no identifier. */
function escapeName(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__')
}

import { MORE_KEYWORDS } from '../keywords.ts'
import type { Definitions, Schema, TypeName } from '../schema.ts'
import { withDefaults } from './logic.ts'
import { portablePattern } from './pattern.ts'

/** A schema as an API server or a CRD publishes it; read tolerantly, members may be null. */
export type Published = { readonly [keyword: string]: unknown }

/** What the normalisation has to know besides the schema itself. */
export type Origin = {
  /** Native kinds publish Go zero values as defaults, and their server takes `""` for an optional enum. */
  readonly native: boolean
  /** The published definitions that `$ref`s point to; custom kinds have none. */
  readonly published: Readonly<Record<string, Published>>
}

/** The quantity grammar of apimachinery (`ParseQuantity`), as a pattern that any validator can use. */
export const QUANTITY =
  '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$'

const KEPT = [
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'required',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
  'x-kubernetes-unions',
  ...MORE_KEYWORDS,
]

/**
 * One published schema in the stored form: closed, nullable where the server takes null, `allOf`
 * around one reference unwrapped, Go zero defaults dropped, quantity and int-or-string as formats.
 * `nullable` says whether null may stand here (an optional field, a map value).
 */
export function normalize(schema: Published, origin: Origin, nullable: boolean): Schema {
  const target = referenceOf(schema)
  if (target !== undefined) return reference(target, schema, origin, nullable)
  const accepted =
    schema.nullable === true || (nullable && (origin.native || schema.default !== undefined))
  const plain = portable(schema)
  const kept = KEPT.flatMap((k) =>
    plain[k] == null || k === skipped(schema) ? [] : [[k, withPortable(k, plain[k])]],
  )
  return {
    ...typeAndFormat(schema, accepted),
    ...enumOf(schema, origin, nullable, accepted),
    ...Object.fromEntries(kept),
    ...logicOf(Object.fromEntries(kept), schema),
    ...members(schema, origin),
    ...defaultOf(schema, origin),
  } as Schema
}

/** Patterns that every tool compiles, and limits as every tool reads them: OpenAPI says `exclusiveMinimum: true` beside `minimum`. */
function portable(schema: Published): Published {
  const { pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  return {
    ...schema,
    ...(typeof pattern === 'string' ? { pattern: portablePattern(pattern) } : {}),
    ...(typeof exclusiveMinimum === 'boolean'
      ? { exclusiveMinimum: exclusiveMinimum ? minimum : undefined }
      : {}),
    ...(typeof exclusiveMaximum === 'boolean'
      ? { exclusiveMaximum: exclusiveMaximum ? maximum : undefined }
      : {}),
    ...(exclusiveMinimum === true ? { minimum: undefined } : {}),
    ...(exclusiveMaximum === true ? { maximum: undefined } : {}),
  }
}

/** Branches of logic are kept as they are, but for what `portable` does to all that stands in them. */
function withPortable(keyword: string, value: unknown): unknown {
  if (!LOGIC.has(keyword)) return value
  return JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    isSchema(one) ? portable(one) : one,
  )
}

const LOGIC: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'not'])

/** The keywords of logic among the kept ones. */
function logicOf({ allOf, anyOf, oneOf, not }: Schema, schema: Published): Schema {
  const { properties = {} } = schema as Schema
  const each = (list: readonly Schema[]): readonly Schema[] =>
    list.map((branch) => withDefaults(branch, properties))
  return {
    ...(allOf ? { allOf: each(allOf) } : {}),
    ...(anyOf ? { anyOf: each(anyOf) } : {}),
    ...(oneOf ? { oneOf: each(oneOf) } : {}),
    ...(not ? { not: withDefaults(not, properties) } : {}),
  }
}

/** All published definitions in the stored form; each may be null, a reference from a required field narrows it. */
export function normalizeDefinitions(origin: Origin): Definitions {
  return Object.fromEntries(
    Object.entries(origin.published).map(([name, schema]) => [
      name,
      normalize(schema, origin, true),
    ]),
  )
}

/** Before draft 2019-09 the neighbours of a `$ref` do not count, so a narrowed reference is an `allOf`. */
function reference(target: string, schema: Published, origin: Origin, nullable: boolean): Schema {
  const { type } = typeAndFormat(origin.published[target] ?? {}, false)
  const $ref = `#/definitions/${target}`
  const narrowed = nullable || type === undefined ? { $ref } : { allOf: [{ $ref }], type }
  return { ...narrowed, ...defaultOf(schema, origin) }
}

/** The definition that a schema stands for, written as `$ref` or as `allOf` around one. */
function referenceOf(schema: Published): string | undefined {
  const wrapped = Array.isArray(schema.allOf) && schema.allOf.length === 1 ? schema.allOf[0] : {}
  const ref = schema.$ref ?? (wrapped as Published).$ref
  return typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : undefined
}

type Typed = { readonly type?: TypeName | readonly TypeName[]; readonly format?: string }

function typeAndFormat(
  schema: Published,
  nullable: boolean,
): Typed & { readonly pattern?: string } {
  const union = (...types: readonly TypeName[]): readonly TypeName[] =>
    nullable ? [...types, 'null'] : types
  if (isIntOrString(schema)) return { type: union('integer', 'string'), format: 'int-or-string' }
  if (isQuantity(schema))
    return { type: union('string', 'number'), format: 'quantity', pattern: QUANTITY }
  const type = schema.type as TypeName | undefined
  const format = typeof schema.format === 'string' ? { format: schema.format } : {}
  if (type === undefined) return format
  return { type: nullable ? [type, 'null'] : type, ...format }
}

function isIntOrString(schema: Published): boolean {
  return schema.format === 'int-or-string' || schema['x-kubernetes-int-or-string'] === true
}

function isQuantity(schema: Published): boolean {
  return JSON.stringify(schema.oneOf) === '[{"type":"string"},{"type":"number"}]'
}

/** The union keyword that `typeAndFormat` has already turned into a type list. */
function skipped(schema: Published): string | undefined {
  if (isQuantity(schema)) return 'oneOf'
  if (!isIntOrString(schema)) return undefined
  return schema['x-kubernetes-int-or-string'] === true ? 'anyOf' : 'oneOf'
}

function enumOf(schema: Published, origin: Origin, optional: boolean, nullable: boolean): Schema {
  if (!Array.isArray(schema.enum)) return {}
  const empty = origin.native && optional && !schema.enum.includes('') ? [''] : []
  return { enum: [...schema.enum, ...empty, ...(nullable ? [null] : [])] }
}

function members(schema: Published, origin: Origin): Schema {
  const own = schema.properties as Readonly<Record<string, Published>> | undefined | null
  const properties = own && schema['x-kubernetes-embedded-resource'] ? { ...OBJECT, ...own } : own
  const required = new Set(schema.required as readonly string[] | undefined)
  const values = schema.additionalProperties
  return {
    ...(properties ? { properties: propertiesOf(properties, required, origin) } : {}),
    ...(isSchema(values) ? { additionalProperties: normalize(values, origin, true) } : {}),
    ...(properties && values == null && !isOpen(schema) ? { additionalProperties: false } : {}),
    ...(isSchema(schema.items) ? { items: itemsOf(schema.items, origin) } : {}),
  }
}

/** Members whose names only a pattern gives cannot be told from unknown ones. */
const isOpen = (schema: Published): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true || schema.patternProperties != null

/** What an object inside of an object has besides the fields that its definition names. */
const OBJECT: Readonly<Record<string, Published>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object' },
}

function propertiesOf(
  properties: Readonly<Record<string, Published>>,
  required: ReadonlySet<string>,
  origin: Origin,
): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      normalize(schema, origin, !required.has(name)),
    ]),
  )
}

/** A server decodes null in a native list as a zero value: fine, unless that lacks a required field or is no enum value. */
function itemsOf(items: Published, origin: Origin): Schema {
  const target = referenceOf(items)
  const shape = target === undefined ? items : (origin.published[target] ?? {})
  const strict =
    Array.isArray(shape.enum) || (Array.isArray(shape.required) && shape.required.length > 0)
  return normalize(items, origin, origin.native && !strict)
}

function defaultOf(schema: Published, origin: Origin): Schema {
  const value = schema.default
  const zero = value === '' || value === 0 || JSON.stringify(value) === '{}'
  return value == null || (origin.native && zero) ? {} : { default: value }
}

function isSchema(value: unknown): value is Published {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

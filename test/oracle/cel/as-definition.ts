import type { Schema } from '../../../generator/validate/schema.ts'

/** A stored schema as the definition of a custom kind writes it: open, without references, with no rule but `validations`. */
export function asDefinition(schema: Schema, validations: readonly unknown[]): unknown {
  return { ...definition(schema), 'x-kubernetes-validations': validations }
}

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
  'default',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-preserve-unknown-fields',
] as const

function definition(schema: Schema): Readonly<Record<string, unknown>> {
  if (schema.$ref !== undefined || schema.allOf?.[0]?.$ref !== undefined) return { type: 'object' }
  const { properties, additionalProperties: rest, items } = schema
  const below = Object.entries(properties ?? {}).map(([name, one]) => [name, definition(one)])
  return {
    ...typeOf(schema),
    ...Object.fromEntries(KEPT.flatMap((key) => (key in schema ? [[key, schema[key]]] : []))),
    ...(schema.enum === undefined ? {} : { enum: schema.enum.filter((one) => one !== null) }),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(below) }),
    ...(typeof rest === 'object' ? { additionalProperties: definition(rest) } : {}),
    ...(items === undefined ? {} : { items: definition(items) }),
  }
}

function typeOf({ type, format, default: preset }: Schema): Readonly<Record<string, unknown>> {
  const types = [type ?? []].flat()
  const [name, other] = types.filter((one) => one !== 'null')
  // What has a default is nullable only in our own form: the server puts the default in the place of null.
  const nullable = types.includes('null') && preset === undefined ? { nullable: true } : {}
  if (other !== undefined) return { 'x-kubernetes-int-or-string': true, ...nullable }
  return {
    ...(name === undefined ? {} : { type: name }),
    ...(format === undefined ? {} : { format }),
    ...nullable,
  }
}

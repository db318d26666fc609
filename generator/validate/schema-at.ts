import type { KindSchema } from './catalog.ts'
import type { Schema, TypeName } from './schema.ts'

/** The types that the schema of a kind gives to a place; undefined where it describes nothing. */
export function typesAt(
  { root, resolve }: Pick<KindSchema, 'root' | 'resolve'>,
  path: readonly (string | number)[],
): readonly TypeName[] | undefined {
  let schema: Schema | undefined = resolved(root, resolve)
  for (const step of path) {
    schema = below(schema, step)
    if (schema === undefined) return undefined
    schema = resolved(schema, resolve)
  }
  const { type } = schema
  return typeof type === 'string' ? [type] : type
}

function below(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === 'number') return schema.items
  const { properties, additionalProperties } = schema
  if (properties !== undefined && Object.hasOwn(properties, step)) return properties[step]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** A reference, or `allOf` around one, as what it refers to. */
function resolved(schema: Schema, resolve: KindSchema['resolve']): Schema {
  const ref = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined)
  return ref === undefined ? schema : resolved(resolve(ref), resolve)
}

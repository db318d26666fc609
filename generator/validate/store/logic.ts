import { interpret, type Scope } from '../interpret.ts'
import type { Schema } from '../schema.ts'

type Properties = Readonly<Record<string, Schema>>

/** Logic of CRDs holds plain keywords only: no reference, no pattern. */
const SCOPE: Scope = {
  resolve: (ref) => {
    throw new Error(`a reference in the logic of a CRD: ${ref}`)
  },
  pattern: (source) => new RegExp(source, 'u'),
  secret: false,
}

/**
 * A branch of `anyOf`, `oneOf`, `allOf` or `not` that judges a field left out as the API server does, which
 * fills in the default of the field first: a branch that refuses the default requires the field.
 */
export function withDefaults(branch: Schema, properties: Properties): Schema {
  const each = (list: readonly Schema[] | undefined): readonly Schema[] | undefined =>
    list?.map((one) => withDefaults(one, properties))
  const below = Object.entries(branch.properties ?? {}).map(
    ([name, one]) => [name, withDefaults(one, properties[name]?.properties ?? {})] as const,
  )
  const refused = below
    .filter(([name, one]) => refusesDefault(properties[name], one))
    .map(([name]) => name)
  const required = [...new Set([...(branch.required ?? []), ...refused])]
  const { allOf, anyOf, oneOf, not } = branch
  return {
    ...branch,
    ...(branch.properties ? { properties: Object.fromEntries(below) } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(allOf ? { allOf: each(allOf) ?? [] } : {}),
    ...(anyOf ? { anyOf: each(anyOf) ?? [] } : {}),
    ...(oneOf ? { oneOf: each(oneOf) ?? [] } : {}),
    ...(not ? { not: withDefaults(not, properties) } : {}),
  }
}

function refusesDefault(field: Schema | undefined, branch: Schema): boolean {
  return field?.default !== undefined && interpret(field.default, branch, SCOPE).length > 0
}

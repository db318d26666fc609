/**
 * The schema of an application's values: JSON Schema for editors and ajv, and the TypeScript type of the values,
 * from one source. A member is required, has a default, or is optional (then its type admits undefined).
 */
type Doc = {
  /** One sentence for docs and editors; say the unit. */
  readonly description: string
  readonly title?: string
  readonly examples?: readonly unknown[]
}

export type Schema<T = unknown> = {
  readonly json: Readonly<Record<string, unknown>>
  readonly presence: 'required' | 'default' | 'optional'
  /** Never there at run time: carries the type. */
  readonly type?: T
}

type Members = Readonly<Record<string, Schema>>
type OptionalKeys<M> = {
  [K in keyof M]: M[K] extends { presence: 'optional' } ? K : never
}[keyof M]

/** The TypeScript type that a schema describes. */
export type Infer<S> = S extends Schema<infer T> ? T : never
type InferMembers<M extends Members> = {
  readonly [K in Exclude<keyof M, OptionalKeys<M>>]: Infer<M[K]>
} & { readonly [K in OptionalKeys<M>]?: Infer<M[K]> }

export type ObjectSchema<T> = Schema<T> & { readonly members: Members }

/** A wrong combination of values; `pointer` is into the values (`/database/external/host`). */
export type ValueProblem = {
  readonly pointer: string
  readonly message: string
  readonly hint: string
}

type Given<T> = Doc & { readonly default?: T }
const leaf = <T, D extends { readonly default?: unknown }>(
  json: object,
  options: D,
): Schema<T> & { presence: D extends { default: unknown } ? 'default' : 'required' } =>
  ({
    json: { ...json, ...options },
    presence: 'default' in options ? 'default' : 'required',
  }) as never

type StringRules = {
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  /** A path of a file in the repository; its text is read and given to the application. */
  readonly file?: true
}

/** A string. Strings that YAML would read as something else must be quoted in fleet.yaml. */
export const string = <D extends Given<string> & StringRules>(options: D) =>
  leaf<string, D>({ type: 'string' }, options)

export const boolean = <D extends Given<boolean>>(options: D) =>
  leaf<boolean, D>({ type: 'boolean' }, options)

export const integer = <D extends Given<number> & { minimum?: number; maximum?: number }>(
  options: D,
) => leaf<number, D>({ type: 'integer' }, options)

/** One of a closed set of strings. */
export const choice = <const C extends readonly string[], D extends Given<C[number]>>(
  values: C,
  options: D,
) => leaf<C[number], D>({ type: 'string', enum: values }, options)

/** A Kubernetes quantity: `2`, `500m`, `1Gi`. A number is taken as it is written. */
export const quantity = <D extends Given<string | number>>(options: D) =>
  leaf<string | number, D>(
    {
      anyOf: [
        { type: 'number', minimum: 0 },
        { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei|u|n)?$' },
      ],
    },
    options,
  )

export const list = <
  T,
  D extends Given<readonly T[]> & { minItems?: number; uniqueItems?: boolean },
>(
  items: Schema<T>,
  options: D,
) => leaf<readonly T[], D>({ type: 'array', items: strict(items.json) }, options)

/** Free names to values of one type, e.g. labels. */
export const record = <T, D extends Given<Readonly<Record<string, T>>>>(
  values: Schema<T>,
  options: D,
) =>
  leaf<Readonly<Record<string, T>>, D>(
    { type: 'object', additionalProperties: values.json },
    options,
  )

/** Anything that JSON can hold; `json` may narrow it (for parts of Kubernetes objects, e.g. affinity). */
export const any = <T, D extends Given<T>>(json: object, options: D) => leaf<T, D>(json, options)

/**
 * Members that must be there once common and environment values are merged. Not JSON Schema's `required`:
 * each of the two layers may leave them to the other.
 */
export const NEEDED = 'x-strata-needed'

/** Items of a list are replaced as a whole, never merged, so what they need is plainly required. */
function strict(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { [NEEDED]: needed, properties, ...rest } = json
  if (properties === undefined) return json
  const members = Object.entries(properties as Record<string, Record<string, unknown>>)
  return {
    ...rest,
    properties: Object.fromEntries(members.map(([k, member]) => [k, strict(member)])),
    ...(needed === undefined ? {} : { required: needed }),
  }
}

/** An object with known members; always present, its members' defaults are its default. */
export function object<M extends Members>(
  members: M,
  options: Doc,
): ObjectSchema<InferMembers<M>> & { presence: 'default' } {
  const properties = Object.fromEntries(Object.entries(members).map(([k, s]) => [k, s.json]))
  const needed = Object.keys(members).filter((k) => members[k]?.presence === 'required')
  return {
    json: {
      type: 'object',
      properties,
      additionalProperties: false,
      ...(needed.length > 0 ? { [NEEDED]: needed } : {}),
      ...options,
    },
    presence: 'default',
    members,
  } as never
}

/** One of several shapes told apart by which member is there or by a constant. */
export const oneOf = <const S extends readonly Schema[], D extends Given<Infer<S[number]>>>(
  shapes: S,
  options: D,
) => leaf<Infer<S[number]>, D>({ anyOf: shapes.map((s) => s.json) }, options)

/** May be left out, and then is absent. */
export const optional = <S extends Schema>(
  schema: S,
): Omit<S, 'presence'> & { readonly presence: 'optional' } => ({
  ...schema,
  json: { ...schema.json, 'x-strata-optional': true },
  presence: 'optional',
})

import { UserError } from '../core/finding.ts'
import { at } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import type { Catalog, KindSchema } from './catalog.ts'
import { opened } from './keywords.ts'
import { type ApiKind, apiVersionOf, type Schema } from './schema.ts'
import { schemaMistake } from './schema-mistake.ts'
import { customSchema } from './store/custom.ts'
import { definedKinds } from './store/definition.ts'

/** A catalog that also knows the kinds of the CustomResourceDefinitions among the objects; they win over stored ones. */
export function withCustomKinds(catalog: Catalog, resources: readonly Resource[]): Catalog {
  const own = new Map(
    resources
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .flatMap((definition) => kindsOf(definition, catalog))
      .map((schema) => [`${apiVersionOf(schema.kind)}/${schema.kind.kind}`, schema] as const),
  )
  if (own.size === 0) return catalog
  const added = Array.from(own.values(), ({ kind }) => kind)
  return {
    ...catalog,
    kinds: (version) => [...catalog.kinds(version), ...added],
    schemaOf: (apiVersion, kind, version) =>
      own.get(`${apiVersion}/${kind}`) ?? catalog.schemaOf(apiVersion, kind, version),
  }
}

/** The kinds of a CRD as schemas to judge by. */
function kindsOf(definition: Resource, catalog: Catalog): readonly KindSchema[] {
  const { pattern } = catalog.engine ?? catalog
  return definedKinds(definition).map(({ schema, ...kind }) => {
    const mistake = schemaMistake(schema, () => ({}))
    if (mistake !== undefined)
      return unusableKind(
        kind,
        catalog,
        `the schema in the definition of ${kind.kind} cannot be used: ${mistake}`,
      )
    const root = customSchema(schema) as Schema
    return { kind, root, resolve: metadataOf(catalog), pattern, isForeign: true }
  })
}

/** A kind that nothing can be judged by, and why. */
export function unusableKind(kind: ApiKind, catalog: Catalog, mistake: string): KindSchema {
  return { kind, root: {}, resolve: metadataOf(catalog), mistake }
}

/** References of a custom kind lead to ObjectMeta only, which any stored kind can resolve. */
function metadataOf(catalog: Catalog): KindSchema['resolve'] {
  const { stored: own = catalog } = catalog
  const stored = own.schemaOf('v1', 'Namespace', own.newest)
  if (stored === undefined) throw new Error('schemas/ lacks the kind Namespace')
  return stored.resolve
}

/** Reads a file of the same schema folder that a `$ref` names, relative to the schema's own folder. */
type ReadNeighbour = (path: string) => unknown

/**
 * A schema from outside as a kind to judge by. One that refers to nothing else is taken for the schema of a CRD, which
 * knows neither metadata nor where null may stand; one with references is used as it is.
 */
export function customKindSchema(
  kind: ApiKind,
  schema: unknown,
  catalog: Catalog,
  read: ReadNeighbour,
): KindSchema {
  const { pattern } = catalog.engine ?? catalog
  const mistake = schemaMistake(schema, (ref) => target(ref, schema, read, kind))
  if (mistake !== undefined) return unusableKind(kind, catalog, mistake)
  if (!JSON.stringify(schema).includes('"$ref"'))
    return {
      kind,
      root: customSchema(schema as Parameters<typeof customSchema>[0]) as Schema,
      resolve: metadataOf(catalog),
      pattern,
      isForeign: true,
    }
  const resolve = (ref: string): Schema => opened(target(ref, schema, read, kind))
  return { kind, root: opened(schema as Schema), resolve, pattern, isForeign: true }
}

/** What a reference leads to: a part of the same document, or of another file of its folder. Throws UserError. */
function target(ref: string, schema: unknown, read: ReadNeighbour, { kind }: ApiKind): Schema {
  const [file = '', path = ''] = ref.split('#')
  const found = at(file === '' ? schema : read(file), path)
  if (typeof found !== 'object' || found === null)
    throw new UserError({
      message: `it refers to ${ref}, which is not there`,
      hint: `complete the folder of the schema of ${kind}`,
    })
  return inFile(found as Schema, file)
}

/** A schema whose references are written as the document sees them that led here, since they are followed from there. */
function inFile(schema: Schema, file: string): Schema {
  if (file === '') return schema
  const known = LOCATED.get(schema)
  if (known !== undefined) return known
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  const located = JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value
    return value.startsWith('#') ? `${file}${value}` : withoutTurns(`${folder}${value}`)
  }) as Schema
  LOCATED.set(schema, located)
  return located
}

/** `a/../b` as `b`. */
function withoutTurns(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/'))
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '.') parts.push(part)
  return parts.join('/')
}

const LOCATED = new WeakMap<Schema, Schema>()

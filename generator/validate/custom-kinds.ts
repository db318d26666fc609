import { UserError } from '../core/finding.ts'
import { at } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import type { Catalog, KindSchema } from './catalog.ts'
import { fieldsAt, mapsOf, textOf } from './fields.ts'
import { type ApiKind, apiVersionOf, type Schema } from './schema.ts'
import { customSchema } from './store/store.ts'

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

/** The served versions of a CRD that carry a schema. */
function kindsOf(definition: Resource, catalog: Catalog): readonly KindSchema[] {
  const { group, scope } = fieldsAt(definition, 'spec')
  const { kind, plural } = fieldsAt(definition, 'spec', 'names')
  const names = [group, kind, plural].map(textOf)
  if (names.includes(undefined)) return []
  return mapsOf(fieldsAt(definition, 'spec').versions).flatMap(([, { name, schema, served }]) => {
    const published = fieldsAt(schema, 'openAPIV3Schema')
    if (textOf(name) === undefined || served === false || Object.keys(published).length === 0)
      return []
    const api = { group, version: name, kind, plural, namespaced: scope !== 'Cluster' } as ApiKind
    const root = customSchema(published) as Schema
    const { pattern } = catalog.engine ?? catalog
    return [{ kind: api, root, resolve: metadataOf(catalog), pattern }]
  })
}

/** References of a custom kind lead to ObjectMeta only, which any stored kind can resolve. */
function metadataOf(catalog: Catalog): KindSchema['resolve'] {
  const stored = catalog.schemaOf('v1', 'Namespace', catalog.newest)
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
  if (!JSON.stringify(schema).includes('"$ref"'))
    return {
      kind,
      root: customSchema(schema as Parameters<typeof customSchema>[0]) as Schema,
      resolve: metadataOf(catalog),
      pattern,
    }
  const resolve = (ref: string): Schema => {
    const [file = '', path = ''] = ref.split('#')
    const document = file === '' ? schema : read(file)
    const found = at(document, path)
    if (typeof found !== 'object' || found === null)
      throw new UserError({
        message: `a schema of ${kind.kind} refers to ${ref}, which is not there`,
        hint: 'complete the folder that --schema-location names',
      })
    return inFile(found as Schema, file)
  }
  return { kind, root: schema as Schema, resolve, pattern }
}

/** A schema whose references within its own file name that file, since they are followed from another one. */
function inFile(schema: Schema, file: string): Schema {
  if (file === '') return schema
  const known = LOCATED.get(schema)
  if (known !== undefined) return known
  const text = JSON.stringify(schema).replaceAll(
    '"$ref":"#',
    `"$ref":${JSON.stringify(file).slice(0, -1)}#`,
  )
  const located = JSON.parse(text) as Schema
  LOCATED.set(schema, located)
  return located
}

const LOCATED = new WeakMap<Schema, Schema>()

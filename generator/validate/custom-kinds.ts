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
    return [{ kind: api, root: customSchema(published) as Schema, resolve: metadataOf(catalog) }]
  })
}

/** References of a custom kind lead to ObjectMeta only, which any stored kind can resolve. */
function metadataOf(catalog: Catalog): KindSchema['resolve'] {
  const stored = catalog.schemaOf('v1', 'Namespace', catalog.newest)
  if (stored === undefined) throw new Error('schemas/ lacks the kind Namespace')
  return stored.resolve
}

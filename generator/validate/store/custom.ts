import type { FileTree } from '../../core/tree.ts'
import { type ApiKind, customFile, type Definitions } from '../schema.ts'
import { definitionsText, reachable, refText, resourcesText, sorted, text } from './definitions.ts'
import { normalize, type Published } from './normalize.ts'

/** One served version of a CRD. */
export type PublishedCustom = ApiKind & {
  readonly schema: Published
  /** What clusters up to a Kubernetes minor have instead, and the folder that it is kept in. */
  readonly older?: readonly {
    readonly until: string
    readonly folder: string
    readonly schema: Published
  }[]
}

/** A kind of a server that stands behind the API server; its schema is one of the shared definitions. */
export type AggregatedKind = ApiKind & { readonly definition: string }

/** What the metadata of every kind is. */
export const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'

/** What custom kinds need besides their own schemas. */
type Shared = {
  /** ObjectMeta and what it refers to. */
  readonly metadata: Definitions
  readonly aggregated?: readonly AggregatedKind[]
  /** The file that holds the definitions of aggregated kinds, from the folder of a kind. */
  readonly definitions?: string
}

/** The files of all custom kinds below `schemas/`; `metadata` is given the real ObjectMeta. */
export function storeCustom(kinds: readonly PublishedCustom[], shared: Shared): FileTree {
  const { metadata, aggregated = [], definitions = '' } = shared
  const files = new Map<string, string>([
    ['crds/_definitions.json', definitionsText(metadata)],
    ['crds/_resources.json', resourcesText([...kinds, ...aggregated])],
  ])
  const add = (path: string, content: string): void => {
    if (files.has(path)) throw new Error(`two kinds claim ${path}`)
    files.set(path, content)
  }
  for (const { schema, older = [], ...kind } of kinds) {
    add(customFile(kind), customText(schema))
    for (const one of older) add(customFile(kind, one.folder), customText(one.schema))
  }
  for (const { definition, ...kind } of aggregated)
    add(customFile(kind), refText(`${definitions}#/definitions/${definition}`))
  return sorted(files)
}

const customText = (schema: Published): string => `${text(customSchema(schema), 4)}\n`

/** The root schema of a custom kind in the stored form, its metadata a reference to the shared ObjectMeta. */
export function customSchema(published: Published): Published {
  const schema = normalize(published, { native: false, published: {} }, false)
  const metadata = { $ref: `../_definitions.json#/definitions/${OBJECT_META}` }
  return {
    ...schema,
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      ...schema.properties,
      metadata,
    },
  }
}

/** ObjectMeta and what it refers to, out of the stored definitions of a server. */
export function metadataOf(definitions: Definitions): Definitions {
  return reachable(definitions, [OBJECT_META])
}

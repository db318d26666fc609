import table from './tables/merge-keys.json' with { type: 'json' }

/** What the OpenAPI of Kubernetes 1.21.2 says about one field, as far as merging needs it. */
export type Schema = {
  /** Definition of a map. */
  readonly ref?: string
  /** Definition of the elements of a list. */
  readonly items?: string
  readonly merge?: string
  readonly key?: string
  readonly mapKeys?: readonly string[]
}

type Definitions = Readonly<Record<string, Readonly<Record<string, Schema>>>>

const definitions = table.definitions as unknown as Definitions
const kinds = table.gvk as Readonly<Record<string, string>>

/** Cluster-scoped kinds and the versions in which they are. */
const cluster = new Map<string, string[]>()
for (const gvk of table.cluster) {
  const [apiVersion = '', kind = ''] = gvk.split(' ')
  cluster.set(kind, [...(cluster.get(kind) ?? []), apiVersion])
}

/** The schema of a whole object; `undefined` for kinds that Kubernetes 1.21.2 did not have or that hold no mergeable list. */
export function schemaOf(apiVersion: string, kind: string): Schema | undefined {
  const gvk = `${apiVersion} ${kind}`
  return Object.hasOwn(kinds, gvk) ? { ref: kinds[gvk] as string } : undefined
}

/** The schema of a field of a map; `undefined` makes lists below it replaced, never merged. */
export function fieldOf(schema: Schema | undefined, name: string): Schema | undefined {
  if (schema?.ref === undefined) return undefined
  const fields = definitions[schema.ref]
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** The schema of every element of a list. */
export function elementOf(schema: Schema | undefined): Schema | undefined {
  return schema?.items === undefined ? undefined : { ref: schema.items }
}

/** Keys that identify an element of a mergeable list; empty for a list that is a set of scalars; `undefined` for a list that is replaced. */
export function keysOf(schema: Schema | undefined): readonly string[] | undefined {
  if (schema?.merge === undefined || !schema.merge.split(',').includes('merge')) return undefined
  if (schema.mapKeys !== undefined) return schema.mapKeys
  return schema.key ? [schema.key] : []
}

/**
 * How strategic merge identifies the elements of the list at a path of fields (list levels are not named:
 * `['spec', 'template', 'spec', 'containers', 'ports']`): its keys, none for a set of scalars such as
 * finalizers, `undefined` for everything that is replaced as a whole.
 */
export function mergeKeysOf(
  apiVersion: string,
  kind: string,
  path: readonly string[],
): readonly string[] | undefined {
  let schema = schemaOf(apiVersion, kind)
  for (const name of path) schema = fieldOf(elementOf(schema) ?? schema, name)
  return keysOf(schema)
}

/** True for the 36 kinds that Kubernetes 1.21.2 declares cluster-scoped; false for everything that kustomize cannot know, such as cluster-scoped custom resources. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return cluster.get(kind)?.includes(apiVersion) ?? false
}

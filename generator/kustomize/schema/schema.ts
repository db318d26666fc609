import table from '../tables/merge-keys.json' with { type: 'json' }

/** What the OpenAPI of Kubernetes 1.21.2 says about one field, as far as merging needs it. */
export type Schema = {
  /** Definition of a map. */
  readonly ref?: string
  /** Definition of the elements of a list. */
  readonly items?: string
  readonly merge?: string
  readonly key?: string
  readonly mapKeys?: readonly string[]
  /** Fields of a map whose definition is not in the table of this file. */
  readonly field?: (name: string) => Schema | undefined
  /** The same for the elements of a list. */
  readonly element?: Schema
}

/** What a build knows about kinds; with `openapi` not the same for every build. */
export type Schemas = {
  /** The schema of a whole object; `undefined` for kinds that are not described. */
  readonly schemaOf: (apiVersion: string, kind: string) => Schema | undefined
  /** True for kinds that are certainly cluster-scoped. */
  readonly isClusterScoped: (apiVersion: string, kind: string) => boolean
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

/** Kubernetes 1.21.2, and kustomize's own kinds: what is known without `openapi`. */
export const builtinSchemas: Schemas = { schemaOf, isClusterScoped }

/** The schema of a whole object; `undefined` for kinds that Kubernetes 1.21.2 did not have or that hold no mergeable list. */
function schemaOf(apiVersion: string, kind: string): Schema | undefined {
  const gvk = `${apiVersion} ${kind}`
  return Object.hasOwn(kinds, gvk)
    ? { ref: kinds[gvk] as string }
    : ownKinds.schemaOf(apiVersion, kind)
}

/** A definition by its name. */
export function definitionOf(name: string): Schema | undefined {
  return Object.hasOwn(definitions, name) ? { ref: name } : undefined
}

const generators: Schema = { merge: 'merge', key: 'name', element: {} }

/** The one kind of its own that kustomize adds whatever `openapi` says. */
export const ownKinds: Schemas = {
  schemaOf: (apiVersion, kind) =>
    apiVersion === 'kustomize.config.k8s.io/v1beta1' && kind === 'Kustomization'
      ? { field: (name) => (/^(?:configMap|secret)Generator$/.test(name) ? generators : undefined) }
      : undefined,
  isClusterScoped: () => false,
}

/** True for kinds that Kubernetes 1.21.2 has, whose scope no `openapi` can change. */
export function isBuiltinKind(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(kinds, `${apiVersion} ${kind}`) || isClusterScoped(apiVersion, kind)
}

/** The schema of a field of a map; `undefined` makes lists below it replaced, never merged. */
export function fieldOf(schema: Schema | undefined, name: string): Schema | undefined {
  if (schema?.field !== undefined) return schema.field(name)
  if (schema?.ref === undefined) return undefined
  const fields = definitions[schema.ref]
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** The schema of every element of a list. */
export function elementOf(schema: Schema | undefined): Schema | undefined {
  if (schema?.element !== undefined) return schema.element
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

import { builtinSchemas, type Schemas } from '../schema/schema.ts'

/** Group, version and kind; an absent part of a selector fits every kind. */
export type Gvk = { readonly group: string; readonly version: string; readonly kind: string }

/** What tells objects apart. `scope` is the effective namespace: `default` when none is written, a word that is no namespace for cluster-scoped kinds. */
export type Id = Gvk & { readonly name: string; readonly scope: string }

/** The effective namespace of kinds that have none. */
export const notNamespaced = '_non_namespaceable_'

/** Group and version of an apiVersion; only the first slash separates. */
export function gvkOf(apiVersion: string, kind: string): Gvk {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion, kind }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind }
}

/** The id of an object with this text in its fields. */
export function makeId(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string,
  schemas: Schemas = builtinSchemas,
): Id {
  const scope = schemas.isClusterScoped(apiVersion, kind) ? notNamespaced : namespace || 'default'
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  const version = slash < 0 ? apiVersion : apiVersion.slice(slash + 1)
  return { group, version, kind, name, scope }
}

/** The id as a key of a map. */
export function keyOfId(id: Id): string {
  return `${id.group}/${id.version}/${id.kind}/${id.scope}/${id.name}`
}

/** The id as people read it: `Deployment/web/tiles`. */
export function printId(id: Id): string {
  return id.scope === notNamespaced ? `${id.kind}/${id.name}` : `${id.kind}/${id.scope}/${id.name}`
}

/** True when every part that the selector names is equal. */
export function isSelected(gvk: Gvk, selector: Partial<Gvk>): boolean {
  return (
    (!selector.group || selector.group === gvk.group) &&
    (!selector.version || selector.version === gvk.version) &&
    (!selector.kind || selector.kind === gvk.kind)
  )
}

import type { Resource } from '../core/resource.ts'
import type { Catalog } from './catalog.ts'
import { nearest } from './check-object.ts'
import { hasRules } from './validations.ts'

/** Whether CEL or RE2 is needed to judge an object for a Kubernetes minor: it is of a kind with rules, or brings a schema along. */
export function needsEngine(
  catalog: Catalog,
  version = catalog.newest,
): (resource: Resource) => boolean {
  const minor = nearest(version, catalog.versions)
  return ({ apiVersion, kind }) => {
    if (kind === 'CustomResourceDefinition') return true
    const schema = catalog.schemaOf(apiVersion, kind, minor)
    return schema !== undefined && hasRules(schema.root)
  }
}

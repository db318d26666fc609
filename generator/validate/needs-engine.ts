import type { Resource } from '../core/resource.ts'
import type { Catalog } from './catalog.ts'
import { hasRules } from './validations.ts'

/** Whether CEL or RE2 is needed to judge these objects: one is of a kind with rules, or brings a schema along. */
export function needsEngine(catalog: Catalog, resources: Iterable<Resource>): boolean {
  const asked = new Set<string>()
  for (const { apiVersion, kind } of resources) {
    const name = `${apiVersion} ${kind}`
    if (asked.has(name)) continue
    asked.add(name)
    if (kind === 'CustomResourceDefinition') return true
    const schema = catalog.schemaOf(apiVersion, kind, catalog.newest)
    if (schema !== undefined && hasRules(schema.root)) return true
  }
  return false
}

import type { Resource } from '../core/resource.ts'
import type { Catalog } from './catalog.ts'
import { hasRules } from './validations.ts'

/** Whether CEL or RE2 is needed to judge an object: it is of a kind with rules, or brings a schema along. */
export function needsEngine(catalog: Catalog): (resource: Resource) => boolean {
  const known = new Map<string, boolean>()
  return ({ apiVersion, kind }) => {
    const name = `${apiVersion} ${kind}`
    const answer = known.get(name) ?? isNeeded(apiVersion, kind, catalog)
    known.set(name, answer)
    return answer
  }
}

function isNeeded(apiVersion: string, kind: string, catalog: Catalog): boolean {
  if (kind === 'CustomResourceDefinition') return true
  const schema = catalog.schemaOf(apiVersion, kind, catalog.newest)
  return schema !== undefined && hasRules(schema.root)
}

import type { Config } from '../core/config.ts'
import type { Resource } from '../core/resource.ts'

/** Objects and the configs that are generated beside them. Objects of a base carry no namespace. */
export type Side = { readonly resources: readonly Resource[]; readonly configs: readonly Config[] }

/** An object that both sides have. */
export type Pair = { readonly base: Resource; readonly wanted: Resource }

/** Every object of both sides, once. */
export type Pairs = {
  readonly kept: readonly Pair[]
  readonly added: readonly Resource[]
  readonly removed: readonly Resource[]
}

/**
 * Which object of the base becomes which wanted one. Kustomize cannot change a version, so the same object in
 * another version is one removed and one added. Throws (a bug of ours) when one side has an object twice.
 */
export function pairUp(
  base: readonly Resource[],
  wanted: readonly Resource[],
  namespace: string | undefined,
): Pairs {
  const before = byIdentity(base, namespace)
  const after = byIdentity(wanted, namespace)
  const kept: Pair[] = []
  const added: Resource[] = []
  for (const [id, resource] of after) {
    const old = before.get(id)
    if (old === undefined) added.push(resource)
    else kept.push({ base: old, wanted: resource })
  }
  const removed = [...before].flatMap(([id, resource]) => (after.has(id) ? [] : [resource]))
  return { kept, added, removed }
}

function byIdentity(
  resources: readonly Resource[],
  namespace: string | undefined,
): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>()
  for (const resource of resources) {
    const { name, namespace: own } = resource.metadata
    const place = own === namespace ? '' : (own ?? '')
    const id = [resource.apiVersion, resource.kind, place, name].join(' ')
    if (found.has(id)) throw new Error(`one overlay holds ${id} twice`)
    found.set(id, resource)
  }
  return found
}

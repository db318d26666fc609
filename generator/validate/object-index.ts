import type { Resource } from '../core/resource.ts'

/** The objects of a rendering by kind, namespace and name; of several the last. */
export type ObjectIndex = (
  kind: string,
  namespace: string | undefined,
  name: string,
) => Resource | undefined

type Names = Map<string, Map<string, Resource>>

/** Only kinds that are asked for are put in order, and no keys are put together. */
export function indexObjects(resources: readonly Resource[]): ObjectIndex {
  const byKind = new Map<string, Resource[]>()
  for (const resource of resources) {
    const list = byKind.get(resource.kind)
    if (list === undefined) byKind.set(resource.kind, [resource])
    else list.push(resource)
  }
  const made = new Map<string, Names>()
  return (kind, namespace, name) => {
    let names = made.get(kind)
    if (names === undefined) {
      names = namesOf(byKind.get(kind) ?? [])
      made.set(kind, names)
    }
    return names.get(String(namespace ?? ''))?.get(name)
  }
}

function namesOf(resources: readonly Resource[]): Names {
  const names: Names = new Map()
  for (const resource of resources) {
    const { metadata } = resource
    const namespace = String(metadata.namespace ?? '')
    const known = names.get(namespace)
    if (known === undefined) names.set(namespace, new Map([[String(metadata.name), resource]]))
    else known.set(String(metadata.name), resource)
  }
  return names
}

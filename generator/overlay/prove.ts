import type { Config } from '../core/config.ts'
import { groupOf, idOf, type Resource } from '../core/resource.ts'
import { hashedName, isClusterScoped } from '../kustomize/index.ts'
import { changesOf } from './changes-of.ts'
import { withConfigNames } from './config-names.ts'
import type { Side } from './pair-up.ts'

/** One place where a rendering is not what was wanted; `undefined`: not there. */
export type Difference = {
  /** The object as people name it (`idOf`). */
  readonly object: string
  /** Into the wanted object; into the rendered one where only that has it; empty for the whole object. */
  readonly pointer: string
  readonly wanted: unknown
  readonly rendered: unknown
}

/**
 * Differences between what a rendering holds and what was wanted; empty is a proof. Logical names of configs become
 * generated names on the wanted side, by the hash of what was wanted: the rendering is never read to find them.
 */
export function prove(
  rendered: readonly Resource[],
  wanted: Side,
  options: { readonly namespace?: string },
): readonly Difference[] {
  const found: Difference[] = []
  const there = byId(rendered, (id, rest) => {
    found.push({ object: id, pointer: '', wanted: undefined, rendered: rest })
  })
  const expected = byId(expectedOf(wanted, options.namespace), (id, rest) => {
    found.push({ object: id, pointer: '', wanted: rest, rendered: undefined })
  })
  for (const [id, resource] of expected) {
    const other = there.get(id)
    if (other === undefined)
      found.push({ object: idOf(resource), pointer: '', wanted: resource, rendered: undefined })
    else found.push(...differencesOf(resource, other))
  }
  for (const [id, resource] of there)
    if (!expected.has(id))
      found.push({ object: idOf(resource), pointer: '', wanted: undefined, rendered: resource })
  return found
}

function differencesOf(wanted: Resource, rendered: Resource): readonly Difference[] {
  return changesOf(wanted, rendered, wanted, { align: false }).map(({ pointer, from, to }) => ({
    object: idOf(wanted),
    pointer,
    wanted: to,
    rendered: from,
  }))
}

/** Objects by group, kind, namespace and name; of several with one identity the later ones go to `extra`. */
function byId(
  resources: readonly Resource[],
  extra: (id: string, resource: Resource) => void,
): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>()
  for (const resource of resources) {
    const { name, namespace = '' } = resource.metadata
    const id = [groupOf(resource.apiVersion), resource.kind, namespace, name].join(' ')
    if (found.has(id)) extra(idOf(resource), resource)
    else found.set(id, resource)
  }
  return found
}

/** Everything that must be there, generated ConfigMaps included, as kustomize names it. */
function expectedOf(wanted: Side, namespace: string | undefined): readonly Resource[] {
  const names = new Map(wanted.configs.map((config) => [config.name, hashedName(config)]))
  const seesConfigs = (r: Resource) =>
    r.metadata.namespace === namespace || isClusterScoped(r.apiVersion, r.kind)
  return [
    ...wanted.resources.map((r) => withoutEmpty(seesConfigs(r) ? withConfigNames(r, names) : r)),
    ...wanted.configs.map((config) => generated(config, namespace)),
  ]
}

function generated(config: Config, namespace: string | undefined): Resource {
  const { data, labels = {} } = config
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: hashedName(config),
      ...(namespace !== undefined && { namespace }),
      ...(Object.keys(labels).length > 0 && { labels }),
    },
    ...(Object.keys(data).length > 0 && { data }),
  }
}

/** Kustomize never prints empty annotations. */
function withoutEmpty(resource: Resource): Resource {
  const { annotations, ...metadata } = resource.metadata
  if (annotations === undefined || Object.keys(annotations).length > 0) return resource
  return { ...resource, metadata: metadata as Resource['metadata'] }
}

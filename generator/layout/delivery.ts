import type { Resource } from '../core/resource.ts'
import type { Files, FileTree } from '../core/tree.ts'
import type { Cluster, Fleet } from '../fleet/types.ts'
import { type Awaited, type DeliveryPlan, delivered, type Unit } from '../gitops/index.ts'
import { createRenderer, isClusterScoped } from '../kustomize/index.ts'
import type { Side } from '../overlay/index.ts'
import { namespaceObjects } from './namespaces.ts'
import { type Folders, foldersOf } from './overlay-folders.ts'
import type { OverlayPlan, Part } from './overlay-plan.ts'
import { baseFolder, clusterFolder, namespacesFolder } from './paths.ts'
import type { Plan } from './plan.ts'

/**
 * What reaches each cluster that has anything in it. Objects are known from the plan, except where people's `custom/`
 * has a say: that is rendered.
 */
export function deliveryPlans(
  { repository, clusters }: Fleet,
  plan: Plan,
  tree: FileTree,
  handWritten: Files,
): readonly DeliveryPlan[] {
  const files = new Map([...handWritten, ...tree])
  const renderer = createRenderer(files)
  const render = (folder: string) => renderer.render(folder).objects.map((o) => o.resource)
  const { url, revision: branch, secretRef } = repository
  return clusters.flatMap((cluster): DeliveryPlan[] => {
    const { name, delivery } = cluster
    const mine = plan.overlays.filter((o) => o.cluster.name === name)
    if (mine.length === 0) return []
    const namespaces = namespacesUnit(cluster, plan)
    const after = namespaces.map((u) => u.name)
    return [
      {
        cluster: name,
        engine: engineOf(delivery),
        repository: { url, branch, ...(secretRef === undefined ? {} : { secretRef }) },
        folder: `${clusterFolder(name)}/${delivery.engine}`,
        units: [
          ...namespaces,
          ...mine
            .flatMap((o) => unitsOf(o, foldersOf(o, files), render, after))
            .sort((a, b) => (a.name < b.name ? -1 : 1)),
        ],
      },
    ]
  })
}

const engineOf = ({ engine, ...options }: Cluster['delivery']): DeliveryPlan['engine'] => ({
  kind: engine,
  ...options,
})

function namespacesUnit(cluster: Cluster, { overlays }: Plan): readonly Unit[] {
  const objects = namespaceObjects(cluster, overlays)
  if (objects.length === 0) return []
  const folder = namespacesFolder(cluster.name)
  return [
    {
      name: 'namespaces',
      role: 'namespaces',
      environment: '',
      instance: '',
      namespace: '',
      folder,
      sources: [folder],
      objects: objects.map((r) => delivered(r, 'namespaces', true)),
      after: [],
      awaits: [],
    },
  ]
}

type Render = (folder: string) => readonly Resource[]

/** The units of one application in one environment: what makes its Secrets, itself, and what syncs apart. */
function unitsOf(
  overlay: OverlayPlan,
  folders: Folders,
  render: Render,
  after: readonly string[],
): readonly Unit[] {
  const { environment, instance, base, namespace, parts } = overlay
  const { folder, synced, custom } = folders
  const name = `${environment}.${instance}`
  const common = { environment, instance, after }
  const apart = parts
    .filter((part) => part.role !== 'application')
    .map(
      (part): Unit => ({
        ...common,
        name: `${name}.${part.name}`,
        role: part.role,
        namespace: part.home,
        folder: `${folder}/${part.name}`,
        sources: [`${folder}/${part.name}`],
        objects: objectsOf(part),
        awaits: part.role === 'runs' ? awaitedBy(overlay) : [],
      }),
    )
  if (synced === undefined) return apart
  const main = parts.find((p) => p.role === 'application')
  const objects = custom
    ? render(synced).map((r) => delivered(r, 'application', isGlobal(r)))
    : main
      ? objectsOf(main)
      : []
  const own: Unit = {
    ...common,
    name,
    role: 'application',
    namespace,
    folder: synced,
    sources: [baseFolder(base.instance), folder],
    objects,
    awaits: objects.some((o) => o.job === 'preflight') ? awaitedBy(overlay) : [],
  }
  return [own, ...apart]
}

const isGlobal = ({ apiVersion, kind }: Resource): boolean => isClusterScoped(apiVersion, kind)

const objectsOf = ({ side, role, home }: Part) =>
  asResources(side, home).map((r) => delivered(r, role, isGlobal(r)))

/** A generated ConfigMap is an object too, under its logical name. */
const asResources = ({ resources, configs }: Side, namespace: string): readonly Resource[] => [
  ...resources,
  ...configs.map(({ name }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
  })),
]

/** Each Secret once, with the keys of all who ask for it. */
function awaitedBy({ secrets, namespace }: OverlayPlan): readonly Awaited[] {
  const byName = new Map<string, Map<string, string>>()
  for (const { name, keys } of secrets) {
    const known = byName.get(name) ?? new Map<string, string>()
    byName.set(name, known)
    for (const { key, purpose } of keys) if (!known.has(key)) known.set(key, purpose)
  }
  return Array.from(byName, ([name, keys]) => ({
    namespace,
    name,
    keys: Array.from(keys, ([key, purpose]) => ({ key, purpose })),
  }))
}

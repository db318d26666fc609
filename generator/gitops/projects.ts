import type { Resource } from '../core/resource.ts'
import { BOOTSTRAP_PROJECT, IN_CLUSTER } from './argocd-names.ts'
import type { Delivered, DeliveryPlan, Unit } from './plan.ts'

type Kind = { readonly group: string; readonly kind: string }

/** Namespaces of the cluster's own machinery: only access rights may be put there. */
export const MACHINERY = 'kube-system'
const RIGHTS = new Set(['Role', 'RoleBinding'])

/** The project of a unit: its environment's, or that of the foreign namespace. */
export const projectOf = ({ role, environment, namespace }: Unit): string =>
  role === 'namespaces' ? BOOTSTRAP_PROJECT : role === 'foreign' ? namespace : environment

/**
 * One AppProject per environment and per foreign namespace with what their units need today, and the one of the root.
 * They are applied by an administrator, so that a push cannot widen its own rights.
 */
export function projects(plan: DeliveryPlan): readonly Resource[] {
  const units = plan.units.filter((u) => u.role !== 'namespaces')
  const names = [...new Set(units.map(projectOf))].sort()
  return [
    bootstrapProject(plan),
    ...names.map((name) => {
      const mine = units.filter((u) => projectOf(u) === name)
      const objects = mine.flatMap((u) => u.objects)
      const namespaces = [...new Set(mine.map((u) => u.namespace))].sort()
      return project(plan, name, `What runs as ${name}; applied by an administrator.`, {
        namespaces,
        cluster: kindsOf(objects.filter((o) => o.namespace === '')),
        namespaced: kindsOf(
          objects.filter((o) => o.namespace !== '' || o.unsure),
          CHILDREN,
        ),
      })
    }),
  ]
}

/** The root makes Namespaces and Applications, nothing else. */
const bootstrapProject = (plan: DeliveryPlan): Resource =>
  project(plan, BOOTSTRAP_PROJECT, 'Namespaces and Applications of this cluster.', {
    namespaces: [plan.engine.namespace],
    cluster: [{ group: '', kind: 'Namespace' }],
    namespaced: [
      { group: 'argoproj.io', kind: 'Application' },
      // Its Applications stay listed: Argo CD would not show them in the tree of the root otherwise.
      ...(plan.engine.applicationSet ? [{ group: 'argoproj.io', kind: 'ApplicationSet' }] : []),
    ],
  })

type Rights = {
  readonly namespaces: readonly string[]
  readonly cluster: readonly Kind[]
  readonly namespaced: readonly Kind[]
}

const project = (
  { engine, repository }: DeliveryPlan,
  name: string,
  description: string,
  { namespaces, cluster, namespaced }: Rights,
): Resource => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: {
    name,
    namespace: engine.namespace,
    labels: { 'app.kubernetes.io/managed-by': 'strata' },
  },
  spec: {
    description,
    sourceRepos: [repository.url],
    destinations: namespaces.map((namespace) => ({ server: IN_CLUSTER, namespace })),
    ...(cluster.length > 0 ? { clusterResourceWhitelist: cluster } : {}),
    // An empty list is dropped when Argo CD writes the project, and no list means everything.
    ...(namespaced.length > 0
      ? { namespaceResourceWhitelist: namespaced }
      : { namespaceResourceBlacklist: [{ group: '*', kind: '*' }] }),
  },
})

/** What controllers make of a kind: Argo CD shows it only if it is listed too. A push gains nothing by it. */
const CHILDREN: Readonly<Record<string, readonly Kind[]>> = {
  'apps/Deployment': [
    { group: 'apps', kind: 'ReplicaSet' },
    { group: '', kind: 'Pod' },
  ],
  'apps/StatefulSet': [
    { group: 'apps', kind: 'ControllerRevision' },
    { group: '', kind: 'Pod' },
    { group: '', kind: 'PersistentVolumeClaim' },
  ],
  'batch/Job': [{ group: '', kind: 'Pod' }],
  'batch/CronJob': [
    { group: 'batch', kind: 'Job' },
    { group: '', kind: 'Pod' },
  ],
  '/Service': [{ group: 'discovery.k8s.io', kind: 'EndpointSlice' }],
  'cert-manager.io/Certificate': [{ group: 'cert-manager.io', kind: 'CertificateRequest' }],
}

function kindsOf(
  objects: readonly Delivered[],
  children: Readonly<Record<string, readonly Kind[]>> = {},
): readonly Kind[] {
  const kinds = new Map<string, Kind>()
  for (const { group, kind } of objects)
    for (const k of [{ group, kind }, ...(children[`${group}/${kind}`] ?? [])])
      kinds.set(`${k.group}/${k.kind}`, k)
  return [...kinds.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, k]) => k)
}

/** Objects for kube-system that are more than access rights. */
export const beyondRights = ({ role, namespace, objects }: Unit): readonly Delivered[] =>
  role === 'foreign' && namespace === MACHINERY ? objects.filter((o) => !RIGHTS.has(o.kind)) : []

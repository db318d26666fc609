import type { Resource } from '../../core/resource.ts'
import type { Site } from '../../fleet/types.ts'
import { role, roleBinding, serviceAccount } from '../../model/objects.ts'
import { labels, type Names } from './names.ts'
import type { GeodataValues } from './values.ts'

type Rule = GeodataValues['extraPermissions'][number]
const API = 'rbac.authorization.k8s.io'

// The union of what upstream's Roles give and the runner really uses.
const JOBS: Rule = {
  apiGroups: ['batch'],
  resources: ['jobs'],
  verbs: ['create', 'get', 'watch', 'list', 'patch', 'delete'],
}
const pods = (...more: readonly string[]): Rule => ({
  apiGroups: [''],
  resources: [...more, 'pods', 'pods/log', 'pods/status'],
  verbs: ['get', 'watch', 'list'],
})

/** The ServiceAccount of the runner, and one Role that is really bound to it. */
export function launcherAccess(
  values: GeodataValues,
  site: Site,
  names: Names,
): readonly Resource[] {
  const metadata = { name: names.launcher, labels: labels(site.instance, values.runner) }
  // Workers also report the events of pods that do not start.
  const own = [JOBS, values.runner === 'worker' ? pods('events') : pods()]
  return [
    serviceAccount(metadata, { automountServiceAccountToken: false }),
    role(metadata, { rules: [...own, ...values.extraPermissions] }),
    roleBinding(metadata, {
      roleRef: { apiGroup: API, kind: 'Role', name: names.launcher },
      subjects: [{ kind: 'ServiceAccount', name: names.launcher }],
    }),
  ]
}

/** The runner may read one object of kube-system: the namespace itself, whose UID is Prefect's id of the cluster. */
export function clusterIdAccess(
  values: GeodataValues,
  site: Site,
  names: Names,
): readonly Resource[] {
  const metadata = {
    name: names.clusterId,
    namespace: 'kube-system',
    labels: labels(site.instance, values.runner),
  }
  return [
    role(metadata, {
      rules: [
        {
          apiGroups: [''],
          resources: ['namespaces'],
          resourceNames: ['kube-system'],
          verbs: ['get'],
        },
      ],
    }),
    roleBinding(metadata, {
      roleRef: { apiGroup: API, kind: 'Role', name: names.clusterId },
      subjects: [{ kind: 'ServiceAccount', name: names.launcher, namespace: site.namespace }],
    }),
  ]
}

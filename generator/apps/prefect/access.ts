import type { Resource } from '../../core/resource.ts'
import type { Site } from '../../fleet/types.ts'
import { list } from '../../fleet/values.ts'
import { type PolicyRule, serviceAccount } from '../../model/objects.ts'
import { kubeSystemRole } from '../cluster-id.ts'
import { boundRole, policyRule } from '../rbac.ts'

type Labels = Readonly<Record<string, string>>

const ALL = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']

/** Values that say what an agent or a worker may do besides its own work. */
export const accessValues = {
  extraPermissions: list(policyRule, {
    description:
      'Rules added to the Role, e.g. for flows that start Dask clusters in the same pod.',
    default: [],
    examples: [
      [
        { apiGroups: [''], resources: ['pods', 'services'], verbs: ALL },
        { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: ALL },
      ],
    ],
  }),
  kubeSystemRole,
}

/** The Jobs of flow runs and their pods. `watched` is what is only read. */
export const runnerRules = (...watched: readonly string[]): readonly PolicyRule[] => [
  { apiGroups: [''], resources: [...watched], verbs: ['get', 'watch', 'list'] },
  {
    apiGroups: ['batch'],
    resources: ['jobs'],
    verbs: ALL,
  },
]

/** ServiceAccount, and one Role that is bound to it, in the namespace where the Jobs run. */
export function runnerAccess(
  rules: readonly PolicyRule[],
  site: Site,
  labels: Labels,
  jobNamespace?: string,
): readonly Resource[] {
  const { instance, namespace } = site
  const elsewhere = jobNamespace !== undefined && jobNamespace !== namespace
  // In somebody else's namespace the name also says whose it is.
  const name = elsewhere ? `${namespace}-${instance}` : instance
  const metadata = { name, labels, ...(elsewhere ? { namespace: jobNamespace } : {}) }
  return [
    serviceAccount({ name: instance, labels }, { automountServiceAccountToken: false }),
    ...boundRole(metadata, rules, { name: instance, ...(elsewhere ? { namespace } : {}) }),
  ]
}

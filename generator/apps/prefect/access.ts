import type { Resource } from '../../core/resource.ts'
import type { Note, Site } from '../../fleet/types.ts'
import { any, boolean, list, type ValueProblem } from '../../fleet/values.ts'
import { type PolicyRule, role, roleBinding, serviceAccount } from '../../model/objects.ts'

export type Rule = PolicyRule
type Labels = Readonly<Record<string, string>>
type About = { readonly description: string }

const API = 'rbac.authorization.k8s.io'
const names = { type: 'array', items: { type: 'string' }, minItems: 1 }

const rule = any<Rule, About>(
  {
    type: 'object',
    properties: { apiGroups: names, resources: names, verbs: names, resourceNames: names },
    required: ['apiGroups', 'resources', 'verbs'],
    additionalProperties: false,
  },
  { description: 'apiGroups, resources and verbs, as in a Role.' },
)

const ALL = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']

/** Values that say what an agent or a worker may do besides its own work. */
export const accessValues = {
  extraPermissions: list(rule, {
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
  kubeSystemRole: boolean({
    description:
      "Let it read the cluster's id, the UID of the namespace kube-system (a Role there); needed where the cluster's clusterUid is not given.",
    default: false,
  }),
}

/** The Jobs of flow runs and their pods. `watched` is what is only read. */
export const runnerRules = (...watched: readonly string[]): readonly Rule[] => [
  { apiGroups: [''], resources: [...watched], verbs: ['get', 'watch', 'list'] },
  {
    apiGroups: ['batch'],
    resources: ['jobs'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
]

/** ServiceAccount, and one Role that is bound to it, in the namespace where the Jobs run. */
export function runnerAccess(
  rules: readonly Rule[],
  site: Site,
  labels: Labels,
  jobNamespace?: string,
): readonly Resource[] {
  const { instance, namespace } = site
  const elsewhere = jobNamespace !== undefined && jobNamespace !== namespace
  // In somebody else's namespace the name also says whose it is.
  const name = elsewhere ? `${namespace}-${instance}` : instance
  const metadata = { name, labels, ...(elsewhere ? { namespace: jobNamespace } : {}) }
  const subject = { kind: 'ServiceAccount', name: instance, ...(elsewhere ? { namespace } : {}) }
  return [
    serviceAccount({ name: instance, labels }, { automountServiceAccountToken: false }),
    role(metadata, { rules }),
    roleBinding(metadata, {
      roleRef: { apiGroup: API, kind: 'Role', name },
      subjects: [subject],
    }),
  ]
}

/** The right to read one object of kube-system: the namespace itself, whose UID is Prefect's id of the cluster. */
export function clusterIdAccess(
  { instance, namespace }: Site,
  labels: Labels,
): readonly Resource[] {
  const name = `${namespace}-${instance}-cluster-id`
  const metadata = { name, namespace: 'kube-system', labels }
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
      roleRef: { apiGroup: API, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: instance, namespace }],
    }),
  ]
}

/** Neither told nor allowed to ask: cancelling flow runs would break. A base has no cluster yet. */
export const clusterIdProblems = (
  kubeSystemRole: boolean,
  { cluster, environment }: Site,
): readonly ValueProblem[] =>
  environment !== null && cluster.clusterUid === null && !kubeSystemRole
    ? [
        {
          pointer: '/kubeSystemRole',
          message: `Prefect needs the id of cluster ${cluster.name}, and can neither read nor be told it`,
          hint: "set the cluster's clusterUid (kubectl get namespace kube-system -o jsonpath={.metadata.uid}), or kubeSystemRole: true",
        },
      ]
    : []

/** A right that nobody uses. */
export const clusterIdNotes = (kubeSystemRole: boolean, { cluster }: Site): readonly Note[] =>
  kubeSystemRole && cluster.clusterUid !== null
    ? [
        {
          pointer: '/kubeSystemRole',
          message: `cluster ${cluster.name} has a clusterUid, so nobody uses the Role in kube-system`,
          hint: 'set kubeSystemRole: false',
        },
      ]
    : []

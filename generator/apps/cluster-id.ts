import type { Resource } from '../core/resource.ts'
import type { Note, Site } from '../fleet/types.ts'
import { boolean, type ValueProblem } from '../fleet/values.ts'
import { boundRole } from './rbac.ts'

/** Schema of the right to ask for Prefect's id of the cluster, which is the UID of the namespace kube-system. */
export const kubeSystemRole = boolean({
  description:
    "Let the runner read the cluster's id, the UID of the namespace kube-system (a Role there); needed where the cluster's clusterUid is not given.",
  default: false,
})

/** The right to read one object of kube-system, the namespace itself; instances of all namespaces meet there. */
export function clusterIdAccess(
  { instance, namespace }: Site,
  labels: Readonly<Record<string, string>>,
  serviceAccount: string,
): readonly Resource[] {
  const name = `${namespace}-${instance}-cluster-id`
  return boundRole(
    { name, namespace: 'kube-system', labels },
    [
      {
        apiGroups: [''],
        resources: ['namespaces'],
        resourceNames: ['kube-system'],
        verbs: ['get'],
      },
    ],
    { name: serviceAccount, namespace },
  )
}

/** The variable that tells Prefect the id, without which it asks the API server. */
export const clusterIdEnv = ({ cluster }: Site): Readonly<Record<string, string>> =>
  cluster.clusterUid === null ? {} : { PREFECT_KUBERNETES_CLUSTER_UID: cluster.clusterUid }

/** Neither told nor allowed to ask: cancelling flow runs would break. A base has no cluster yet. */
export const clusterIdProblems = (
  mayAsk: boolean,
  { cluster, environment }: Site,
): readonly ValueProblem[] =>
  environment !== null && cluster.clusterUid === null && !mayAsk
    ? [
        {
          pointer: '/kubeSystemRole',
          message: `Prefect needs the id of cluster ${cluster.name}, and can neither read nor be told it`,
          hint: "set the cluster's clusterUid (kubectl get namespace kube-system -o jsonpath={.metadata.uid}), or kubeSystemRole: true",
        },
      ]
    : []

/** A right that nobody uses. */
export const clusterIdNotes = (mayAsk: boolean, { cluster }: Site): readonly Note[] =>
  mayAsk && cluster.clusterUid !== null
    ? [
        {
          pointer: '/kubeSystemRole',
          message: `cluster ${cluster.name} has a clusterUid, so nobody uses the Role in kube-system`,
          hint: 'set kubeSystemRole: false',
        },
      ]
    : []

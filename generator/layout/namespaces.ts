import { type FileTree, mergeTrees } from '../core/tree.ts'
import type { Cluster } from '../fleet/types.ts'
import { namespace } from '../model/objects.ts'
import { KEEP } from '../model/pods.ts'
import { kustomizationText } from '../overlay/index.ts'
import { objectFiles, under } from './files.ts'
import type { OverlayPlan } from './overlay-plan.ts'
import { HEADER, KUSTOMIZATION, namespacesFolder } from './paths.ts'
import type { Plan } from './plan.ts'

/** Namespaces that are there before us, on every cluster. */
const GIVEN = /^(default|kube-.*|openshift(-.*)?)$/

/** Names of the namespaces that a cluster needs from us, sorted. */
export function namespacesOf(
  cluster: Cluster,
  overlays: readonly OverlayPlan[],
): readonly string[] {
  const names = overlays.filter((o) => o.cluster.name === cluster.name).map((o) => o.namespace)
  return [...new Set(names)].filter((name) => !GIVEN.test(name)).sort()
}

/** The Namespace objects of a cluster; nobody may delete what lives in them. */
export const namespaceObjects = (cluster: Cluster, overlays: readonly OverlayPlan[]) =>
  namespacesOf(cluster, overlays).map((name) =>
    namespace({ name, labels: labelsOf(cluster), annotations: KEEP }, {}),
  )

/** OpenShift GitOps may write only into namespaces that say so. */
const labelsOf = ({ openshift, delivery }: Cluster) => ({
  'app.kubernetes.io/managed-by': 'strata',
  ...(openshift !== undefined && delivery.engine === 'argocd'
    ? { 'argocd.argoproj.io/managed-by': delivery.namespace }
    : {}),
})

/** Namespaces belong to the cluster, not to an application: two may share one, and it must be there first. */
export function namespacesTree(cluster: Cluster, { overlays }: Plan): FileTree {
  const objects = objectFiles(namespaceObjects(cluster, overlays))
  if (objects.size === 0) return new Map()
  const text = kustomizationText({ header: HEADER, resources: [...objects.keys()] })
  return under(
    namespacesFolder(cluster.name),
    mergeTrees(new Map([[KUSTOMIZATION, text]]), objects),
  )
}

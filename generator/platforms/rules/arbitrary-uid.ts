import type { PlatformRule } from '../../fleet/types.ts'
import { mapSame, withContainers, withPod } from '../pods.ts'

const IDS = new Set(['runAsUser', 'runAsGroup', 'fsGroup', 'supplementalGroups', 'seLinuxOptions'])

type Context = Readonly<Record<string, unknown>>

function without(context: Context): Context | undefined {
  const kept = Object.entries(context).filter(([field]) => !IDS.has(field))
  if (kept.length === Object.keys(context).length) return context
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

function relieved<T extends { readonly securityContext?: Context }>(part: T): T {
  if (typeof part.securityContext !== 'object' || part.securityContext === null) return part
  const kept = without(part.securityContext)
  if (kept === part.securityContext) return part
  const { securityContext: _, ...rest } = part
  return (kept === undefined ? rest : { ...rest, securityContext: kept }) as T
}

/** Source: the SCC restricted-v2 of openshift/cluster-kube-apiserver-operator (MustRunAsRange, fsGroup and seLinux MustRunAs). */
export const arbitraryUid: PlatformRule = {
  id: 'arbitrary-uid',
  why: 'restricted-v2 assigns user, group and SELinux ids itself and refuses fixed ones',
  apply(desired) {
    const resources = mapSame(desired.resources, (resource) =>
      withPod(resource, (pod) => relieved(withContainers(pod, relieved))),
    )
    return { ...desired, resources }
  },
}

import type { Place } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import type { Unit } from './check.ts'
import type { Loaded } from './load.ts'
import type { Root } from './validate-repository.ts'

/** Generated files are not for editing: what they say is decided where fleet.yaml names the application, or the cluster. */
export function decidedBy({
  checked,
  handWritten,
  plan,
}: Pick<Loaded, 'checked' | 'handWritten' | 'plan'>): (root: Root) => Partial<Unit> {
  const promised = promisesOf(plan)
  return ({ overlay, cluster }) => ({
    promised: promised.get(cluster) ?? new Map(),
    decided: (file): Place | undefined =>
      handWritten.has(file) ? undefined : checked.place(pointerOf(overlay, cluster), true),
  })
}

type Promised = NonNullable<Unit['promised']>

/** What `strata list secrets` lists for each cluster: applications of one namespace may read one another's Secrets. */
function promisesOf({ overlays }: Loaded['plan']): ReadonlyMap<string, Promised> {
  const clusters = new Map<string, Map<string, Map<string, Set<string>>>>()
  for (const { cluster, namespace, secrets } of overlays) {
    const namespaces = clusters.get(cluster.name) ?? new Map()
    const known = namespaces.get(namespace) ?? new Map<string, Set<string>>()
    clusters.set(cluster.name, namespaces.set(namespace, known))
    for (const { name, keys } of secrets)
      known.set(name, new Set([...(known.get(name) ?? []), ...keys.map(({ key }) => key)]))
  }
  return clusters
}

function pointerOf(overlay: Root['overlay'], cluster: string): string {
  if (overlay === undefined) return pointerTo('/clusters', cluster)
  const environments = `${pointerTo('/applications', overlay.instance)}/environments`
  return pointerTo(environments, overlay.environment)
}

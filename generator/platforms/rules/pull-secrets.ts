import type { PlatformRule } from '../../fleet/types.ts'
import { mapSame, withPod } from '../pods.ts'

export const pullSecrets: PlatformRule = {
  id: 'pull-secrets',
  why: 'the registry of the cluster wants credentials',
  apply(desired, { cluster }) {
    const names = cluster.registry.pullSecrets
    if (names.length === 0) return desired
    const resources = mapSame(desired.resources, (resource) =>
      withPod(resource, (pod) => {
        const there = pod.imagePullSecrets ?? []
        const missing = names.filter((name) => !there.some((s) => s.name === name))
        const imagePullSecrets = [...there, ...missing.map((name) => ({ name }))]
        return missing.length === 0 ? pod : { ...pod, imagePullSecrets }
      }),
    )
    return { ...desired, resources }
  },
}

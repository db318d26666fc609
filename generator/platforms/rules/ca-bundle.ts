import type { PlatformRule } from '../../fleet/types.ts'
import { caBundle as bundleOf } from '../../model/pods.ts'
import { mapSame, withContainers, withPod } from '../pods.ts'

export const caBundle: PlatformRule = {
  id: 'ca-bundle',
  why: 'the cluster has certificate authorities of its own',
  apply(desired, { cluster }) {
    if (cluster.caBundle === undefined) return desired
    const { env, mount, volume } = bundleOf(cluster.caBundle)
    const variables = Object.entries(env).map(([name, value]) => ({ name, value }))
    const resources = mapSame(desired.resources, (resource) =>
      withPod(resource, (pod) => {
        const changed = withContainers(pod, (container) => ({
          ...container,
          env: [...(container.env ?? []), ...missing(container.env ?? [], variables)],
          volumeMounts: [...(container.volumeMounts ?? []), mount],
        }))
        return { ...changed, volumes: [...(pod.volumes ?? []), volume] }
      }),
    )
    return { ...desired, resources }
  },
}

type Variable = { readonly name: string; readonly value?: string }

/** What a container says itself about a variable stays. */
const missing = (there: readonly Variable[], wanted: readonly Variable[]): readonly Variable[] =>
  wanted.filter(({ name }) => !there.some((v) => v.name === name))

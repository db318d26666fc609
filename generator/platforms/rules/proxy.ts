import type { PlatformRule } from '../../fleet/types.ts'
import { mapSame, withContainers, withPod } from '../pods.ts'

export const proxy: PlatformRule = {
  id: 'proxy',
  why: 'the cluster reaches the outside through a proxy',
  apply(desired, { cluster }) {
    const { http, https, no } = cluster.proxy ?? {}
    const variables = Object.entries({
      HTTP_PROXY: http,
      HTTPS_PROXY: https,
      NO_PROXY: no,
    }).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
    if (variables.length === 0) return desired
    const resources = mapSame(desired.resources, (resource) =>
      withPod(resource, (pod) =>
        withContainers(pod, (container) => {
          const there = container.env ?? []
          const missing = variables.filter((v) => !there.some((e) => e.name === v.name))
          return missing.length === 0 ? container : { ...container, env: [...there, ...missing] }
        }),
      ),
    )
    return { ...desired, resources }
  },
}

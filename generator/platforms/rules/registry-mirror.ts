import { mirrorImage } from '../../fleet/mirror.ts'
import type { PlatformRule } from '../../fleet/types.ts'
import { mapSame, withContainers, withPod } from '../pods.ts'

export const registryMirror: PlatformRule = {
  id: 'registry-mirror',
  why: 'images are pulled from the mirror that the cluster names',
  apply(desired, { cluster }) {
    const { mirror } = cluster.registry
    if (Object.keys(mirror).length === 0) return desired
    const resources = mapSame(desired.resources, (resource) =>
      withPod(resource, (pod) =>
        withContainers(pod, (container) => {
          const image = mirrorImage(container.image ?? '', mirror)
          return image === container.image || !container.image ? container : { ...container, image }
        }),
      ),
    )
    return { ...desired, resources }
  },
}

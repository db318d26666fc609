import type { PlatformRule } from '../../fleet/types.ts'
import { KEEP } from '../../model/pods.ts'
import { mapSame } from '../pods.ts'

const DATA = new Set(['PersistentVolume', 'PersistentVolumeClaim'])

export const keepData: PlatformRule = {
  id: 'keep-data',
  why: 'objects that hold data are neither pruned nor deleted by Argo CD or Flux',
  everywhere: true,
  apply(desired) {
    const resources = mapSame(desired.resources, (r) =>
      DATA.has(r.kind)
        ? { ...r, metadata: { ...r.metadata, annotations: { ...r.metadata.annotations, ...KEEP } } }
        : r,
    )
    return { ...desired, resources }
  },
}

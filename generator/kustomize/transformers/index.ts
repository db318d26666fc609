import type { Transformer } from '../layer.ts'
import { commonAnnotations } from './common-annotations.ts'
import { images } from './images.ts'
import { labels } from './labels.ts'
import { namePrefix } from './name-prefix.ts'
import { nameSuffix } from './name-suffix.ts'
import { namespace } from './namespace.ts'
import { patches } from './patches.ts'
import { patchesJson6902 } from './patches-json6902.ts'
import { patchesStrategicMerge } from './patches-strategic-merge.ts'
import { replacements } from './replacements.ts'
import { replicas } from './replicas.ts'

/** Every transformer, in the order in which kustomize runs them whatever the order of the fields. */
export const transformers: readonly Transformer[] = [
  patchesStrategicMerge,
  patches,
  namespace,
  namePrefix,
  nameSuffix,
  labels,
  commonAnnotations,
  patchesJson6902,
  replicas,
  images,
  replacements,
]

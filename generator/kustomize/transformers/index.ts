import type { Transformer } from '../layer.ts'
import type { Kustomization } from '../read/kustomization.ts'
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

/** A field, the builtin of kustomize that does its work, and how many steps upstream counts for it. */
export type FieldTransformer = {
  readonly plugin: string
  readonly run: Transformer
  readonly steps: (kustomization: Kustomization) => number
}

/** Every transformer, in the order in which kustomize runs them whatever the order of the fields. */
export const transformers: readonly FieldTransformer[] = [
  {
    plugin: 'PatchStrategicMergeTransformer',
    run: patchesStrategicMerge,
    steps: (k) => one(k.patchesStrategicMerge),
  },
  { plugin: 'PatchTransformer', run: patches, steps: (k) => count(k.patches) },
  { plugin: 'NamespaceTransformer', run: namespace, steps: (k) => one(k.namespace) },
  { plugin: 'PrefixTransformer', run: namePrefix, steps: (k) => one(k.namePrefix) },
  { plugin: 'SuffixTransformer', run: nameSuffix, steps: (k) => one(k.nameSuffix) },
  {
    plugin: 'LabelTransformer',
    run: labels,
    steps: (k) => count(k.labels) + Math.max(one(k.labels), one(Object.keys(k.commonLabels ?? {}))),
  },
  {
    plugin: 'AnnotationsTransformer',
    run: commonAnnotations,
    steps: (k) => one(Object.keys(k.commonAnnotations ?? {})),
  },
  {
    plugin: 'PatchJson6902Transformer',
    run: patchesJson6902,
    steps: (k) => count(k.patchesJson6902),
  },
  { plugin: 'ReplicaCountTransformer', run: replicas, steps: (k) => count(k.replicas) },
  { plugin: 'ImageTagTransformer', run: images, steps: (k) => count(k.images) },
  { plugin: 'ReplacementTransformer', run: replacements, steps: (k) => one(k.replacements) },
]

type Written = { readonly length: number } | undefined

function count(written: Written): number {
  return written?.length ?? 0
}

function one(written: Written): number {
  return count(written) === 0 ? 0 : 1
}

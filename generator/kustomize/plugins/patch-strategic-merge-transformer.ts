import { patchesStrategicMerge } from '../transformers/patches-strategic-merge.ts'
import { asField, transformer } from './plugin.ts'

type Arguments = { readonly paths?: readonly string[]; readonly patches?: string }

/** PatchStrategicMergeTransformer: the old `patchesStrategicMerge`, then a text with objects. */
export const patchStrategicMergeTransformer = transformer<Arguments>(
  { paths: { list: 'text' }, patches: 'text' },
  ({ paths = [], patches }, host) =>
    asField(patchesStrategicMerge, host, {
      patchesStrategicMerge: patches ? [...paths, patches] : paths.length > 0 ? paths : [''],
    }),
)

import type { Selector } from '../read/kustomization.ts'
import { patchesJson6902 } from '../transformers/patches-json6902.ts'
import { asField, transformer } from './plugin.ts'
import { target } from './target.ts'

type Arguments = { readonly target?: Selector; readonly path?: string; readonly jsonOp?: string }

/** PatchJson6902Transformer: one entry of the old `patchesJson6902`. */
export const patchJson6902Transformer = transformer<Arguments>(
  { target, path: 'text', jsonOp: 'text' },
  ({ jsonOp, ...rest }, host) =>
    asField(patchesJson6902, host, {
      patchesJson6902: [{ ...rest, ...(jsonOp !== undefined && { patch: jsonOp }) }],
    }),
)

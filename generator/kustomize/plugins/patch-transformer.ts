import type { Patch } from '../read/kustomization.ts'
import { patches } from '../transformers/patches.ts'
import { asField, transformer } from './plugin.ts'
import { target } from './target.ts'

/** PatchTransformer: one entry of `patches`. */
export const patchTransformer = transformer<Patch>(
  {
    path: 'text',
    patch: 'text',
    target,
    options: { fields: { allowNameChange: 'boolean', allowKindChange: 'boolean' } },
  },
  (patch, host) => asField(patches, host, { patches: [patch] }),
)

import type { Replacement } from '../read/kustomization.ts'
import { replacementFields } from '../read/kustomization-shape.ts'
import { replacements } from '../transformers/replacements.ts'
import { asField, transformer } from './plugin.ts'

type Arguments = { readonly replacements?: readonly Replacement[] }

/** ReplacementTransformer: the entries of `replacements`. */
export const replacementTransformer = transformer<Arguments>(
  { replacements: { list: { fields: { ...replacementFields, path: 'text' } } } },
  (read, host) => asField(replacements, host, { replacements: read.replacements ?? [] }),
)

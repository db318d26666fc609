import { UserError } from '../../core/finding.ts'
import { rename } from '../identity/rename.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { specs } from '../schema/field-tables.ts'
import { namePrefix } from '../transformers/name-prefix.ts'
import { asField, type Host, type Plugin, yamlTransformer } from './plugin.ts'

type Arguments = { readonly prefix?: string; readonly fieldSpecs?: readonly FieldSpec[] }

/** PrefixTransformer: a text in front of what its field specs name. */
export const prefixTransformer: Plugin = yamlTransformer<Arguments>(
  { prefix: 'text', fieldSpecs: specs },
  ({ prefix = '', fieldSpecs }, host) => {
    const fields = wanted(fieldSpecs, host)
    return prefix === ''
      ? (entries) => rename(entries, fields, (name) => name)
      : asField(namePrefix, host, { namePrefix: prefix }, { namePrefix: fields })
  },
)

/** Unlike other plugins, those of names want field specs. Throws UserError. */
export function wanted(
  fieldSpecs: readonly FieldSpec[] | undefined,
  { layer }: Host,
): readonly FieldSpec[] {
  if (fieldSpecs !== undefined) return fieldSpecs
  throw new UserError({
    message: `${layer.file}: a name transformer has no fieldSpecs`,
    hint: 'add fieldSpecs: [{path: metadata/name}]',
  })
}

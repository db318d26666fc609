import { rename } from '../identity/rename.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { specs } from '../schema/field-tables.ts'
import { nameSuffix } from '../transformers/name-suffix.ts'
import { asField, type Plugin, yamlTransformer } from './plugin.ts'
import { wanted } from './prefix-transformer.ts'

type Arguments = { readonly suffix?: string; readonly fieldSpecs?: readonly FieldSpec[] }

/** SuffixTransformer: a text behind what its field specs name. */
export const suffixTransformer: Plugin = yamlTransformer<Arguments>(
  { suffix: 'text', fieldSpecs: specs },
  ({ suffix = '', fieldSpecs }, host) => {
    const fields = wanted(fieldSpecs, host)
    return suffix === ''
      ? (entries) => rename(entries, fields, (name) => name)
      : asField(nameSuffix, host, { nameSuffix: suffix }, { nameSuffix: fields })
  },
)

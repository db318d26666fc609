import type { FieldSpec } from '../field-spec.ts'
import { specs } from '../field-tables.ts'
import { setPairs } from '../set-pairs.ts'
import { transformer } from './plugin.ts'

type Arguments = {
  readonly labels?: Readonly<Record<string, string>>
  readonly fieldSpecs?: readonly FieldSpec[]
}

/** LabelTransformer: labels where its field specs say. */
export const labelTransformer = transformer<Arguments>(
  { labels: { map: 'text' }, fieldSpecs: specs },
  ({ labels = {}, fieldSpecs = [] }) =>
    (entries) =>
      setPairs(entries, fieldSpecs, labels),
)

import { setPairs } from '../edit/set-pairs.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { specs } from '../schema/field-tables.ts'
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

import { setPairs } from '../edit/set-pairs.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { specs } from '../schema/field-tables.ts'
import { transformer } from './plugin.ts'

type Arguments = {
  readonly annotations?: Readonly<Record<string, string>>
  readonly fieldSpecs?: readonly FieldSpec[]
}

/** AnnotationsTransformer: annotations where its field specs say. */
export const annotationsTransformer = transformer<Arguments>(
  { annotations: { map: 'text' }, fieldSpecs: specs },
  ({ annotations = {}, fieldSpecs = [] }) =>
    (entries) =>
      setPairs(entries, fieldSpecs, annotations),
)

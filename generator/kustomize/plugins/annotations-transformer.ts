import type { FieldSpec } from '../field-spec.ts'
import { specs } from '../field-tables.ts'
import { setPairs } from '../set-pairs.ts'
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

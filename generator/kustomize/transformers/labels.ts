import { type FieldSpec, mergeSpecs } from '../field-spec.ts'
import type { FieldTables } from '../field-tables.ts'
import type { Label } from '../kustomization.ts'
import type { Transformer } from '../layer.ts'
import { setPairs } from '../set-pairs.ts'

/** Where a label goes unless it says more. */
const metadata: readonly FieldSpec[] = [{ path: 'metadata/labels', create: true }]

/** `labels`, one entry after another, then the old `commonLabels`, which also go into selectors. */
export const labels: Transformer = (entries, { kustomization, tables }) => {
  const labelled = (kustomization.labels ?? []).reduce(
    (now, label) => setPairs(now, fieldsOf(label, tables), label.pairs ?? {}),
    entries,
  )
  return setPairs(labelled, tables.commonLabels, kustomization.commonLabels ?? {})
}

function fieldsOf(label: Label, tables: FieldTables): readonly FieldSpec[] {
  const own = mergeSpecs(label.fields ?? [], tables.labels)
  if (label.includeSelectors) return mergeSpecs(own, tables.commonLabels)
  const more = label.includeTemplates ? mergeSpecs(own, tables.templateLabels) : own
  return mergeSpecs(more, metadata)
}

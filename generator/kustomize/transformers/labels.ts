import { setPairs } from '../edit/set-pairs.ts'
import type { Entry } from '../identity/entry.ts'
import { type Layer, listed, type Transformer } from '../layer.ts'
import type { Label } from '../read/kustomization.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import type { FieldTables } from '../schema/field-tables.ts'
import { mergeSpecs } from '../schema/merge-specs.ts'
import { servicesWithoutSelector } from '../warnings/service-selector.ts'

/** Where a label goes unless it says more. */
const metadata: readonly FieldSpec[] = [{ path: 'metadata/labels', create: true }]

/** `labels`, one entry after another, then the old `commonLabels`, which also go into selectors. */
export const labels: Transformer = (entries, layer) => {
  const { kustomization, tables, at, only } = layer
  const labelled = listed(kustomization.labels, layer).reduce(
    (now, [i, label]) =>
      at(`/labels/${i}`, () => {
        const { pairs = {} } = label
        if (label.includeSelectors) lookAtServices(now, pairs, `/labels/${i}`, layer)
        return setPairs(now, fieldsOf(label, tables), pairs)
      }),
    entries,
  )
  if (only !== undefined && only !== (kustomization.labels?.length ?? 0)) return labelled
  return at('/commonLabels', () => {
    const { commonLabels = {} } = kustomization
    lookAtServices(labelled, commonLabels, '/commonLabels', layer)
    return setPairs(labelled, tables.commonLabels, commonLabels)
  })
}

function lookAtServices(
  entries: readonly Entry[],
  pairs: Readonly<Record<string, string>>,
  pointer: string,
  { warn }: Layer,
): void {
  if (Object.keys(pairs).length === 0) return
  for (const problem of servicesWithoutSelector(entries)) warn(problem, pointer)
}

function fieldsOf(label: Label, tables: FieldTables): readonly FieldSpec[] {
  const own = mergeSpecs(label.fields ?? [], tables.labels)
  if (label.includeSelectors) return mergeSpecs(own, tables.commonLabels)
  const more = label.includeTemplates ? mergeSpecs(own, tables.templateLabels) : own
  return mergeSpecs(more, metadata)
}

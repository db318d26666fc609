import { UserError } from '../../core/finding.ts'
import { currentId, type Entry, formerIds, withNode } from '../entry.ts'
import { type FieldSpec, setFields } from '../field-spec.ts'
import { isSelected } from '../id.ts'
import type { Layer, Transformer } from '../layer.ts'
import { restyled } from '../node.ts'

type Replica = { readonly name?: string; readonly count?: number }

/** `replicas`: the count of every workload that has, or had, the name; one that nobody has is an error. */
export const replicas: Transformer = (entries, layer) =>
  (layer.kustomization.replicas ?? []).reduce(
    (now, replica, place) => layer.at(`/replicas/${place}`, () => setCount(now, replica, layer)),
    entries,
  )

function setCount(
  entries: readonly Entry[],
  { name = '', count = 0 }: Replica,
  { file, tables: { replicas: fields } }: Layer,
): readonly Entry[] {
  const isMeant = (entry: Entry, spec: FieldSpec) =>
    [...formerIds(entry), currentId(entry)].some((id) => id.name === name && isSelected(id, spec))
  let found = false
  const result = entries.map((entry) => {
    const specs = fields.filter((spec) => isMeant(entry, spec))
    found ||= specs.length > 0
    const set = (node: Entry['node'], spec: FieldSpec) =>
      setFields(node, spec, (old) => restyled(count, old), 'scalar')
    return withNode(entry, specs.reduce(set, entry.node))
  })
  if (found) return result
  throw new UserError({
    message: `${file}: replicas names ${JSON.stringify(name)}, and no workload is called so`,
    hint: `correct the name; ${fields.map((spec) => spec.kind).join(', ')} are looked at`,
  })
}

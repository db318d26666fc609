import { UserError } from '../../core/finding.ts'
import { type Node, scalar } from '../../yaml/index.ts'
import { currentId, type Entry, formerIds, withNode } from '../identity/entry.ts'
import { isSelected } from '../identity/id.ts'
import { looksAtNotes, noted } from '../identity/notes.ts'
import { type Layer, listed, type Transformer } from '../layer.ts'
import { refuseCollection, restyled } from '../node/node.ts'
import { type FieldSpec, setFields } from '../schema/field-spec.ts'

type Replica = { readonly name?: string; readonly count?: number | bigint }

/** `replicas`: the count of every workload that has, or had, the name; one that nobody has is an error. */
export const replicas: Transformer = (entries, layer) =>
  listed(layer.kustomization.replicas, layer).reduce(
    (now, [place, replica]) => layer.at(`/replicas/${place}`, () => setCount(now, replica, layer)),
    entries,
  )

function setCount(
  entries: readonly Entry[],
  { name = '', count = 0 }: Replica,
  { file, tables: { replicas: fields } }: Layer,
): readonly Entry[] {
  const value = typeof count === 'number' ? count : scalar(String(count), 'plain', '!!int')
  const isMeant = (entry: Entry, spec: FieldSpec) =>
    [...formerIds(entry), currentId(entry)].some((id) => id.name === name && isSelected(id, spec))
  const counted = (old: Node): Node => {
    refuseCollection(old)
    return restyled(value, old)
  }
  let found = false
  const set = (entry: Entry, spec: FieldSpec): Entry => {
    if (!isMeant(entry, spec)) return entry
    found = true
    const before = looksAtNotes(spec) ? noted(entry) : entry.node
    const node = setFields(before, spec, counted, 'scalar')
    return node === before ? entry : withNode(entry, node)
  }
  const result = entries.map((entry) => fields.reduce(set, entry))
  if (found) return result
  throw new UserError({
    message: `${file}: replicas names ${JSON.stringify(name)}, and no workload is called so`,
    hint: `correct the name; ${fields.map((spec) => spec.kind).join(', ')} are looked at`,
  })
}

import { asText, textOf } from '../node/node.ts'
import { type FieldSpec, setFields } from '../schema/field-spec.ts'
import skip from '../tables/name-skip.json' with { type: 'json' }
import { type Entry, originalId, remember, withNode } from './entry.ts'
import { type Gvk, isSelected } from './id.ts'

const skipped: readonly Partial<Gvk>[] = skip.skip

/**
 * Change names: of every kind but CustomResourceDefinition, APIService and Namespace. `note` records what was added;
 * without it names stay, and only their types go.
 */
export function rename(
  entries: readonly Entry[],
  fields: readonly FieldSpec[],
  change: (name: string) => string,
  note?: (entry: Entry) => Entry,
): readonly Entry[] {
  return entries.map((entry) => {
    const first = originalId(entry)
    if (skipped.some((kind) => isSelected(first, kind))) return entry
    return fields
      .filter((spec) => isSelected(first, spec))
      .reduce((now, spec) => {
        const noted = note && spec.path === 'metadata/name' ? remember(note(now), true) : now
        const node = setFields(
          noted.node,
          spec,
          (old) => asText(old, change(textOf(old))),
          'scalar',
        )
        return withNode(noted, node)
      }, entry)
  })
}

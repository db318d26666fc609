import { UserError } from '../../core/finding.ts'
import type { MapNode } from '../node/node.ts'
import { type Entry, entryOf, indexByAnyId, originalId } from './entry.ts'
import { keyOfId, printId } from './id.ts'

/** The objects while patches without target run over them, found by id without searching. */
export type PatchTargets = {
  /** Put `change` of the one object that has, or had, the id of the patch in its place. Throws UserError when there is none or several. */
  readonly change: (
    patch: MapNode,
    source: string,
    change: (entry: Entry) => Entry | undefined,
  ) => void
  readonly entries: () => readonly Entry[]
}

/** Patches may not change ids as long as one `PatchTargets` is used, except where `change` returns an object with another id. */
export function patchTargets(entries: readonly Entry[]): PatchTargets {
  const slots: (Entry | undefined)[] = [...entries]
  let index: ReadonlyMap<string, readonly number[]> | undefined
  const alive = () => slots.filter((entry) => entry !== undefined)
  const find = (patch: MapNode, source: string): readonly [number, Entry] => {
    index ??= indexByAnyId(slots)
    const id = originalId(entryOf(patch, source, entries[0]?.schemas))
    const places = (index.get(keyOfId(id)) ?? []).filter((place) => slots[place] !== undefined)
    const entry = slots[places[0] ?? -1]
    if (entry !== undefined && places.length === 1) return [places[0] ?? 0, entry]
    throw new UserError({
      message: `${source} is for ${printId(id)} of ${[id.group, id.version].filter(Boolean).join('/')}: ${entry === undefined ? 'no object has' : 'several objects have'} this id`,
      hint: 'a patch without target needs the apiVersion, kind, name and namespace of one object',
    })
  }
  return {
    change: (patch, source, change) => {
      const [place, entry] = find(patch, source)
      const changed = change(entry)
      slots[place] = changed
      if (changed !== undefined && changed.former !== entry.former) index = undefined
    },
    entries: alive,
  }
}

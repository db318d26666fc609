import { isNullKey, readsAsText, type Unprinted } from '../../yaml/index.ts'
import { compareBytes } from '../node/go-json.ts'
import type { MapNode } from '../node/node.ts'

/** A key that is no string and that the patch has brought, without its tag. */
export function isOddKey({ name, value }: Unprinted, old: MapNode, merged: MapNode): boolean {
  const isNew = value === undefined && !old.has(name) && merged.has(name)
  return isNew && !(name !== '<<' && readsAsText(name, 'resource'))
}

/** What a patch adds to a map, in the order of upstream, which shows where a map is copied into a text. At the top of an object null as a key is lost. */
export function newKeys(patch: MapNode, old: MapNode, isTop: boolean): readonly string[] {
  const keys: string[] = []
  for (const key of patch.keys())
    if (!old.has(key) && !(isTop && isNullKey(patch, key))) keys.push(key)
  return keys.length > 1 ? keys.sort(compareBytes) : keys
}

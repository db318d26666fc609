import {
  isNullKey,
  readsAsText,
  type Unprinted,
  unprintedOf,
  untaggedKey,
} from '../../yaml/index.ts'
import { compareBytes } from '../node/go-json.ts'
import type { MapNode } from '../node/node.ts'

/** What a patch adds to a map. */
export type NewKeys = {
  /** In the order of upstream, which shows where a map is copied into a text. */
  readonly keys: readonly string[]
  /** Which of them are no strings, as they have no tag any more. */
  readonly odd: readonly Unprinted[]
}

/** The keys that a map lacks. At the top of an object null as a key is lost. */
export function newKeys(patch: MapNode, old: MapNode, isTop: boolean): NewKeys {
  const keys: string[] = []
  const odd: Unprinted[] = []
  patch.forEach((value, key) => {
    if (old.has(key)) return
    const found = unprintedOf(value) ?? untaggedKey(patch, key)
    if (found !== undefined && found.value === undefined && isOdd(found, old)) odd.push(found)
    if (!unprintedOf(value) && !(isTop && isNullKey(patch, key))) keys.push(key)
  })
  return { keys: keys.length > 1 ? keys.sort(compareBytes) : keys, odd }
}

const isOdd = ({ name }: Unprinted, old: MapNode): boolean =>
  !old.has(name) && (name === '<<' || !readsAsText(name, 'resource'))

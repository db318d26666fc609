import type { Node } from '../../yaml/index.ts'
import { fieldText, textOf } from '../node/node.ts'

/** Every identity of the lists, in order, once; of several keys the gaps are filled from each other. */
export function identities(
  lists: readonly (readonly Node[])[],
  keys: readonly string[],
): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>()
  for (const element of lists.flat()) {
    const values = keys.map((key) => (key === '' ? textOf(element) : fieldText(element, key)))
    const identity = values.join('\0')
    if (!found.has(identity)) found.set(identity, values)
  }
  const all = [...found.values()]
  return keys.length > 1 ? fillGaps(all) : all
}

function fillGaps(all: (readonly string[])[]): readonly (readonly string[])[] {
  for (let i = 0; i < all.length; i++) {
    const first = all[i] ?? [] // as it was before it took anything over
    for (let j = 0; j < all.length; j++) {
      const both = unite(first, all[j] ?? [])
      if (both === undefined) continue
      all[i] = both
      all[j] = both
    }
  }
  return all
}

/** Two identities as one, when they share a key's value and contradict each other in none. */
function unite(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (!a.some((value, i) => value === b[i])) return undefined
  if (a.some((value, i) => value !== b[i] && value !== '' && b[i] !== '')) return undefined
  return a.map((value, i) => value || (b[i] ?? ''))
}

/** The keys that any element has; all when none has one. */
export function usedKeys(
  wanted: readonly (readonly string[])[],
  keys: readonly string[],
): readonly string[] {
  const used = keys.filter((_, i) => wanted.some((values) => values[i] !== ''))
  return used.length === 0 ? keys : used
}

/** The values of the keys that are used. */
export function select(
  keys: readonly string[],
  values: readonly string[],
  used: readonly string[],
): readonly string[] {
  return values.filter((_, i) => used.includes(keys[i] ?? ''))
}

import type { Node } from './node.ts'

/** The keys that stand in a mapping with a merge key themselves. Not state: set once, when the mapping is made. */
const own = new WeakMap<object, ReadonlySet<string>>()

/** Note that all keys that a mapping gets from now on come out of others. */
export function noteOwnKeys(map: ReadonlyMap<string, Node>): void {
  own.set(map, new Set(map.keys()))
}

/** Whether a key stands in a mapping that was read, and did not come by a merge key. */
export function hasOwnKey(map: ReadonlyMap<string, Node>, key: string): boolean {
  return map.has(key) && own.get(map)?.has(key) !== false
}

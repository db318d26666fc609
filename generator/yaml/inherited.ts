import type { Node } from './node.ts'

/** Which keys of a mapping came with a merge key. Not state: noted once, when the mapping is read. */
const inherited = new WeakMap<object, ReadonlySet<string>>()

/** Note that all keys of a mapping but the first ones came with a merge key. */
export function noteInherited(map: Map<string, Node>, own: number): void {
  if (map.size > own) inherited.set(map, new Set([...map.keys()].slice(own)))
}

/** Whether a key is written in a mapping itself, where the file has it. */
export function hasOwnKey(map: Map<string, Node>, key: string): boolean {
  return map.has(key) && !inherited.get(map)?.has(key)
}

import type { Node } from './node.ts'
import { tagOfText } from './resolve.ts'
import type { Unprinted } from './unprinted.ts'

/** Keys that only their tag makes texts, and what they are without it. Not state: noted when a mapping is read. */
const tagged = new WeakMap<object, Map<string, Unprinted>>()

/** Note that a key without quotes is a text because it has a tag. */
export function noteTaggedKey(map: Map<string, Node>, { name, problem }: Unprinted): void {
  const tag = tagOfText(name)
  if (tag === '!!str') return
  const keys = tagged.get(map) ?? new Map<string, Unprinted>()
  tagged.set(map, keys.set(name, { name, problem, isNull: tag === '!!null' }))
}

/** What a key of a mapping is without its tag, unless it stays a text. */
export function untaggedKey(map: Map<string, Node>, key: string): Unprinted | undefined {
  return tagged.get(map)?.get(key)
}

/** A copy of a mapping, whose keys have the tags of the other one. */
export function sameTags<M extends Map<string, Node>>(made: M, old: M): M {
  const keys = tagged.get(old)
  if (keys !== undefined) tagged.set(made, keys)
  return made
}

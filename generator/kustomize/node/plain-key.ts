import { type Problem, UserError } from '../../core/finding.ts'
import { addUnprinted, type Node, readsAsText } from '../../yaml/index.ts'
import { copyOf, type MapNode, withField } from './node.ts'

/**
 * A map of which a step has made all keys: upstream writes them without quotes, so that `1`, `true` or a date is read
 * back as something that no JSON has as a key, which ends the build if it is still there in the end. The map is one
 * of the step's own. Throws UserError for a key that no map can have so.
 */
export function withPlainKeys(map: MapNode): MapNode {
  for (const key of [...map.keys()]) notePlainKey(map, key)
  return map
}

/** A copy of a map with one field more, whose key a step has made. Throws UserError. */
export function withPlainField(map: MapNode, key: string, value: Node): MapNode {
  if (isPlain(key)) return withField(map, key, value)
  const copy = copyOf(map).set(key, value)
  notePlainKey(copy, key)
  return copy
}

/** Whether a key is the same text without quotes. */
export function isPlain(key: string): boolean {
  return key !== '' && key !== '<<' && readsAsText(key, 'resource')
}

function notePlainKey(map: MapNode, key: string): void {
  if (isPlain(key)) return
  const problem: Problem = {
    message: `the key ${JSON.stringify(key)} loses its quotes in kustomize, and is no text without them`,
    hint: 'choose another key: one that begins with a letter',
  }
  if (key === '' || key === '<<') throw new UserError(problem)
  addUnprinted(map, { name: key, problem })
}

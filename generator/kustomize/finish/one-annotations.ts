import { UserError } from '../../core/finding.ts'
import { deleteKey, type Node } from '../../yaml/index.ts'
import { metadataOf } from '../identity/entry.ts'
import { compareBytes } from '../node/go-json.ts'
import { copyOf, isMap, isMissing, type MapNode, textOf, withField } from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'

/**
 * An object that has `annotations` twice, as it is after upstream has looked that many times for notes of its own:
 * each time it takes the first out and writes it into the next; the first time, if there are any, without its notes.
 */
export function withOneAnnotations(
  node: MapNode,
  times: number,
  goes: (key: string) => boolean,
): MapNode {
  const metadata = metadataOf(node)
  if (![...metadata.keys()].some((key) => key.startsWith('annotations\0'))) return node
  const result = copyOf(metadata)
  for (let time = 0; time < times; time++) {
    const texts = pairsOf(result.get('annotations'), 'annotations')
    if (time === 0 && texts.size === 0) continue
    deleteKey(result, 'annotations')
    if (texts.size === 0) continue
    const next = result.get('annotations')
    if (!isMissing(next) && !isMap(next))
      throw new UserError({
        message: 'metadata.annotations is there twice, and is no map',
        hint: 'write annotations once, as a map of texts',
      })
    const written: MapNode = isMap(next) ? copyOf(next) : new Map<string, Node>()
    for (const [key, value] of [...texts].sort(([a], [b]) => compareBytes(a, b)))
      if (time > 0 || !goes(key)) written.set(key, textOf(value))
    result.set('annotations', written)
  }
  return withField(node, 'metadata', result)
}

import { metadataOf } from '../identity/entry.ts'
import { type MapNode, textOf, withField } from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import { isTwice, putTexts } from '../node/put-texts.ts'

/** Tells which annotations go. */
type Goes = (key: string) => boolean

/**
 * An object that has `annotations` twice, as it is after upstream has looked that many times for notes of its own:
 * each time it takes the first out and writes what stays into the next. The first time it leaves it there if empty.
 */
export function withOneAnnotations(node: MapNode, looks: readonly Goes[]): MapNode {
  let metadata = metadataOf(node)
  if (!isTwice(metadata, 'annotations')) return node
  for (const [time, goes] of looks.entries()) {
    const texts = pairsOf(metadata.get('annotations'), 'annotations')
    if (time === 0 && texts.size === 0) continue
    const kept = [...texts].filter(([key]) => !goes(key))
    const written: MapNode = new Map(kept.map(([key, value]) => [key, textOf(value)]))
    metadata = putTexts(metadata, 'annotations', written)
  }
  return withField(node, 'metadata', metadata)
}

import { UserError } from '../../core/finding.ts'
import { deleteKey, type Node } from '../../yaml/index.ts'
import { metadataOf } from '../identity/entry.ts'
import { compareBytes } from '../node/go-json.ts'
import { copyOf, isMap, isMissing, type MapNode, textOf, withField } from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import { withPlainField } from '../node/plain-key.ts'

/** Tells which annotations go. */
type Goes = (key: string) => boolean

/**
 * An object that has `annotations` twice, as it is after upstream has looked that many times for notes of its own:
 * each time it takes the first out and writes what stays into the next. The first time it leaves it there if empty.
 */
export function withOneAnnotations(node: MapNode, looks: readonly Goes[]): MapNode {
  const metadata = metadataOf(node)
  if (![...metadata.keys()].some((key) => key.startsWith('annotations\0'))) return node
  const result = copyOf(metadata)
  for (const [time, goes] of looks.entries()) {
    const texts = [...pairsOf(result.get('annotations'), 'annotations')]
    if (time === 0 && texts.length === 0) continue
    deleteKey(result, 'annotations')
    const kept = texts.filter(([key]) => !goes(key)).sort(([a], [b]) => compareBytes(a, b))
    if (kept.length > 0) write(result, kept)
  }
  return withField(node, 'metadata', result)
}

function write(metadata: MapNode, texts: readonly (readonly [string, Node])[]): void {
  const next = metadata.get('annotations')
  if (!isMissing(next) && !isMap(next))
    throw new UserError({
      message: 'metadata.annotations is there twice, and is no map',
      hint: 'write annotations once, as a map of texts',
    })
  let written: MapNode = isMap(next) ? next : new Map<string, Node>()
  for (const [key, value] of texts)
    written = (written.has(key) ? withField : withPlainField)(written, key, textOf(value))
  metadata.set('annotations', written)
}

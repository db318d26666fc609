import { scalar } from '../../yaml/index.ts'
import { copyOf, isMap, type MapNode, withField } from '../node/node.ts'
import { type Entry, type Former, metadataOf } from './entry.ts'

const mark = 'internal.config.kubernetes.io/'

/** An object with the notes of upstream among its annotations: whoever copies all of them copies these too. */
export function withNotes(entry: Entry): MapNode {
  const notes = notesOf(entry)
  if (notes.length === 0) return entry.node
  const metadata = metadataOf(entry.node)
  const annotations = metadata.get('annotations')
  const all: MapNode = isMap(annotations) ? copyOf(annotations) : new Map()
  for (const [name, text] of notes) all.set(mark + name, scalar(text, 'single'))
  return withField(entry.node, 'metadata', withField(metadata, 'annotations', all))
}

/** Whether upstream keeps notes in the annotations of an object. */
export function hasNotes(entry: Entry): boolean {
  return notesOf(entry).length > 0
}

function notesOf(entry: Entry): readonly (readonly [name: string, text: string])[] {
  const { former, noted, prefixes, suffixes, hashed, behavior = '' } = entry
  const listed = (part: keyof Former) =>
    [...(noted?.[part] ?? []), ...former.map((one) => one[part])].filter(Boolean).join(',')
  const notes = {
    needsHashSuffix: hashed ? 'enabled' : '',
    generatorBehavior: behavior,
    prefixes: prefixes.join(','),
    suffixes: suffixes.join(','),
    previousNames: listed('name'),
    previousNamespaces: listed('scope'),
    previousKinds: listed('kind'),
  }
  return Object.entries(notes).filter(([, text]) => text !== '')
}

import { scalar } from '../../yaml/index.ts'
import {
  copyOf,
  isMap,
  isMissing,
  type MapNode,
  metadataText,
  withField,
  withoutField,
} from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { type Entry, type Former, metadataOf, withMetadata } from './entry.ts'
import { isNote, noteMark, oldNotes } from './notes-in.ts'

/** Notes of generators, which have no quotes. */
const generated = { generatorBehavior: true, needsHashSuffix: true }

/** An object with the notes of upstream among its annotations: whoever copies all of them copies these too. */
export function withNotes(entry: Entry): MapNode {
  const notes = notesOf(entry)
  if (notes.length === 0) return entry.node
  const metadata = metadataOf(entry.node)
  const annotations = metadata.get('annotations')
  const all: MapNode = isMap(annotations) ? copyOf(annotations) : new Map()
  for (const [name, text] of notes)
    all.set(noteMark + name, name in generated ? text : scalar(text, 'single'))
  return withField(entry.node, 'metadata', withField(metadata, 'annotations', all))
}

/** Whether upstream keeps notes in the annotations of an object. */
export function hasNotes(entry: Entry): boolean {
  return notesOf(entry).length > 0
}

/** What a step has made of an object with notes, without them. */
export function withoutNotes(node: MapNode, entry: Entry): MapNode {
  const annotations = metadataOf(node).get('annotations')
  if (!isMap(annotations)) return node
  const rest = notesOf(entry).reduce(
    (now, [name]) => withoutField(now, noteMark + name),
    annotations,
  )
  return rest === annotations
    ? node
    : withField(node, 'metadata', withField(metadataOf(node), 'annotations', rest))
}

/** An object as a JSON patch leaves it: upstream puts back its own notes, whoever wrote them. */
export function withNotesOf(node: MapNode, before: MapNode): MapNode {
  const old = metadataOf(before).get('annotations')
  if (!isMap(old)) return node
  const back = [...old].filter(([key]) => isNote(key) || oldNotes.includes(key))
  if (back.length === 0) return node
  const now = metadataOf(node).get('annotations')
  const others = isMap(now) ? now : pairsOf(now, 'annotations')
  return withMetadata(node, 'annotations', new Map([...others, ...back]))
}

/** Whether a field specification leads into annotations. */
export function looksAtNotes({ path = '' }: Partial<FieldSpec>): boolean {
  return path.startsWith('metadata/annotations')
}

/** An object as steps see it: it has annotations where upstream keeps notes in them. */
export function noted(entry: Entry): MapNode {
  const { node } = entry
  const metadata = node.get('metadata')
  if (!isMap(metadata) || !isMissing(metadata.get('annotations')) || !hasNotes(entry)) return node
  return withField(node, 'metadata', withField(metadata, 'annotations', new Map()))
}

/** In the order in which upstream writes them, which a text shows that they are copied into. */
function notesOf(entry: Entry): readonly (readonly [name: string, text: string])[] {
  const { former, noted, prefixes, suffixes, hashed, behavior = '', allowed } = entry
  const listed = (part: keyof Former) =>
    [...(noted?.[part] ?? []), ...former.map((one) => one[part]).filter(Boolean)].join(',')
  const affixes = [
    ['prefixes', prefixes.join(',')],
    ['suffixes', suffixes.join(',')],
  ] as const
  const first = firstAffix(entry)
  const notes = [
    ['generatorBehavior', behavior],
    ['needsHashSuffix', hashed ? 'enabled' : ''],
    ...affixes.filter(([name]) => name === first),
    ['previousNames', listed('name')],
    ['previousNamespaces', listed('scope')],
    ['previousKinds', listed('kind')],
    ...affixes.filter(([name]) => name !== first),
    ...allowed.map((what) => [`allow${what}Change`, 'enabled'] as const),
  ] as const
  return notes.filter(([, text]) => text !== '')
}

/** What is put to a name is noted before the name that it had; other changes of an object come with its ids alone. */
function firstAffix({ former, prefixes, suffixes, node }: Entry): string | undefined {
  const [{ name = '' } = {}, second] = former
  const next = second?.name ?? metadataText(node, 'name')
  if (prefixes.length > 0 && next === `${prefixes[0]}${name}`) return 'prefixes'
  return suffixes.length > 0 && next === `${name}${suffixes[0]}` ? 'suffixes' : undefined
}

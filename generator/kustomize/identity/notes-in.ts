import type { Node } from '../../yaml/index.ts'
import { isMap, type MapNode, textOf } from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import type { Entry } from './entry.ts'

/** How upstream's own notes begin, in annotations that people write too. */
export const noteMark = 'internal.config.kubernetes.io/'
/** What such notes were called before. */
export const oldNotes = [
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
]
/** Its note that an object is to have a hash in its name. */
export const hashNote = `${noteMark}needsHashSuffix`
/** Whether an annotation is one of them. */
export const isNote = (key: string): boolean => key.startsWith(noteMark)

/** What the annotations of an object note, and nothing else. */
export function notesIn(node: MapNode) {
  const metadata = node.get('metadata')
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  // A list of them is looked through when the object gets its id.
  if (Array.isArray(annotations)) pairsOf(annotations, 'annotations')
  // Of notes that are there twice upstream takes the last, but for former names.
  const last = (note: string) => listed(annotations, note, (all) => pairsOf(all, 'annotations'))
  return {
    former: [],
    noted: notedIn(annotations),
    prefixes: last('prefixes'),
    suffixes: last('suffixes'),
    hashed: last('needsHashSuffix').join() === 'enabled',
    behavior: undefined,
    allowed: [],
  }
}

/** Upstream's own notes on former ids among annotations. */
export function notedIn(annotations: Node | undefined): Entry['noted'] {
  const name = listed(annotations, 'previousNames')
  const scope = listed(annotations, 'previousNamespaces')
  const kind = listed(annotations, 'previousKinds')
  return name.length + scope.length + kind.length > 0 ? { name, scope, kind } : undefined
}

function listed(
  annotations: Node | undefined,
  note: string,
  read = (all: MapNode): MapNode => all,
): readonly string[] {
  const key = noteMark + note
  if (!isMap(annotations) || !annotations.has(key)) return []
  return textOf(read(annotations).get(key)).split(',')
}

import type { Node } from '../../yaml/index.ts'
import { isMap, type MapNode, textOf, withField } from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import type { Entry } from './entry.ts'

/** Upstream's own notes, in annotations that people write too. */
const notes = 'internal.config.kubernetes.io/'
/** Its note that an object is to have a hash in its name. */
export const hashNote = `${notes}needsHashSuffix`
/** Whether an annotation is one of them. */
export const isNote = (key: string): boolean => key.startsWith(notes)

/** What the annotations of an object note, and nothing else. */
export function notesIn(node: MapNode) {
  const metadata = node.get('metadata')
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  // A list of them is looked through when the object gets its id.
  if (Array.isArray(annotations)) pairsOf(annotations, 'annotations')
  // Of notes that are there twice upstream takes the last, but for former names.
  const listed = (note: string): readonly string[] =>
    isMap(annotations) && annotations.has(notes + note)
      ? textOf(pairsOf(annotations, 'annotations').get(notes + note)).split(',')
      : []
  return {
    former: [],
    noted: notedIn(annotations),
    prefixes: listed('prefixes'),
    suffixes: listed('suffixes'),
    hashed: listed('needsHashSuffix').join() === 'enabled',
    behavior: undefined,
    allowed: [],
  }
}

/** Upstream's own notes on former ids among annotations. */
export function notedIn(annotations: Node | undefined): Entry['noted'] {
  const listed = (note: string): readonly string[] =>
    isMap(annotations) && annotations.has(notes + note)
      ? textOf(annotations.get(notes + note)).split(',')
      : []
  const name = listed('previousNames')
  const scope = listed('previousNamespaces')
  const kind = listed('previousKinds')
  return name.length + scope.length + kind.length > 0 ? { name, scope, kind } : undefined
}

const legacy = ['config.kubernetes.io/path', 'config.kubernetes.io/index', 'config.k8s.io/id']

/** An object as a JSON patch leaves it: upstream puts back its own notes, whoever wrote them. */
export function withNotesOf(node: MapNode, before: MapNode): MapNode {
  const annotationsOf = (one: MapNode): Node | undefined => {
    const metadata = one.get('metadata')
    return isMap(metadata) ? metadata.get('annotations') : undefined
  }
  const old = annotationsOf(before)
  if (!isMap(old)) return node
  const back = [...old].filter(([key]) => isNote(key) || legacy.includes(key))
  if (back.length === 0) return node
  const now = annotationsOf(node)
  const metadata = node.get('metadata')
  const others = isMap(now) ? now : pairsOf(now, 'annotations')
  const annotations = new Map([...others, ...back])
  return withField(
    node,
    'metadata',
    withField(isMap(metadata) ? metadata : new Map(), 'annotations', annotations),
  )
}

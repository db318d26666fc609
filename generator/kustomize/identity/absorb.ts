import { UserError } from '../../core/finding.ts'
import { type Node, unprintedOf } from '../../yaml/index.ts'
import { originKey, originOf } from '../finish/build-metadata.ts'
import { createdLines } from '../node/created-text.ts'
import {
  asText,
  fieldText,
  isMap,
  isMissing,
  type MapNode,
  textOf,
  withField,
  withoutField,
} from '../node/node.ts'
import { withPlainKeys } from '../node/plain-key.ts'
import { continued } from '../provenance/trace.ts'
import { currentId, type Entry, fromLabels, indexByAnyId, metadataOf } from './entry.ts'
import { keyOfId, printId } from './id.ts'
import { hasNotes } from './notes.ts'
import { refuseDuplicates } from './refuse-duplicates.ts'
import { textsOf } from './select.ts'

/** Take generated objects in: create appends, merge and replace take the place of the one object that has, or had, the id. Throws UserError. */
export function absorb(entries: readonly Entry[], made: readonly Entry[]): readonly Entry[] {
  if (made.length === 0) return entries
  const result = [...entries]
  const index = new Map(indexByAnyId(entries))
  for (const entry of made) {
    const key = keyOfId(currentId(entry))
    const place = placeFor(entry, index.get(key) ?? [])
    if (place === undefined) index.set(key, [result.push(entry) - 1])
    else replace(result, takeOver(result[place] as Entry, entry))
  }
  refuseDuplicates(result, 'generators')
  return result
}

/** Upstream looks again for what is replaced, by the id that the new object has now. */
function replace(entries: Entry[], made: Entry): void {
  const key = keyOfId(currentId(made))
  const [place, another] = entries.flatMap((entry, i) =>
    keyOfId(currentId(entry)) === key ? [i] : [],
  )
  if (place === undefined || another !== undefined)
    throw new UserError({
      message: `${made.origin} makes ${printId(currentId(made))}, which ${place === undefined ? 'no object is now' : 'several objects are'}`,
      hint: 'look at the patches that changed the kind or the name of what is merged',
    })
  entries[place] = made
}

/** Where the object goes; `undefined` is the end. */
function placeFor(made: Entry, places: readonly number[]): number | undefined {
  const [place, another] = places
  const isNew = made.behavior !== 'merge' && made.behavior !== 'replace'
  const fail = (what: string, hint: string) =>
    new UserError({ message: `${made.origin} makes ${printId(currentId(made))}: ${what}`, hint })
  if (place === undefined && !isNew)
    throw fail(`there is none to ${made.behavior}`, 'use behavior: create, or correct the name')
  if (another !== undefined)
    throw fail('several objects have, or had, this id', 'give them different names')
  if (place !== undefined && isNew)
    throw fail('there is one already', 'use behavior: merge or replace, or another name')
  return place
}

/** The new object with the identity of the old. It is hashed only when both want it (kustomize#5712). */
function takeOver(old: Entry, made: Entry): Entry {
  const merges = made.behavior === 'merge'
  const origin = merges ? originOf(old) : undefined
  const withData = merges
    ? ['data', 'binaryData'].reduce((node, field) => mergeData(node, old.node, field), made.node)
    : made.node
  const stop = (['labels', 'annotations'] as const).find((field) =>
    mergedTexts(old.node, made.node, field).has(''),
  )
  if (stop !== undefined) return stoppedAt(stop, old, { ...made, node: withData }, origin)
  const node = withField(withData, 'metadata', mergeMetadata(old.node, made.node, origin))
  const isAnnotated = hasNotes(old) || metadataOf(node).has('annotations')
  return {
    ...old,
    node,
    read: undefined,
    history: continued(old.history, node, made.history?.step),
    hashed: old.hashed && made.hashed,
    notesStand: isAnnotated ? fromLabels(node) : undefined,
    origin: merges ? old.origin : made.origin,
    patches: [...old.patches, made.origin],
  }
}

/** Upstream stops at a key that is empty, and does not tell: what comes behind stays as the generator made it. */
function stoppedAt(
  field: 'labels' | 'annotations',
  old: Entry,
  made: Entry,
  origin: string | undefined,
): Entry {
  const { node, history } = made
  const isFirst = field === 'labels'
  const labels = isFirst ? new Map() : withPlainKeys(mergedTexts(old.node, node, 'labels'))
  const labelled =
    isFirst || labels.size > 0 ? withField(metadataOf(node), 'labels', labels) : metadataOf(node)
  const annotations = new Map<string, Node>(isFirst ? textsOf(node, 'annotations') : [])
  if (origin !== undefined) annotations.set(originKey, origin)
  const metadata =
    annotations.size > 0
      ? withField(labelled, 'annotations', withPlainKeys(annotations))
      : withoutField(labelled, 'annotations')
  const changed = withField(node, 'metadata', metadata)
  const noted = isFirst ? {} : { hashed: false, behavior: undefined }
  return { ...made, ...noted, node: changed, history: continued(history, changed) }
}

const mergedTexts = (old: MapNode, made: MapNode, field: 'labels' | 'annotations') =>
  new Map<string, Node>(
    [...textsOf(old, field), ...textsOf(made, field)].map(([key, text]) => [
      key,
      createdLines(text),
    ]),
  )

function mergeMetadata(old: MapNode, made: MapNode, origin: string | undefined): MapNode {
  let metadata = metadataOf(made)
  for (const field of ['labels', 'annotations'] as const) {
    const texts = mergedTexts(old, made, field)
    if (field === 'annotations' && origin !== undefined) texts.set(originKey, origin)
    metadata =
      texts.size === 0
        ? withoutField(metadata, field)
        : withField(metadata, field, withPlainKeys(texts))
  }
  const before = metadataOf(old)
  const namespace = fieldText(before, 'namespace')
  const put = (map: MapNode, field: string, text: string) =>
    withField(map, field, asText(map.get(field), text))
  const named = put(metadata, 'name', fieldText(before, 'name'))
  return namespace === '' ? withoutField(named, 'namespace') : put(named, 'namespace', namespace)
}

function mergeData(node: MapNode, old: MapNode, field: string): MapNode {
  const data = new Map<string, Node>([...dataTexts(old, field), ...dataTexts(node, field)])
  return data.size === 0 ? withoutField(node, field) : withField(node, field, withPlainKeys(data))
}

function dataTexts(node: MapNode, field: string): readonly (readonly [string, Node])[] {
  const data = node.get(field)
  const fields = isMap(data) ? [...data].filter(([, value]) => !unprintedOf(value)) : []
  return fields.map(
    ([key, value]) => [key, createdLines(isMissing(value) ? '' : textOf(value))] as const,
  )
}

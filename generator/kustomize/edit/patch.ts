import { posix } from 'node:path'
import { UserError } from '../../core/finding.ts'
import {
  hasBegin,
  hasBrackets,
  isNull,
  isScalar,
  madeAnew,
  type Node,
  sameTags,
} from '../../yaml/index.ts'
import { type Entry, metadataOf, remember, withNode } from '../identity/entry.ts'
import { hashNote, isNote, notesIn } from '../identity/notes-in.ts'
import { createdLines } from '../node/created-text.ts'
import { settledLinks } from '../node/links.ts'
import {
  asText,
  fieldText,
  isMap,
  isScalarNode,
  type MapNode,
  plain,
  restyled,
  textOf,
  withField,
  withoutField,
} from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import { isPlain } from '../node/plain-key.ts'
import { isTwice, putTexts } from '../node/put-texts.ts'
import type { Irregular } from './merge-path.ts'
import { applyStrategic, restored } from './merge-strategic.ts'

/** What a patch may do besides changing fields. */
export type Allowed = { readonly name?: boolean; readonly kind?: boolean }

/**
 * Apply a strategic merge patch to one object; `undefined` when it deletes it. `source` is what the object remembers,
 * and what errors name. An object whose annotations the patch wipes out forgets its former names, as upstream,
 * which keeps them in annotations.
 */
export function patchEntry(
  entry: Entry,
  patch: MapNode,
  allowed: Allowed,
  source: string,
  irregular?: Irregular,
): Entry | undefined {
  const told = allowed.name || allowed.kind ? allowing(remember(entry), allowed) : entry
  const before = told.linked ? { ...told, node: settledLinks(told.node, patch, restyled) } : told
  const node = named(source, entry, () =>
    applyStrategic(before.node, patch, allowed, entry.schemas, irregular),
  )
  if (node === undefined) return undefined
  if (node === before.node) return unchanged(before, allowed)
  const changed = {
    ...withNode(before, node),
    ...toldBy(patch, node, before),
    // Without labels, those that come later stand behind.
    notesStand: before.notesStand && (hasLabels(node) ? before.notesStand : 'before'),
    patches: [...before.patches, source],
  }
  return wipesAnnotations(patch) ? forgetful(changed) : changed
}

const hasLabels = (node: MapNode): boolean => metadataOf(node).has('labels')

/** A patch has the note with it what it may do. */
function allowing(entry: Entry, { name, kind }: Allowed): Entry {
  const words = new Set(entry.allowed)
  if (name) words.add('Name')
  if (kind) words.add('Kind')
  return { ...entry, allowed: [...words] }
}

/** An object without the notes that upstream keeps in annotations. */
export function forgetful(entry: Entry): Entry {
  const nothing = {
    former: [],
    noted: undefined,
    notesStand: undefined,
    prefixes: [],
    suffixes: [],
    allowed: [],
  } as const
  return { ...entry, ...nothing, hashed: false, behavior: undefined }
}

/** What an object comes to know of itself by a patch that brings or changes notes of upstream's among its annotations. */
function toldBy(patch: MapNode, node: MapNode, entry: Entry): Partial<Entry> {
  const annotations = metadataOf(patch).get('annotations')
  const brings = isMap(annotations) && [...annotations.keys()].some(isNote)
  const isSame = metadataOf(node).get('annotations') === metadataOf(entry.node).get('annotations')
  if (!brings && (entry.noted === undefined || isSame)) return {}
  const { noted, prefixes, suffixes, ...again } = notesIn(node)
  const hashed = isMap(annotations) && annotations.has(hashNote) ? again.hashed : entry.hashed
  return entry.former.length > 0 ? { hashed } : { hashed, noted, prefixes, suffixes }
}

/** Nothing is new in it, and yet its kind and name are written anew. */
function unchanged(entry: Entry, allowed: Allowed): Entry {
  const node = restored(entry.node, entry.node, allowed)
  return { ...entry, node, history: entry.history && { ...entry.history, node } }
}

function wipesAnnotations(patch: MapNode): boolean {
  if (fieldText(patch, '$patch') === 'replace') return false
  const metadata = patch.get('metadata')
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  const replaced = [metadata, annotations].some((map) => {
    const directive = fieldText(map, '$patch')
    return directive === 'replace' || directive === 'delete'
  })
  return replaced || (annotations !== undefined && isNull(annotations))
}

/**
 * The patch that a target gets: apiVersion is its own, and labels and annotations have passed through texts, which
 * turns a null into the word (kustomize#5995).
 */
export function fittedTo(patch: MapNode, target: MapNode): MapNode {
  const apiVersion = target.get('apiVersion')
  if (isMap(apiVersion) || Array.isArray(apiVersion))
    throw new UserError({
      message: 'the apiVersion of the object is no text',
      hint: 'write group/version',
    })
  const named = withUntypedNames(patch, metadataOf(target).has('name'))
  const own = withField(named, 'apiVersion', writtenAnew(apiVersion, patch.get('apiVersion')))
  const labelled = stopsAt(own, 'labels')
  if (labelled !== undefined) return labelled
  const texts = withTexts(own, 'labels')
  return sameTags(stopsAt(texts, 'annotations') ?? withTexts(texts, 'annotations'), patch)
}

/** A patch whose labels or annotations upstream cannot write anew, which it does not tell. */
function stopsAt(patch: MapNode, field: 'labels' | 'annotations'): MapNode | undefined {
  const metadata = metadataOf(patch)
  const texts = pairsOf(metadata.get(field), field)
  const rest = withoutField(metadata, field)
  const next = rest.get(field)
  const isWrong = next !== undefined && !isMap(next) && !isNull(next)
  if (texts.size === 0 || !(texts.has('') || isWrong)) return undefined
  return withField(patch, 'metadata', next === undefined ? withField(rest, field, new Map()) : rest)
}

/** Kind, name and namespace are written anew too, which takes their type; the quotes are those of the object, if it has them. */
function withUntypedNames(patch: MapNode, isNamed: boolean): MapNode {
  const kind = withUntyped(patch, 'kind')
  if (!patch.has('metadata')) return kind
  const own = metadataOf(patch)
  const name = own.get('name')
  const keepsQuotes = !isNamed && name !== undefined && isScalar(name) && name.style !== 'plain'
  const metadata = keepsQuotes ? withField(own, 'name', madeAnew(name)) : withUntyped(own, 'name')
  const isEmpty = fieldText(metadata, 'namespace') === ''
  return withField(
    kind,
    'metadata',
    isEmpty ? withoutField(metadata, 'namespace') : withUntyped(metadata, 'namespace'),
  )
}

function withUntyped(map: MapNode, field: string): MapNode {
  const old = map.get(field)
  if (old === undefined || !isScalarNode(old) || isNull(old)) return map
  return withField(map, field, plain(textOf(old)))
}

/** Of group and version: without a group there is no slash; nothing at all is a word for null, quoted as in the patch, that no merge takes for a null. */
function writtenAnew(apiVersion: Node | undefined, ofPatch: Node | undefined): Node {
  if (apiVersion === undefined)
    return asText(ofPatch !== undefined && isScalarNode(ofPatch) ? ofPatch : undefined, '')
  if (isNull(apiVersion)) return plain(textOf(apiVersion))
  const text = textOf(apiVersion)
  if (isScalar(apiVersion) && apiVersion.style === 'plain') return plain(text)
  if (text === '' || text.startsWith('/')) return plain(text.slice(1))
  return typeof apiVersion === 'string' ? plain(text) : madeAnew(apiVersion)
}

/** Upstream stops at a key that is empty, which comes first, and does not always tell. */
export function hasEmptyKey(patch: MapNode, field: 'labels' | 'annotations'): boolean {
  return pairsOf(metadataOf(patch).get(field), field).has('')
}

/** An object whose labels or annotations are strings, sorted out as upstream does: empty ones vanish. */
export function withTexts(node: MapNode, field: 'labels' | 'annotations'): MapNode {
  const metadata = metadataOf(node)
  if (!metadata.has(field)) return node
  const map = pairsOf(metadata.get(field), field)
  if (map.size === 0) return withField(node, 'metadata', withoutField(metadata, field))
  const isOne = !isTwice(metadata, field)
  const isText = ([key, value]: readonly [string, Node]) =>
    typeof value === 'string' && isPlain(key)
  const isBare = !hasBrackets(map) && !hasBegin(map)
  if (isOne && map === metadata.get(field) && isBare && [...map].every(isText)) return node
  const texts: MapNode = new Map([...map].map(([key, value]) => [key, createdLines(textOf(value))]))
  return withField(node, 'metadata', putTexts(metadata, field, texts))
}

/** Run a step; what it refuses is told with the patch and the object. */
export function named<T>(source: string, entry: Entry, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const kind = fieldText(entry.node, 'kind')
    const object = `${kind}/${fieldText(entry.node.get('metadata'), 'name')}`
    const tell = (message: string) => `${source} on ${object}: ${message}`
    throw new UserError(
      error.problems.map((problem) => ({ ...problem, message: tell(problem.message) })),
      { cause: error },
    )
  }
}

/** What a patch is called: its file, or its place in the kustomization. */
export function sourceOf(file: string, field: string, place: number, path?: string): string {
  return path ? posix.join(posix.dirname(file), path) : `${file}: ${field}[${place}]`
}

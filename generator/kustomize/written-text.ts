import { UserError } from '../core/finding.ts'
import { type CommentedNode, readText } from '../yaml/commented/index.ts'
import type { Source } from './build.ts'
import { lookup } from './edit/lookup.ts'
import { keysOf, type WrittenKeys } from './edit/written-keys.ts'
import { sortedTree, treeOf, type WrittenTree, writtenTree } from './edit/written-tree.ts'
import { currentId, type Entry, entryOf, metadataOf } from './identity/entry.ts'
import { keyOfId } from './identity/id.ts'
import { nameless } from './identity/nameless.ts'
import { hasNotes } from './identity/notes.ts'
import { fieldText, isMap, isScalarNode, type MapNode } from './node/node.ts'
import { readObjects } from './read/documents.ts'
import { kustomizationNames, textOfFile } from './read/loader.ts'
import { readKustomization } from './read/read-kustomization.ts'

/** An object as it was read, and its document as text. */
export type WrittenObject = { readonly node: MapNode; readonly text: string }

/** What an object was read from; undefined for generated objects and for items of lists. */
export function writtenObject({ files, objects }: Source, entry: Entry): WrittenObject | undefined {
  const { origin, schemas } = entry
  const content = files.get(origin)
  const read = objects.get(origin)?.find(({ node }) => node === entry.read)
  if (content === undefined || read === undefined) return undefined
  const key = keyOfId(currentId(read))
  const documents = textOfFile(content, origin).split(/\n---[^\n]*\n/)
  const text = documents.find((document) => {
    const [one, ...more] = document.includes('kind') ? readObjects(document, origin) : []
    return one && more.length === 0 && keyOfId(currentId(entryOf(one, origin, schemas))) === key
  })
  return text === undefined ? undefined : { node: read.node, text }
}

/** How the text of an object says what stands at a path, with what was changed since. Throws UserError. */
export function writtenAt(source: Source, entry: Entry, steps: readonly string[]): WrittenTree {
  const written = source.files.has(entry.origin) ? writtenObject(source, entry) : undefined
  if (/^metadata(?:\.annotations)?$/.test(steps.join('.'))) refuseUnordered(entry, written)
  if (entry.isRewritten) return sortedTree
  if (!source.files.has(entry.origin)) return treeOf
  const isFirst = entry.patches.length === 0
  const isKnown = written !== undefined && lookup(written.node, steps) === lookup(entry.node, steps)
  if (written !== undefined && (isKnown || isPlainlyPatched(source, entry)))
    return writtenTree(
      isKnown || isFirst ? written.node : nameless(written.node),
      written.text,
      steps,
      isKnown ? undefined : keysOfPatches(source, entry),
    )
  if (written === undefined && isBareText(source, entry, steps)) return treeOf
  throw new UserError({
    message: `${entry.origin}: ${steps.join('.')} was changed by a patch or a replacement, whose comments would be copied into the text`,
    hint: 'copy the texts one by one, keep the text as JSON, or write the patch without comments',
  })
}

/** Whether a path leads to a single value that can have no comment; of an item of a list, or what a generator merges into. */
function isBareText(source: Source, entry: Entry, steps: readonly string[]): boolean {
  const content = source.files.get(entry.origin)
  const value = lookup(entry.node, steps)
  if (content === undefined || value === undefined || !isScalarNode(value)) return false
  return !hasComments(textOfFile(content, entry.origin)) && isPlainlyPatched(source, entry)
}

/** Throws UserError where upstream's own notes stand among annotations that came before and after them. */
function refuseUnordered(entry: Entry, written: WrittenObject | undefined): void {
  if (!hasNotes(entry)) return
  const annotations = metadataOf(entry.node).get('annotations')
  const before = written && metadataOf(written.node).get('annotations')
  const known = new Set(isMap(before) ? before.keys() : [])
  const added = isMap(annotations) && [...annotations.keys()].some((key) => !known.has(key))
  if (!entry.isRewritten && !added) return
  throw new UserError({
    message: `${entry.origin}: kustomize would copy its own notes with the annotations into the text`,
    hint: 'copy the annotations one by one',
  })
}

/** Whether patches and replacements have brought no comments into an object; those of replacements may come from any file. */
function isPlainlyPatched(source: Source, { patches }: Entry): boolean {
  return patches.every((patch) => {
    if (isReplacement(patch))
      return ![...source.files.keys()].some((path) => bringsComments(source, path))
    if (/: (?:configMap|secret)Generator\[\d+\]$/.test(patch)) return true
    const text = textOfPatch(source, patch)
    return text !== undefined && !hasComments(text)
  })
}

/** The keys that patches have brought into an object. */
function keysOfPatches(source: Source, { patches }: Entry): WrittenKeys {
  return keysOf(patches.flatMap((patch) => textOfPatch(source, patch) ?? []))
}

/** Whether a text has comments, or is none that tells; `inTexts`: also in the texts in it. */
function hasComments(text: string, inTexts = false): boolean {
  if (!text.includes('#')) return false
  const look = (node: CommentedNode): boolean => {
    if (node.head + node.line + node.foot !== '') return true
    if (node.kind === 'scalar') return inTexts && hasComments(node.value)
    return node.kind !== 'alias' && node.content.some(look)
  }
  try {
    return text.split(/^---/m).some((part) => {
      const document = readText(part)
      return document !== undefined && (document.head + document.foot !== '' || look(document.root))
    })
  } catch (error) {
    if (error instanceof UserError) return true
    throw error
  }
}

/** Whether what objects remember is a replacement. */
const isReplacement = (patch: string): boolean => /: replacements\[\d+\]$/.test(patch)

/** Whether a file has comments, or one in a text that may be a patch: no plain object has patches in it. */
function bringsComments({ files, objects }: Source, path: string): boolean {
  const content = files.get(path) ?? ''
  if (typeof content !== 'string' && !content.includes('#'.charCodeAt(0))) return false
  const isPlugin = ({ node }: Entry) => fieldText(node, 'apiVersion') === 'builtin'
  const mayPatch = objects.get(path)?.some(isPlugin) ?? true
  return hasComments(textOfFile(content, path), mayPatch)
}

/** The text of a strategic merge patch, by the name that objects remember; of one in a plugin's file, with all that stands around it. */
function textOfPatch({ files }: Source, patch: string): string | undefined {
  const content = files.get(patch)
  if (content !== undefined) return textOfFile(content, patch)
  const [, file = '', field, place] = /^(.*): (patches\w*)\[(\d+)\]$/.exec(patch) ?? []
  const written = files.get(file)
  if (written === undefined) return undefined
  if (!kustomizationNames.some((name) => file.endsWith(`/${name}`)))
    return textOfFile(written, file)
  const { kustomization } = readKustomization(textOfFile(written, file), file)
  const { patches = [], patchesStrategicMerge = [] } = kustomization
  return field === 'patches' ? patches[Number(place)]?.patch : patchesStrategicMerge[Number(place)]
}

/** The document that an object was read from, as text; undefined when anything has changed the object since, or noted something in it. */
export function writtenText(source: Source, entry: Entry): string | undefined {
  const { objects } = source
  const isUntouched = objects.get(entry.origin)?.some((read) => read.node === entry.node) ?? false
  return isUntouched && entry.former.length === 0 ? writtenObject(source, entry)?.text : undefined
}

import { UserError } from '../../core/finding.ts'
import { behindKeyOf, collectionIn, type Node } from '../../yaml/index.ts'
import { splitFieldPath } from '../edit/field-path.ts'
import { fixedSteps } from '../edit/lookup.ts'
import { named } from '../edit/patch.ts'
import { findSource, replacementValue, valueIn } from '../edit/replacement-value.ts'
import { setInText } from '../edit/set-in-text.ts'
import { type CreateKind, setMatches } from '../edit/set-matches.ts'
import { treeOf, type WrittenTree } from '../edit/written-tree.ts'
import { type Entry, withNode } from '../identity/entry.ts'
import { looksAtNotes, noted } from '../identity/notes.ts'
import { notesIn } from '../identity/notes-in.ts'
import { selectsTarget } from '../identity/select-target.ts'
import type { Layer, Transformer } from '../layer.ts'
import { unlinked } from '../node/links.ts'
import { isMap, isScalarNode, type MapNode, retyped, textOf } from '../node/node.ts'
import { refuseTooLarge } from '../node/too-large.ts'
import type { PathOptions, Replacement, ReplacementTarget } from '../read/kustomization.ts'
import { readReplacements } from '../read/read-replacements.ts'
import { type TargetWatch, watchReplacement } from '../warnings/watch-replacement.ts'

/** `replacements`: a value of one object, or a given one, copied into fields of others; before hashes are known. */
export const replacements: Transformer = (entries, layer) =>
  (layer.kustomization.replacements ?? []).reduce(
    (now, replacement, place) =>
      layer.at(`/replacements/${place}`, () =>
        readReplacements(replacement, place, layer).reduce(
          (list, one) => replace(list, one, place, layer),
          now,
        ),
      ),
    entries,
  )

function replace(
  entries: readonly Entry[],
  replacement: Replacement,
  place: number,
  layer: Layer,
): readonly Entry[] {
  const source = `${layer.file}: replacements[${place}]`
  const { targets } = replacement
  if (targets === undefined)
    throw new UserError({
      message: `${source} has no targets`,
      hint: 'add targets with select and fieldPaths',
    })
  const value = replacementValue(entries, replacement, source)
  refuseTooLarge(value, source)
  const watch = watchReplacement(entries, replacement, source, layer, `/replacements/${place}`)
  const written = writtenBy(entries, replacement, source, layer)
  const copied = { value, written, ...sourceAt(entries, replacement, value, source) }
  return targets.reduce((now, target, i) => copyTo(now, copied, target, source, watch(i)), entries)
}

/** What is copied, and where it stands: upstream copies it from there again each time, also after it changed itself. */
type Copied = {
  value: Node
  readonly written: WrittenTree
  readonly at: number
  readonly steps: readonly string[]
}

/** How the value is written where it comes from; looked up when it goes into a text. */
function writtenBy(
  entries: readonly Entry[],
  { source }: Replacement,
  place: string,
  layer: Layer,
): WrittenTree {
  if (source === undefined) return treeOf
  const steps = splitFieldPath(source.fieldPath || 'metadata.name')
  let written: WrittenTree | undefined
  return (value) => {
    written ??= layer.written(findSource(entries, source, place), steps)
    return written(value)
  }
}

function sourceAt(
  entries: readonly Entry[],
  { source, targets = [] }: Replacement,
  value: Node,
  place: string,
): Pick<Copied, 'at' | 'steps'> {
  const path = splitFieldPath(source?.fieldPath || 'metadata.name')
  const changes = !isScalarNode(value) || targets.some((target) => changesText(target, path))
  if (source === undefined || source.options?.delimiter || !changes) return { at: -1, steps: [] }
  const found = findSource(entries, source, place)
  const steps = fixedSteps(found.node, path)
  return { at: entries.indexOf(found), steps }
}

/** Whether a target may change the text that is copied: as a part of it, or inside of it. */
function changesText(
  { fieldPaths = [], options = {} }: ReplacementTarget,
  source: readonly string[],
): boolean {
  if (options.delimiter) return true
  return fieldPaths
    .map(splitFieldPath)
    .some(([first, ...rest]) => first === source[0] && rest.length >= source.length)
}

function copyTo(
  entries: readonly Entry[],
  copied: Copied,
  target: ReplacementTarget,
  source: string,
  watch: TargetWatch,
): readonly Entry[] {
  const fits = selectsTarget(target, source)
  const { fieldPaths = [], options = {} } = target
  const paths = fieldPaths.length === 0 ? ['metadata.name'] : fieldPaths
  const leadsToNotes = paths.some((path) => looksAtNotes({ path: splitFieldPath(path).join('/') }))
  const result = entries.map((entry, i) => {
    if (!fits(entry)) return entry
    watch.hit(entry, paths, options)
    const copy = (now: MapNode, path: string): MapNode =>
      i === copied.at
        ? copyWithin({ ...entry, node: now }, copied, path, options)
        : copyValue(now, copied, path, options)
    const before = leadsToNotes ? noted(entry) : entry.node
    const node = named(source, entry, () => paths.reduce(copy, before))
    if (node === before) return entry
    const changed = { ...withNode(entry, node), patches: [...entry.patches, source] }
    return paths.some(takesNotes) ? { ...changed, ...notesIn(node) } : changed
  })
  watch.end()
  return result
}

/** Whether a path leads to the annotations, in which upstream keeps its notes. */
const takesNotes = (path: string): boolean =>
  /^metadata(?:\/annotations)?$/.test(splitFieldPath(path).join('/'))

/** The same in the object that is copied from: what is created there, and each copy, is in the next one. */
function copyWithin(entry: Entry, copied: Copied, path: string, options: PathOptions): MapNode {
  const { node } = entry
  const renew = (now: MapNode) => {
    copied.value = valueAt({ ...entry, node: now }, copied.steps) ?? copied.value
  }
  const create = options.create ? kindOfValue(copied.value) : undefined
  const steps = splitFieldPath(path)
  const places: (readonly string[])[] = []
  const note = (old: Node, at: readonly string[] | undefined): Node => {
    copyOf(old, copied.value, options)
    if (at) places.push(at)
    return old
  }
  const inText = setInText(node, steps, copied.value, create, copied.written)
  const found = inText === undefined ? setMatches(node, steps, { create, set: note }) : undefined
  let now = inText ?? (found?.node as MapNode)
  renew(now)
  if (found?.count === 0) return copyValue(node, copied, path, options)
  for (const place of places) {
    const set = (old: Node): Node => copyOf(old, copied.value, options)
    now = setMatches(now, place, { create, set }).node as MapNode
    renew(now)
  }
  return now
}

/** What stands there now, if it does. */
function valueAt(entry: Entry, steps: readonly string[]): Node | undefined {
  try {
    return valueIn(entry, steps)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Set one path of one object; first as a path into a text, then as an ordinary one. */
function copyValue(
  node: MapNode,
  { value, written }: Copied,
  path: string,
  options: PathOptions,
): MapNode {
  const create = options.create ? kindOfValue(value) : undefined
  const steps = splitFieldPath(path)
  const inText = setInText(node, steps, value, create, written)
  if (inText !== undefined) return inText
  const set = (old: Node) => copyOf(old, value, options)
  const { node: changed, count } = setMatches(node, steps, { create, set })
  if (count > 0) return changed as MapNode
  throw new UserError({
    message: `there is no field ${path}`,
    hint: 'correct the path, or set options.create',
  })
}

/** What comes in the place of a field: a scalar keeps its type. */
function copyOf(old: Node, value: Node, options: PathOptions): Node {
  if (options.delimiter) return placed(old, value, options)
  const isText = isScalarNode(old) && collectionIn(old) === undefined
  return isText ? retyped(old, textOf(value)) : behindKeyOf(old, unlinked(value))
}

function kindOfValue(value: Node): CreateKind {
  if (isMap(value)) return 'map'
  return Array.isArray(value) ? 'list' : 'scalar'
}

/** The value as one part of a text: before it, in it or behind it. */
function placed(old: Node, value: Node, { delimiter = '', index = 0 }: PathOptions): Node {
  if (!isScalarNode(old))
    throw new UserError({
      message: 'options.delimiter is for texts, and the field is none',
      hint: 'remove the delimiter, or correct the path',
    })
  const parts = textOf(old).split(delimiter)
  const text = textOf(value)
  if (index < 0) parts.unshift(text)
  else if (index >= parts.length) parts.push(text)
  else parts[index] = text
  return retyped(old, parts.join(delimiter))
}

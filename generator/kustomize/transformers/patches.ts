import { type Problem, UserError } from '../../core/finding.ts'
import { hasBegin, printKustomize } from '../../yaml/index.ts'
import { type Operation, readOperations } from '../edit/json-operations.ts'
import { applyOperations } from '../edit/json6902.ts'
import {
  fittedTo,
  forgetful,
  hasEmptyKey,
  named,
  patchEntry,
  sourceOf,
  withTexts,
} from '../edit/patch.ts'
import {
  type Entry,
  fromLabels,
  metadataOf,
  remember,
  withMetadata,
  withNode,
  writtenKey,
} from '../identity/entry.ts'
import { hasNotes, withNotes, withNotesOf, withoutNotes } from '../identity/notes.ts'
import { type PatchTargets, patchTargets } from '../identity/patch-targets.ts'
import { refuseDuplicates } from '../identity/refuse-duplicates.ts'
import { selects } from '../identity/select.ts'
import { type Layer, listed, type Transformer } from '../layer.ts'
import { trimmed } from '../node/go-text.ts'
import { fieldText, type MapNode } from '../node/node.ts'
import { readObjects, readPlaced } from '../read/documents.ts'
import type { Patch } from '../read/kustomization.ts'
import { keysTwice } from '../warnings/duplicate-key.ts'
import { pathsWithoutSlash } from '../warnings/json-patch-path.ts'
import { lossesOf } from '../warnings/list-element-lost.ts'
import { nullTexts } from '../warnings/null-becomes-text.ts'
import { newerThanKubectl } from '../warnings/older-kubectl.ts'
import { patchMissed } from '../warnings/patch-hits-nothing.ts'

/** `patches`: strategic merge or JSON patches, with or without target, inline or from a file, one after another. */
export const patches: Transformer = (entries, layer) => {
  const state: State = { now: entries, byId: undefined }
  for (const [place, patch] of listed(layer.kustomization.patches, layer))
    layer.at(`/patches/${place}`, () => applyPatch(state, patch, place, layer))
  return state.byId?.entries() ?? state.now
}

/** The objects between two patches; by id as long as no patch needs all of them. */
type State = { now: readonly Entry[]; byId: PatchTargets | undefined }

function applyPatch(state: State, patch: Patch, place: number, layer: Layer): void {
  const { source, text } = textOfPatch(patch, place, layer)
  const warn = (problem: Problem) => layer.warn(problem, `/patches/${place}`)
  const read = () => {
    const objects = readObjects(text, source, layer.isPlaced)
    for (const problem of objects.flatMap((object) => keysTwice(object, source))) warn(problem)
    return objects
  }
  if (!isList(text) && patch.target === undefined) {
    layer.merging()
    state.byId ??= patchTargets(state.now)
    mergeById(state.byId, read(), patch, source, warn)
    return
  }
  const now = state.byId?.entries() ?? state.now
  const select = () => selectTargets(now, patch, `/patches/${place}`, source, layer)
  state.byId = undefined
  if (!isList(text)) layer.merging()
  // An empty list with something behind it is no JSON, but objects may be read there: none.
  if (/^\[\s*\]\s*\S/.test(text)) readObjects(text, source)
  state.now = isList(text)
    ? patchJson(now, readOperations(text, source), patch, source, select, warn)
    : mergeSelected(now, read(), patch, source, select, warn)
}

type Select = () => ReadonlySet<Entry>
type Warn = (problem: Problem) => void

function textOfPatch(patch: Patch, place: number, layer: Layer) {
  const inline = trimmed(patch.patch ?? '')
  const source = sourceOf(layer.file, 'patches', place, patch.path)
  if ((inline === '') === !patch.path)
    throw new UserError({
      message: `${source} needs exactly one of patch and path`,
      hint: inline === '' ? 'add path or patch' : 'remove one of them',
    })
  return { source, text: patch.path ? layer.loadText(patch.path) : inline }
}

/** A JSON patch is a list; comments, directives and document starts may stand before it. */
export function isList(text: string): boolean {
  const first = /^\s*(?:(?:#.*|---.*)\s*\n\s*)*/.exec(text)?.[0].length ?? 0
  return /^(?:\[|-(?:\s|$))/.test(text.slice(first))
}

function allowedBy({ options = {} }: Patch) {
  return { name: options.allowNameChange ?? false, kind: options.allowKindChange ?? false }
}

function mergeById(
  targets: PatchTargets,
  objects: readonly MapNode[],
  patch: Patch,
  source: string,
  warn: Warn,
): void {
  const allowed = allowedBy(patch)
  if (objects.length === 0) warn(newerThanKubectl(`${source} is an empty patch`, '5.8'))
  for (const object of objects) {
    const own = allowed.name || allowed.kind ? withTexts(object, 'annotations') : object
    const losses = lossesOf(own, source)
    targets.change(object, source, (entry) =>
      losses.watch(entry, (irregular) => patchEntry(entry, own, allowed, source, irregular)),
    )
    losses.problems().forEach(warn)
  }
}

function mergeSelected(
  entries: readonly Entry[],
  objects: readonly MapNode[],
  patch: Patch,
  source: string,
  select: Select,
  warn: Warn,
): readonly Entry[] {
  const [object, another] = objects
  if (object === undefined) {
    warn(newerThanKubectl(`${source} is an empty patch`, '5.8'))
    return entries
  }
  if (another !== undefined)
    throw new UserError({
      message: `${source} has several objects and a target`,
      hint: 'give each its own entry in patches, or remove the target',
    })
  const chosen = [...select()]
  const kinds = new Set(chosen.map(({ node }) => fieldText(node, 'kind')))
  const selected = new Set(chosen.map(writtenKey))
  const losses = lossesOf(object, source)
  const result = entries.flatMap((entry) => {
    const isSelected = kinds.has(fieldText(entry.node, 'kind')) && selected.has(writtenKey(entry))
    if (!isSelected) return [entry]
    const fitted = fittedTo(object, entry.node)
    const changed = losses.watch(entry, (irregular) =>
      patchEntry(entry, fitted, allowedBy(patch), source, irregular),
    )
    return changed === undefined ? [] : [changed]
  })
  refuseDuplicates(result, source)
  for (const problem of [...nullTexts(object, source), ...losses.problems()]) warn(problem)
  return result
}

function patchJson(
  entries: readonly Entry[],
  operations: readonly Operation[],
  patch: Patch,
  source: string,
  select: Select,
  warn: Warn,
): readonly Entry[] {
  if (operations.length === 0) {
    warn(newerThanKubectl(`${source} is an empty patch`, '5.8'))
    return entries
  }
  if (patch.target === undefined)
    throw new UserError({
      message: `${source} is a JSON patch without target`,
      hint: 'add a target with kind and name',
    })
  const selected = select()
  pathsWithoutSlash(operations, source).forEach(warn)
  return entries.map((entry) =>
    selected.has(entry) ? operate(remember(entry), operations, source, true) : entry,
  )
}

/** What a target selects; selecting nothing is legal, and nearly always a mistake. */
export function selectTargets(
  entries: readonly Entry[],
  { target = {} }: Patch,
  pointer: string,
  source: string,
  { warn }: Layer,
): ReadonlySet<Entry> {
  const selected = new Set(entries.filter(selects(target, `${source}: target`)))
  if (selected.size === 0) warn(patchMissed(source, target), `${pointer}/target`)
  return selected
}

/**
 * Apply a JSON patch to one object. It sees the notes that upstream keeps in annotations, and may copy them. With
 * `losesAnnotations` all of them are lost where one has no key, else that is refused.
 */
export function operate(
  entry: Entry,
  operations: readonly Operation[],
  source: string,
  losesAnnotations = false,
): Entry {
  const patched = named(source, entry, () => applyOperations(withNotes(entry), operations))
  const node = hasBegin(entry.node) ? readPlaced(printKustomize(patched)) : patched
  if (!(node instanceof Map))
    throw new UserError({
      message: `${source} leaves no object`,
      hint: 'replace the whole document with a map',
    })
  const bare = withNotesOf(withoutNotes(node, entry), entry.node)
  const isLost = losesAnnotations && hasEmptyKey(bare, 'annotations')
  const texts = isLost
    ? withMetadata(bare, 'annotations', new Map())
    : withTexts(bare, 'annotations')
  const changed = withNode(isLost ? forgetful(entry) : entry, texts)
  const metadata = metadataOf(changed.node)
  const isAnnotated = hasNotes(entry) || metadata.has('annotations')
  return {
    ...changed,
    notesStand: isAnnotated ? fromLabels(changed.node) : undefined,
    isRewritten: true,
    patches: [...entry.patches, source],
  }
}

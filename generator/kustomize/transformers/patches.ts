import { UserError } from '../../core/finding.ts'
import { readObjects } from '../documents.ts'
import { type Entry, remember, withNode } from '../entry.ts'
import { applyOperations, type Operation, readOperations } from '../json6902.ts'
import type { Patch } from '../kustomization.ts'
import type { Layer, Transformer } from '../layer.ts'
import type { MapNode } from '../node.ts'
import { fittedTo, named, patchEntry, sourceOf, withTexts } from '../patch.ts'
import { type PatchTargets, patchTargets } from '../patch-targets.ts'
import { refuseDuplicates } from '../refuse-duplicates.ts'
import { selects } from '../select.ts'

/** `patches`: strategic merge or JSON patches, with or without target, inline or from a file, one after another. */
export const patches: Transformer = (entries, layer) => {
  const state: State = { now: entries, byId: undefined }
  for (const [place, patch] of (layer.kustomization.patches ?? []).entries())
    layer.at(`/patches/${place}`, () => applyPatch(state, patch, place, layer))
  return state.byId?.entries() ?? state.now
}

/** The objects between two patches; by id as long as no patch needs all of them. */
type State = { now: readonly Entry[]; byId: PatchTargets | undefined }

function applyPatch(state: State, patch: Patch, place: number, layer: Layer): void {
  const { source, text } = textOfPatch(patch, place, layer)
  if (!isList(text) && patch.target === undefined) {
    state.byId ??= patchTargets(state.now)
    mergeById(state.byId, readObjects(text, source), patch, source)
    return
  }
  const now = state.byId?.entries() ?? state.now
  const select = () => selectTargets(now, patch, `/patches/${place}`, source, layer)
  state.byId = undefined
  state.now = isList(text)
    ? patchJson(now, readOperations(text, source), patch, source, select)
    : mergeSelected(now, readObjects(text, source), patch, source, select)
}

type Select = () => ReadonlySet<Entry>

function textOfPatch(patch: Patch, place: number, layer: Layer) {
  const inline = (patch.patch ?? '').trim()
  const source = sourceOf(layer.file, 'patches', place, patch.path)
  if ((inline === '') === !patch.path)
    throw new UserError({
      message: `${source} needs exactly one of patch and path`,
      hint: inline === '' ? 'add path or patch' : 'remove one of them',
    })
  return { source, text: patch.path ? layer.loadText(patch.path) : inline }
}

/** A JSON patch is a list; comments, directives and document starts may stand before it. */
function isList(text: string): boolean {
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
): void {
  const allowed = allowedBy(patch)
  for (const object of objects) {
    const own = allowed.name || allowed.kind ? withTexts(object, 'annotations') : object
    targets.change(object, source, (entry) => patchEntry(entry, own, allowed, source))
  }
}

function mergeSelected(
  entries: readonly Entry[],
  objects: readonly MapNode[],
  patch: Patch,
  source: string,
  select: Select,
): readonly Entry[] {
  const [object, another] = objects
  if (object === undefined) return entries
  if (another !== undefined)
    throw new UserError({
      message: `${source} has several objects and a target`,
      hint: 'give each its own entry in patches, or remove the target',
    })
  const selected = select()
  const result = entries.flatMap((entry) => {
    if (!selected.has(entry)) return [entry]
    const changed = patchEntry(entry, fittedTo(object, entry.node), allowedBy(patch), source)
    return changed === undefined ? [] : [changed]
  })
  refuseDuplicates(result, source)
  return result
}

function patchJson(
  entries: readonly Entry[],
  operations: readonly Operation[],
  patch: Patch,
  source: string,
  select: Select,
): readonly Entry[] {
  if (operations.length === 0) return entries
  if (patch.target === undefined)
    throw new UserError({
      message: `${source} is a JSON patch without target`,
      hint: 'add a target with kind and name',
    })
  const selected = select()
  return entries.map((entry) =>
    selected.has(entry) ? operate(remember(entry), operations, source) : entry,
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
  if (selected.size === 0)
    warn(
      {
        message: `${source} changes nothing: no object fits its target ${JSON.stringify(target)}`,
        hint: 'correct the target or remove the patch; names that this kustomization itself changes are not known to it yet',
      },
      `${pointer}/target`,
    )
  return selected
}

/** Apply a JSON patch to one object. Annotations exist for it as soon as upstream would keep notes there. */
export function operate(entry: Entry, operations: readonly Operation[], source: string): Entry {
  const noted = hasNotes(entry) ? withAnnotations(entry.node) : entry.node
  const node = named(source, entry, () => applyOperations(noted, operations))
  if (!(node instanceof Map))
    throw new UserError({
      message: `${source} leaves no object`,
      hint: 'replace the whole document with a map',
    })
  const changed = withNode(entry, withTexts(node, 'annotations'))
  return { ...changed, patches: [...entry.patches, source] }
}

function hasNotes(entry: Entry): boolean {
  const { former, prefixes, suffixes, hashed, behavior } = entry
  return (
    former.length + prefixes.length + suffixes.length > 0 || hashed || behavior !== 'unspecified'
  )
}

function withAnnotations(node: MapNode): MapNode {
  const metadata = node.get('metadata')
  if (!(metadata instanceof Map) || metadata.has('annotations')) return node
  return new Map(node).set('metadata', new Map(metadata).set('annotations', new Map()))
}

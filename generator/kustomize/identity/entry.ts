import { UserError } from '../../core/finding.ts'
import { isNull, type Node, withoutEmptySecond } from '../../yaml/index.ts'
import { relink } from '../node/links.ts'
import {
  fieldText,
  isMap,
  isMissing,
  type MapNode,
  metadataText,
  textOf,
  withField,
  withoutField,
} from '../node/node.ts'
import { continued, type History } from '../provenance/trace.ts'
import { builtinSchemas, type Schemas } from '../schema/schema.ts'
import { type Id, keyOfId, makeId } from './id.ts'
import { notedIn, notesIn } from './notes-in.ts'

/** What a generated object does to one that is there; without a word, or with any other one, it is `unspecified`, which creates. */
export type Behavior = 'create' | 'merge' | 'replace' | 'unspecified'

/** Kind, name and effective namespace that an object had before; group and version are always the current ones. */
export type Former = { readonly kind: string; readonly name: string; readonly scope: string }

/** An object on its way through a build, with everything that upstream keeps in internal annotations. Never changed, only replaced. */
export type Entry = {
  readonly node: MapNode
  /** Oldest first. */
  readonly former: readonly Former[]
  /** Lists of upstream's own notes on former ids that the object came with, before those of `former`. */
  readonly noted: Readonly<Record<keyof Former, readonly string[]>> | undefined
  /** Where annotations stand, from the labels, when upstream has put its notes among them where there were none, or anew. */
  readonly notesStand: 'before' | 'behind' | undefined
  readonly prefixes: readonly string[]
  readonly suffixes: readonly string[]
  /** Labels or annotations of it are one node in several places. */
  readonly linked: boolean
  /** The object as it was read; only where that has lines and columns. */
  readonly read: MapNode | undefined
  /** A JSON patch has made it anew: nothing of its text is left. */
  readonly isRewritten: boolean
  /** Names of vars that read from it. */
  readonly vars: readonly string[]
  /** The content hash will be appended to the name. */
  readonly hashed: boolean
  /** Only of generated objects. */
  readonly behavior: Behavior | undefined
  /** What patches were allowed to do to it. */
  readonly allowed: readonly ('Name' | 'Kind')[]
  /** The file, or the generator in its kustomization, that the object comes from. */
  readonly origin: string
  /** Patches that changed it, in order: a file, or `kustomization.yaml` and the place in its list. */
  readonly patches: readonly string[]
  /** What the build knows about kinds. */
  readonly schemas: Schemas
  /** Only in a build that is traced. */
  readonly history: History | undefined
}

/** A fresh object that nothing has happened to. */
export function entryOf(node: MapNode, origin: string, schemas: Schemas = builtinSchemas): Entry {
  return {
    node,
    ...notesIn(node),
    notesStand: undefined,
    linked: false,
    isRewritten: false,
    vars: [],
    read: node,
    origin,
    patches: [],
    schemas,
    history: undefined,
  }
}

/** The id of the object as it stands. */
export function currentId({ node, schemas }: Entry): Id {
  const metadata = node.get('metadata')
  return makeId(
    textOf(node.get('apiVersion')),
    textOf(node.get('kind')),
    fieldText(metadata, 'name'),
    fieldText(metadata, 'namespace'),
    schemas,
  )
}

/** The current id as a key that also tells whether the namespace `default` is written. */
export function writtenKey(entry: Entry): string {
  return `${keyOfId(currentId(entry))}/${metadataText(entry.node, 'namespace')}`
}

/** Ids that the object had, oldest first, without the current one. */
export function formerIds(entry: Entry): readonly Id[] {
  const { former, noted } = entry
  if (former.length === 0 && noted === undefined) return []
  const { group, version } = currentId(entry)
  const ids = isCounted(entry) ? former : counted(entry)
  return ids.map((one) => ({ group, version, ...one }))
}

const isCounted = ({ former, noted }: Entry): boolean =>
  noted === undefined &&
  former.every(
    ({ kind, name, scope }) =>
      name !== '' && !name.includes(',') && !scope.includes(',') && !kind.includes(','),
  )

/** Upstream keeps names in a list with commas and leaves out empty ones: none at all are no ids, too many or too few an error. */
function counted({ former, noted }: Entry): readonly Former[] {
  const listed = (part: keyof Former): readonly string[] => {
    const all = former.map((one) => one[part]).filter((text) => text !== '')
    return [...(noted?.[part] ?? []), ...all]
  }
  if (listed('name').length === 0) return []
  const split = (part: keyof Former) => listed(part).join(',').split(',')
  const [names, scopes, kinds] = [split('name'), split('scope'), split('kind')]
  if (names.length === scopes.length && names.length === kinds.length)
    return names.map((name, i) => ({ name, scope: scopes[i] ?? '', kind: kinds[i] ?? '' }))
  throw new UserError({
    message: `kustomize loses count of the names that an object has had: ${names.join(', ')}`,
    hint: 'an object needs a name all the time, and no comma in its name or namespace',
  })
}

/** The first id that the object ever had. */
export function originalId(entry: Entry): Id {
  const current = currentId(entry)
  const first = isCounted(entry) ? entry.former[0] : formerIds(entry)[0]
  return first === undefined ? current : { ...current, ...first }
}

/** Remember the current id before it changes; `hasAffix` when upstream has noted an affix just before. */
export function remember(entry: Entry, hasAffix = false): Entry {
  const { kind, name, scope } = currentId(entry)
  const { node, behavior, former } = entry
  const annotations = metadataOf(node).get('annotations')
  const isBare = !isMap(annotations) || annotations.size === 0
  const isFirst = former.length === 0 && behavior === undefined && isBare
  const noted = withNotes(node)
  const told = metadataOf(noted).get('annotations')
  // Notes among second annotations are found when the first are gone; that of the name is overwritten by then.
  const found = told === annotations ? entry.noted : notedIn(told)
  return {
    ...entry,
    node: noted,
    noted: found && told !== annotations && !hasAffix ? { ...found, name: [] } : found,
    former: [...former, { kind, name, scope }],
    notesStand: isFirst ? fromLabels(node) : entry.notesStand,
  }
}

/** Where notes come to stand that are put into an object now. */
export function fromLabels(node: MapNode): Entry['notesStand'] {
  return metadataOf(node).has('labels') ? 'behind' : 'before'
}

/**
 * Upstream notes former names in annotations: a text in their place gives way, as does what is empty when they are
 * there twice, a list ends the build, and a second `metadata` of nothing is gone. Only lists may be without metadata.
 */
function withNotes(written: MapNode): MapNode {
  const node = withoutEmptySecond(written, 'metadata')
  const metadata = node.get('metadata')
  if (isMissing(metadata)) return withField(node, 'metadata', new Map())
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  if (annotations === undefined) return node
  const isTaken = isMap(annotations) && annotations.size > 0
  const rest = isTaken ? (metadata as MapNode) : withoutField(metadata as MapNode, 'annotations')
  const next = rest.get('annotations')
  if (next === undefined && (isNull(annotations) || isMap(annotations))) return node
  if (isFilledList(annotations) || (!isMissing(next) && !isMap(next)))
    throw new UserError({
      message: 'metadata.annotations is a list, must be a map',
      hint: 'write name: text',
    })
  return withField(node, 'metadata', withoutEmptySecond(rest, 'annotations'))
}

const isFilledList = (node: Node): boolean => Array.isArray(node) && node.length > 0

/** The object changed: what is linked in it changes together. */
export function withNode(entry: Entry, node: MapNode): Entry {
  if (node === entry.node) return entry
  const made = entry.linked ? relink(node) : node
  return { ...entry, node: made, history: continued(entry.history, made) }
}

/** `metadata` as a map; empty when there is none. */
export function metadataOf(node: MapNode): MapNode {
  const metadata = node.get('metadata')
  return isMap(metadata) ? metadata : new Map()
}

/** A copy of an object with one field of `metadata` set. */
export function withMetadata(node: MapNode, field: string, value: MapNode | string): MapNode {
  return withField(node, 'metadata', withField(metadataOf(node), field, value))
}

/** Places of every entry (gaps are allowed) by its current and all former ids. */
export function indexByAnyId(
  entries: readonly (Entry | undefined)[],
): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  for (const [place, entry] of entries.entries()) {
    if (entry === undefined) continue
    const keys = new Set([...formerIds(entry), currentId(entry)].map(keyOfId))
    for (const key of keys) {
      const places = index.get(key)
      if (places === undefined) index.set(key, [place])
      else places.push(place)
    }
  }
  return index
}

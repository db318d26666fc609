import { UserError } from '../../core/finding.ts'
import { isNull } from '../../yaml/index.ts'
import { relink } from '../node/links.ts'
import { fieldText, isMap, type MapNode, withField, withoutField } from '../node/node.ts'
import { continued, type History } from '../provenance/trace.ts'
import { builtinSchemas, type Schemas } from '../schema/schema.ts'
import { type Id, keyOfId, makeId } from './id.ts'

/** What a generated object does to one that is there; any other word of a user is `unspecified`, which creates. */
export type Behavior = 'create' | 'merge' | 'replace' | 'unspecified'

/** Kind, name and effective namespace that an object had before; group and version are always the current ones. */
export type Former = { readonly kind: string; readonly name: string; readonly scope: string }

/** An object on its way through a build, with everything that upstream keeps in internal annotations. Never changed, only replaced. */
export type Entry = {
  readonly node: MapNode
  /** Oldest first. */
  readonly former: readonly Former[]
  readonly prefixes: readonly string[]
  readonly suffixes: readonly string[]
  /** Labels or annotations of it are one node in several places. */
  readonly linked: boolean
  /** Names of vars that read from it. */
  readonly vars: readonly string[]
  /** The content hash will be appended to the name. */
  readonly hashed: boolean
  readonly behavior: Behavior
  /** The file, or the generator in its kustomization, that the object comes from. */
  readonly origin: string
  /** Patches that changed it, in order: a file, or `kustomization.yaml` and the place in its list. */
  readonly patches: readonly string[]
  /** What the build knows about kinds. */
  readonly schemas: Schemas
  /** Only in a build that is traced. */
  readonly history: History | undefined
}

/** The annotation by which an object asks for a hash; upstream's own note, but people write it too. */
const wantsHash = 'internal.config.kubernetes.io/needsHashSuffix'

/** A fresh object that nothing has happened to. */
export function entryOf(node: MapNode, origin: string, schemas: Schemas = builtinSchemas): Entry {
  const none: readonly never[] = []
  return {
    node,
    former: none,
    prefixes: none,
    suffixes: none,
    linked: false,
    vars: none,
    hashed: fieldText(metadataOf(node).get('annotations'), wantsHash) === 'enabled',
    behavior: 'unspecified',
    origin,
    patches: none,
    schemas,
    history: undefined,
  }
}

/** The id of the object as it stands. */
export function currentId({ node, schemas }: Entry): Id {
  const metadata = node.get('metadata')
  return makeId(
    fieldText(node, 'apiVersion'),
    fieldText(node, 'kind'),
    fieldText(metadata, 'name'),
    fieldText(metadata, 'namespace'),
    schemas,
  )
}

/** Ids that the object had, oldest first, without the current one. */
export function formerIds(entry: Entry): readonly Id[] {
  const { former } = entry
  if (former.length === 0) return []
  const { group, version } = currentId(entry)
  const ids = former.map((one) => ({ group, version, ...one }))
  return former.every(isCounted) ? ids : counted(ids)
}

const isCounted = ({ kind, name, scope }: Former): boolean =>
  name !== '' && !name.includes(',') && !scope.includes(',') && !kind.includes(',')

/** Upstream keeps names in a list with commas and leaves out empty ones: none at all are no ids, too many or too few an error. */
function counted(ids: readonly Id[]): readonly Id[] {
  const names = ids.map(({ name }) => name).filter((name) => name !== '')
  const scopes = ids.map(({ scope }) => scope)
  const kinds = ids.map(({ kind }) => kind)
  if (names.length === 0) return []
  if ([names, scopes, kinds].every((list) => list.join(',').split(',').length === ids.length))
    return ids
  throw new UserError({
    message: `kustomize loses count of the names that an object has had: ${names.join(', ')}`,
    hint: 'an object needs a name all the time, and no comma in its name or namespace',
  })
}

/** The first id that the object ever had. */
export function originalId(entry: Entry): Id {
  const current = currentId(entry)
  const first = entry.former[0]
  return first === undefined ? current : { ...current, ...first }
}

/** Remember the current id before it changes. */
export function remember(entry: Entry): Entry {
  const { kind, name, scope } = currentId(entry)
  return { ...entry, node: withNotes(entry.node), former: [...entry.former, { kind, name, scope }] }
}

/** Upstream notes former names in annotations: one text in their place gives way, a list ends the build. */
function withNotes(node: MapNode): MapNode {
  const metadata = node.get('metadata')
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  if (annotations === undefined || annotations instanceof Map || isNull(annotations)) return node
  if (Array.isArray(annotations) && annotations.length > 0)
    throw new UserError({
      message: 'metadata.annotations is a list, must be a map',
      hint: 'write name: text',
    })
  return withField(node, 'metadata', withoutField(metadata as MapNode, 'annotations'))
}

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

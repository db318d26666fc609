import { type Id, keyOfId, makeId } from './id.ts'
import { relink } from './links.ts'
import { fieldText, isMap, type MapNode, withField } from './node.ts'

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
}

/** The annotation by which an object asks for a hash; upstream's own note, but people write it too. */
const wantsHash = 'internal.config.kubernetes.io/needsHashSuffix'

/** A fresh object that nothing has happened to. */
export function entryOf(node: MapNode, origin: string): Entry {
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
  }
}

/** The id of the object as it stands. */
export function currentId({ node }: Entry): Id {
  const metadata = node.get('metadata')
  return makeId(
    fieldText(node, 'apiVersion'),
    fieldText(node, 'kind'),
    fieldText(metadata, 'name'),
    fieldText(metadata, 'namespace'),
  )
}

/** Ids that the object had, oldest first, without the current one. */
export function formerIds(entry: Entry): readonly Id[] {
  const { group, version } = currentId(entry)
  return entry.former.map((former) => ({ group, version, ...former }))
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
  return { ...entry, former: [...entry.former, { kind, name, scope }] }
}

/** The object changed: what is linked in it changes together. */
export function withNode(entry: Entry, node: MapNode): Entry {
  if (node === entry.node) return entry
  return { ...entry, node: entry.linked ? relink(node) : node }
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

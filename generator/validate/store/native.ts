import type { FileTree } from '../../core/tree.ts'
import { type ApiKind, type Definitions, folderOf, nativeFile, type Schema } from '../schema.ts'
import { definitionsText, reachable, refText, resourcesText, sorted } from './definitions.ts'
import { normalizeDefinitions, type Published } from './normalize.ts'
import { ownDefinitions, shareDefinitions, withoutMinor } from './share.ts'

/** What one API server serves: its kinds and the union of the schemas of its OpenAPI v3 documents. */
export type PublishedApi = {
  /** The server's own version, e.g. `v1.34.4`. */
  readonly kubernetes: string
  readonly resources: readonly ApiKind[]
  readonly schemas: Readonly<Record<string, Published>>
}

/** The kinds of one minor in the stored form. */
export type NativeKinds = {
  readonly minor: string
  readonly resources: readonly ApiKind[]
  /** What the kinds need, and nothing else. */
  readonly definitions: Definitions
  /** The definition of each kind by the name of its file. */
  readonly names: ReadonlyMap<string, string>
}

/** The minor of a server version: `1.34` of `v1.34.4`. */
export function minorOf(version: string): string {
  return /^v?(\d+\.\d+)/.exec(version)?.[1] ?? version
}

/** Definitions that no kind needs are left out, but for those that `needed` names. */
export function nativeKinds(
  { kubernetes, resources, schemas }: PublishedApi,
  needed: readonly string[] = [],
): NativeKinds {
  const names = new Map<string, string>()
  for (const kind of resources) {
    const file = nativeFile(kind)
    if (names.has(file)) throw new Error(`two kinds claim ${file}`)
    names.set(file, definitionOf(kind, schemas))
  }
  const all = normalizeDefinitions({ native: true, published: schemas })
  const definitions = reachable(all, [...names.values(), ...needed])
  return { minor: minorOf(kubernetes), resources, definitions, names }
}

/**
 * The files of some minors, the oldest first: definitions that all of them share, and for each minor one small file per
 * kind and the list of kinds.
 */
export function storeNative(minors: readonly NativeKinds[]): FileTree {
  const { definitions, nameIn } = shareDefinitions(
    minors.map(({ minor, definitions: own }) => [minor, own]),
  )
  const files = minors.flatMap(({ minor, resources, names }): [string, string][] => [
    [`${folderOf(minor)}/_resources.json`, resourcesText(resources)],
    ...Array.from(names, ([file, name]): [string, string] => [
      `${folderOf(minor)}/${file}`,
      refText(`../_definitions.json#/definitions/${nameIn(minor, name)}`),
    ]),
  ])
  return sorted([
    ['_versions.json', `${JSON.stringify(minors.map(({ minor }) => minor))}\n`],
    ...(minors.length > 0 ? [['_definitions.json', definitionsText(definitions)] as const] : []),
    ...files,
  ])
}

/** What `storeNative` has written about one minor; undefined when it has not. */
export function readNative(files: FileTree, minor: string): NativeKinds | undefined {
  const json = (path: string): unknown => JSON.parse(files.get(path) ?? 'null')
  const folder = `${folderOf(minor)}/`
  const resources = json(`${folder}_resources.json`) as readonly ApiKind[] | null
  if (resources === null) return undefined
  const { definitions: shared } = json('_definitions.json') as { readonly definitions: Definitions }
  const names = resources.map((kind) => {
    const { $ref = '' } = json(`${folder}${nativeFile(kind)}`) as Schema
    return [nativeFile(kind), $ref.slice($ref.lastIndexOf('/') + 1)] as const
  })
  return {
    minor,
    resources,
    definitions: ownDefinitions(
      shared,
      names.map(([, name]) => name),
    ),
    names: new Map(names.map(([file, name]) => [file, withoutMinor(name)])),
  }
}

function definitionOf(kind: ApiKind, schemas: PublishedApi['schemas']): string {
  const names = Object.keys(schemas).filter((name) => {
    const list = schemas[name]?.['x-kubernetes-group-version-kind']
    return (Array.isArray(list) ? (list as ApiKind[]) : []).some(
      (k) => k.group === kind.group && k.version === kind.version && k.kind === kind.kind,
    )
  })
  if (names.length === 1 && names[0] !== undefined) return names[0]
  throw new Error(`${kind.kind} ${kind.group}/${kind.version} has ${names.length} definitions`)
}

import { UserError } from '../core/finding.ts'
import { memo } from '../core/memo.ts'
import type { Engine } from './engine.ts'
import type { Scope } from './interpret.ts'
import { type ReadDefinition, readDefinitions } from './read-definitions.ts'
import {
  type ApiKind,
  apiVersionOf,
  customFile,
  folderOf,
  nativeFile,
  type Schema,
} from './schema.ts'

/** The text of a file below `schemas/`, or undefined when there is none; synchronous, so that only what is used is read. */
export type ReadSchema = (path: string) => string | undefined

/** A kind with everything that is needed to judge an object of it. */
export type KindSchema = {
  readonly kind: ApiKind
  readonly root: Schema
  readonly resolve: Scope['resolve']
  /** Patterns of a CRD that nobody has looked at: in linear time, with the engine. */
  readonly pattern?: Scope['pattern']
  /** From outside: it may say more than stored schemas do. */
  readonly isForeign?: boolean
  /** Why a schema from outside cannot be used: then the root says nothing, and every object of the kind is a finding. */
  readonly mistake?: string
}

/** All stored schemas. Files are read and parsed at their first use and kept. */
export type Catalog = {
  /** Kubernetes minors with stored schemas, oldest first: `1.31` … `1.36`. */
  readonly versions: readonly string[]
  readonly newest: string
  /** What a server of this stored minor serves, and all custom kinds. */
  readonly kinds: (version: string) => readonly ApiKind[]
  readonly schemaOf: (apiVersion: string, kind: string, version: string) => KindSchema | undefined
  readonly pattern: Scope['pattern']
  /** Files in which a schema of this kind was looked for besides the stored ones. */
  readonly searched?: (apiVersion: string, kind: string, version: string) => readonly string[]
  /** What strata stores, where other places are asked first. */
  readonly stored?: Catalog
  /** For CEL and RE2; see `needsEngine`. */
  readonly engine?: Engine
}

const RESOURCES = '_resources.json'

/**
 * The definitions of all minors: a name stands for the newest one and all before it that are alike, `NAME@1.NN` for what it
 * was up to that minor.
 */
const DEFINITIONS = '_definitions.json'

/** Definitions of kinds that a server behind the API server has; what they need of Kubernetes is that of the cluster's version. */
const AGGREGATED = 'crds/_aggregated.json'

/** What is thrown about a file that a folder of schemas lacks or that cannot be parsed. */
export type Broken = (path: string, why: string) => Error

const brokenInstallation: Broken = (path, why) =>
  new UserError({ message: `schemas/${path} ${why}`, hint: 'reinstall strata' })

/** The catalog of a `schemas/` folder; throws when the folder has no list of versions. */
export function loadCatalog(read: ReadSchema, broken = brokenInstallation): Catalog {
  const parsed = <T>(path: string, parse: (text: string) => T): T => {
    const text = read(path)
    if (text === undefined) throw broken(path, 'is missing')
    return sound(path, () => parse(text), broken)
  }
  const json = memo((path: string): unknown => parsed(path, JSON.parse))
  const definitions = memo((path: string): ReadDefinition => {
    const definition = parsed(path, readDefinitions)
    return (name) => sound(path, () => definition(name), broken)
  })
  const versions = json('_versions.json') as readonly string[]
  const resolver = memo((of: string): Scope['resolve'] => {
    if (of === DEFINITIONS)
      return memo((ref: string) => definitionOf([nameIn(ref)], [of], definitions))
    const later = versions.filter((version) => minorNumber(version) >= minorNumber(of))
    return memo((ref: string) => {
      const name = nameIn(ref).replace(/@.*/, '')
      const names = [...later.map((version) => `${name}@${version}`), name]
      return definitionOf(names, [`crds/${DEFINITIONS}`, DEFINITIONS, AGGREGATED], definitions)
    })
  })
  const custom = (): readonly ApiKind[] => json(`crds/${RESOURCES}`) as readonly ApiKind[]
  const native = (version: string): readonly ApiKind[] =>
    versions.includes(version) ? (json(`${folderOf(version)}/${RESOURCES}`) as ApiKind[]) : []
  const byName = memo((version: string) => indexOf([...native(version), ...custom()]))
  const find = memo3((version, apiVersion, name): KindSchema | undefined => {
    const kind = byName(version).get(`${apiVersion}/${name}`)
    if (kind === undefined) return undefined
    if (native(version).includes(kind)) {
      const root = json(`${folderOf(version)}/${nativeFile(kind)}`) as Schema
      return { kind, root, resolve: resolver(DEFINITIONS) }
    }
    const root = json(customFile(kind, folderAt(kind, version))) as Schema
    return { kind, root, resolve: resolver(version) }
  })
  return {
    versions,
    newest: versions.at(-1) ?? '',
    kinds: (version) => [...byName(version).values()],
    schemaOf: (apiVersion, kind, version) => find(version, apiVersion, kind),
    pattern: memo(compile),
  }
}

function sound<T>(path: string, parse: () => T, broken: Broken): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof SyntaxError) throw broken(path, 'is no JSON')
    throw error
  }
}

/** Asked for each object several times: keys are not put together for it. */
function memo3<T>(
  make: (a: string, b: string, c: string) => T,
): (a: string, b: string, c: string) => T {
  const made = memo((a) => memo((b) => memo((c) => make(a, b, c))))
  return (a, b, c) => made(a)(b)(c)
}

function indexOf(kinds: readonly ApiKind[]): ReadonlyMap<string, ApiKind> {
  return new Map(kinds.map((kind) => [`${apiVersionOf(kind)}/${kind.kind}`, kind]))
}

/** Where the schema of a custom kind lies for a cluster of this Kubernetes minor. */
function folderAt({ until = {} }: ApiKind, version: string): string {
  const number = minorNumber(version)
  const found = Object.entries(until).find(([last]) => number <= minorNumber(last))
  return found?.[1] ?? 'crds'
}

const minorNumber = (version: string): number => Number(version.split('.')[1])

const nameIn = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

/** The first of the names that is there, in the first file that has one; the other files are not even read. */
function definitionOf(
  names: readonly string[],
  files: readonly string[],
  definitions: (path: string) => ReadDefinition,
): Schema {
  for (const file of files) {
    const read = definitions(file)
    for (const name of names) {
      const schema = read(name)
      if (schema !== undefined) return schema
    }
  }
  throw new Error(`schemas/${files[0]} has no definition ${names.at(-1)}`)
}

/** Patterns are RE2; those that JavaScript cannot compile are reported by whoever needs them, never passed. */
function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u')
  } catch {
    return undefined
  }
}

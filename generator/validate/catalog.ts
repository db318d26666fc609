import type { Engine } from './engine.ts'
import type { Scope } from './interpret.ts'
import {
  type ApiKind,
  apiVersionOf,
  customFile,
  type Definitions,
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
  /** For CEL and RE2; see `needsEngine`. */
  readonly engine?: Engine
}

const RESOURCES = '_resources.json'
const DEFINITIONS = '_definitions.json'

/** The catalog of a `schemas/` folder; throws when the folder has no list of versions (a broken installation). */
export function loadCatalog(read: ReadSchema): Catalog {
  const json = memo((path: string): unknown => {
    const text = read(path)
    if (text === undefined) throw new Error(`schemas/${path} is missing: reinstall strata`)
    return JSON.parse(text)
  })
  const resolver = memo((folder: string): Scope['resolve'] =>
    memo((ref: string) => {
      const { definitions } = json(`${folder}/${DEFINITIONS}`) as { definitions: Definitions }
      return definitionOf(ref, definitions, folder)
    }),
  )
  const custom = (): readonly ApiKind[] => json(`crds/${RESOURCES}`) as readonly ApiKind[]
  const native = (version: string): readonly ApiKind[] =>
    json(`${folderOf(version)}/${RESOURCES}`) as readonly ApiKind[]
  const byName = memo((version: string) => indexOf([...native(version), ...custom()]))
  const find = memo3((version, apiVersion, name): KindSchema | undefined => {
    const kind = byName(version).get(`${apiVersion}/${name}`)
    if (kind === undefined) return undefined
    const isNative = native(version).includes(kind)
    const folder = isNative ? folderOf(version) : 'crds'
    const path = isNative ? `${folder}/${nativeFile(kind)}` : customFile(kind)
    return { kind, root: json(path) as Schema, resolve: resolver(folder) }
  })
  const versions = json('_versions.json') as readonly string[]
  return {
    versions,
    newest: versions.at(-1) ?? '',
    kinds: (version) => [...byName(version).values()],
    schemaOf: (apiVersion, kind, version) => find(version, apiVersion, kind),
    pattern: memo(compile),
  }
}

function memo<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    const found = made.get(key)
    if (found !== undefined || made.has(key)) return found as T
    const fresh = make(key)
    made.set(key, fresh)
    return fresh
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

function definitionOf(ref: string, definitions: Definitions, folder: string): Schema {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  const schema = definitions[name]
  if (schema === undefined) throw new Error(`schemas/${folder} has no definition ${name}`)
  return schema
}

/** Patterns are RE2; those that JavaScript cannot compile are reported by whoever needs them, never passed. */
function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u')
  } catch {
    return undefined
  }
}

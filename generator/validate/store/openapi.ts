import type { ApiKind } from '../schema.ts'
import type { AggregatedKind, PublishedCustom } from './custom.ts'
import type { PublishedApi } from './native.ts'
import type { Published } from './normalize.ts'

/** One OpenAPI v3 document of an API server: what it serves under one group and version. */
export type OpenApiDocument = {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Published>> }
}

/** What a server serves, apart by who says it. */
export type Served = {
  /** Kubernetes' own kinds, and all schemas but those of `custom`. */
  readonly api: PublishedApi
  /** Kinds of definitions that are installed. */
  readonly custom: readonly PublishedCustom[]
  /** Kinds of other servers that stand behind this one, each with the name of its schema in `api`. */
  readonly aggregated: readonly AggregatedKind[]
}

const CORE = /^\/api\//

/**
 * The kinds and schemas of OpenAPI v3 documents; where two documents differ on a schema, the core group's counts. Kinds
 * without a schema of their own, such as the metrics of other objects, are left out.
 */
export function served(documents: readonly OpenApiDocument[], kubernetes: string): Served {
  const ordered = documents.toSorted((a, b) => rank(a) - rank(b))
  const schemas: Record<string, Published> = {}
  for (const { components } of ordered)
    for (const [name, schema] of Object.entries(components?.schemas ?? {})) schemas[name] ??= schema
  const owners = ownersOf(schemas)
  const custom: PublishedCustom[] = []
  const aggregated: AggregatedKind[] = []
  const resources: ApiKind[] = []
  for (const kind of resourcesOf(ordered)) {
    const definition = owners.get(keyOf(kind))
    if (definition === undefined) continue
    if (isOfDefinition(kind, definition))
      custom.push({ ...kind, schema: schemas[definition] ?? {} })
    else if (isNative(kind, definition)) resources.push(kind)
    else aggregated.push({ ...kind, definition })
  }
  const inline = new Set(custom.map((kind) => owners.get(keyOf(kind))))
  const shared = Object.entries(schemas).filter(([name]) => !inline.has(name))
  const api = { kubernetes, resources, schemas: Object.fromEntries(shared) }
  return { api, custom, aggregated }
}

const rank = ({ paths = {} }: OpenApiDocument): number =>
  Object.keys(paths).some((path) => CORE.test(path)) ? 0 : 1

const keyOf = ({ group, version, kind }: Pick<ApiKind, 'group' | 'version' | 'kind'>): string =>
  `${group}/${version}/${kind}`

/** Names of schemas by the kind that they describe; a kind that several describe is none. */
function ownersOf(schemas: Readonly<Record<string, Published>>): ReadonlyMap<string, string> {
  const owners = new Map<string, string[]>()
  for (const [name, schema] of Object.entries(schemas)) {
    const kinds = schema['x-kubernetes-group-version-kind']
    for (const kind of Array.isArray(kinds) ? (kinds as ApiKind[]) : [])
      owners.set(keyOf(kind), [...(owners.get(keyOf(kind)) ?? []), name])
  }
  const alone = [...owners].filter(([, names]) => names.length === 1)
  return new Map(alone.map(([key, [name = '']]) => [key, name]))
}

/** Kubernetes' own kinds have a group of its own, and a schema that is named after its Go package. */
const isNative = ({ group }: ApiKind, definition: string): boolean =>
  (!group.includes('.') || group.endsWith('.k8s.io')) && definition.startsWith('io.k8s.')

/** A server names the schema of a CRD by its group turned round, version and kind. */
function isOfDefinition({ group, version, kind }: ApiKind, name: string): boolean {
  return name === [...group.split('.').toReversed(), version, kind].join('.')
}

const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>[^/]+)\/(?<watch>watch\/)?(?<space>namespaces\/\{namespace\}\/)?(?<plural>[^/{]+)(?<one>\/\{name\})?(?:\/(?<sub>[^/{]+))?(?:\/\{path\})?$/

const VERBS: Readonly<Record<string, string>> = {
  post: 'create',
  put: 'update',
  watchlist: 'watch',
}

type Found = {
  kind: string
  namespaced: boolean
  readonly verbs: Set<string>
  readonly subresources: Set<string>
}

/** The kinds that the paths tell of, with plural, scope, verbs and subresources, as discovery would list them. */
function resourcesOf(documents: readonly OpenApiDocument[]): readonly ApiKind[] {
  const all = new Map<string, Found>()
  for (const { paths = {} } of documents)
    for (const [path, operations] of Object.entries(paths)) note(all, path, operations)
  const kinds = [...all].flatMap(([key, { kind, namespaced, verbs, subresources }]): ApiKind[] => {
    const [group = '', version = '', plural = ''] = key.split('/')
    if (kind === '') return []
    const below = subresources.size > 0 ? { subresources: [...subresources].sort() } : {}
    return [{ group, version, kind, plural, namespaced, verbs: [...verbs].sort(), ...below }]
  })
  return [...new Map(kinds.map((kind) => [keyOf(kind), kind])).values()]
}

function note(
  all: Map<string, Found>,
  path: string,
  operations: Readonly<Record<string, unknown>>,
): void {
  const { group = '', version = '', plural = '', space, sub } = PATH.exec(path)?.groups ?? {}
  if (plural === '') return
  const key = `${group}/${version}/${plural}`
  const found = all.get(key) ?? {
    kind: '',
    namespaced: false,
    verbs: new Set(),
    subresources: new Set(),
  }
  all.set(key, found)
  if (space !== undefined) found.namespaced = true
  if (sub !== undefined) {
    found.subresources.add(sub)
    return
  }
  for (const operation of Object.values(operations)) {
    const { action, kind } = actionOf(operation)
    if (action === undefined) continue
    found.verbs.add(VERBS[action] ?? action)
    found.kind = kind
  }
}

function actionOf(operation: unknown): { readonly action?: string; readonly kind: string } {
  if (typeof operation !== 'object' || operation === null) return { kind: '' }
  const said = operation as Readonly<Record<string, unknown>>
  const action = said['x-kubernetes-action']
  const { kind } = (said['x-kubernetes-group-version-kind'] ?? {}) as Partial<ApiKind>
  return typeof action === 'string' ? { action, kind: kind ?? '' } : { kind: '' }
}

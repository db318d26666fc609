import type { FileTree } from '../../core/tree.ts'
import { type ApiKind, customFile, type Definitions, folderOf, nativeFile } from '../schema.ts'
import { normalize, normalizeDefinitions, type Origin, type Published } from './normalize.ts'

/** What one API server serves: its kinds and the union of the schemas of its OpenAPI v3 documents. */
export type PublishedApi = {
  /** The server's own version, e.g. `v1.34.4`. */
  readonly kubernetes: string
  readonly resources: readonly ApiKind[]
  readonly schemas: Readonly<Record<string, Published>>
}

/** One served version of a CRD. */
export type PublishedCustom = ApiKind & { readonly schema: Published }

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.'
const OBJECT_META = `${META}ObjectMeta`

/** The minor of a server version: `1.34` of `v1.34.4`. */
export function minorOf(version: string): string {
  return /^v?(\d+\.\d+)/.exec(version)?.[1] ?? version
}

/** The files of one Kubernetes minor below `schemas/`: shared definitions, one small file per kind, the list of kinds. */
export function storeNative({ kubernetes, resources, schemas }: PublishedApi): FileTree {
  const folder = folderOf(minorOf(kubernetes))
  const files = new Map<string, string>([
    [`${folder}/_definitions.json`, definitionsText(normalizeDefinitions(origin(schemas)))],
    [`${folder}/_resources.json`, resourcesText(resources)],
  ])
  for (const kind of resources) {
    const path = `${folder}/${nativeFile(kind)}`
    if (files.has(path)) throw new Error(`two kinds claim ${path}`)
    const $ref = `_definitions.json#/definitions/${definitionOf(kind, schemas)}`
    files.set(path, `${JSON.stringify({ $ref })}\n`)
  }
  return sorted(files)
}

/** The files of all custom kinds below `schemas/`; `metadata` is given the real ObjectMeta of `schemas`. */
export function storeCustom(
  kinds: readonly PublishedCustom[],
  schemas: PublishedApi['schemas'],
): FileTree {
  const files = new Map<string, string>([
    ['crds/_definitions.json', definitionsText(metadataDefinitions(schemas))],
    ['crds/_resources.json', resourcesText(kinds)],
  ])
  for (const kind of kinds) {
    const path = customFile(kind)
    if (files.has(path)) throw new Error(`two CRDs claim ${path}`)
    files.set(path, `${text(customSchema(kind.schema), 4)}\n`)
  }
  return sorted(files)
}

/** The root schema of a custom kind in the stored form, its metadata a reference to the shared ObjectMeta. */
export function customSchema(published: Published): Published {
  const schema = normalize(published, { native: false, published: {} }, false)
  const metadata = { $ref: `../_definitions.json#/definitions/${OBJECT_META}` }
  return {
    ...schema,
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      ...schema.properties,
      metadata,
    },
  }
}

function origin(published: PublishedApi['schemas']): Origin {
  return { native: true, published }
}

/** ObjectMeta and what it refers to. */
function metadataDefinitions(schemas: PublishedApi['schemas']): Definitions {
  const needed = ['FieldsV1', 'ManagedFieldsEntry', 'ObjectMeta', 'OwnerReference', 'Time']
  const all = normalizeDefinitions(origin(schemas))
  return Object.fromEntries(needed.map((name) => [META + name, all[META + name] ?? {}]))
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

function definitionsText(definitions: Definitions): string {
  return `${text({ definitions }, 2)}\n`
}

function resourcesText(kinds: readonly ApiKind[]): string {
  const rows = kinds.map(({ group, version, kind, plural, namespaced, ...rest }) => {
    const { verbs, subresources, deprecated } = rest
    return {
      ...{ group, version, kind, plural, namespaced },
      ...(verbs ? { verbs } : {}),
      ...(subresources ? { subresources } : {}),
      ...(deprecated === true ? { deprecated } : {}),
    }
  })
  const key = (k: ApiKind): string => `${k.group}/${k.kind}/${k.version}`
  return `${text(
    rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
    1,
  )}\n`
}

/** JSON with sorted keys and a line per member down to `breaks` levels, so that git shows what changed. */
function text(value: unknown, breaks: number): string {
  const list = Array.isArray(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  const items = list
    ? entries.map(([, member]) => text(member, breaks - 1))
    : entries
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => `${JSON.stringify(key)}:${text(member, breaks - 1)}`)
  const gap = breaks > 0 && items.length > 0 ? '\n' : ''
  const body = `${gap}${items.join(`,${gap}`)}${gap}`
  return list ? `[${body}]` : `{${body}}`
}

function sorted(files: ReadonlyMap<string, string>): FileTree {
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

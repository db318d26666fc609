import { UserError } from '../../core/finding.ts'
import { readNodes, toJson } from '../../yaml/index.ts'
import { misfitOfSwagger } from './check-swagger.ts'
import { nameTwice } from './name-twice.ts'
import {
  builtinSchemas,
  definitionOf,
  isBuiltinKind,
  ownKinds,
  type Schema,
  type Schemas,
} from './schema.ts'

/** Which definitions a build has beside those of its `openapi` file: none, or Kubernetes' own in front of or behind them. */
export type Beside = 'nothing' | 'builtin-first' | 'builtin-last'

type Json = Readonly<Record<string, unknown>>

/** The file of `openapi`, read. */
type Swagger = {
  readonly definitions: Json
  readonly kinds: ReadonlyMap<string, string>
  /** True: namespaced. */
  readonly scopes: ReadonlyMap<string, boolean>
}

/**
 * What an OpenAPI document of `openapi.path` says. As upstream it is read when something first asks, so that one
 * that nobody needs may be anything. Throws UserError then.
 */
export function customSchemas(text: string, file: string, beside: Beside): Schemas {
  let read: Swagger | undefined
  const swagger = () => {
    read ??= readSwagger(text, file)
    return read
  }
  const own = (apiVersion: string, kind: string): Schema | undefined => {
    const name = swagger().kinds.get(`${apiVersion} ${kind}`)
    return name === undefined ? undefined : schemaAt(swagger().definitions[name], swagger(), beside)
  }
  const builtin = beside === 'nothing' ? ownKinds.schemaOf : builtinSchemas.schemaOf
  return {
    schemaOf: (apiVersion, kind) =>
      beside === 'builtin-first'
        ? (builtin(apiVersion, kind) ?? own(apiVersion, kind))
        : (own(apiVersion, kind) ?? builtin(apiVersion, kind)),
    isClusterScoped: (apiVersion, kind) =>
      isBuiltinKind(apiVersion, kind)
        ? builtinSchemas.isClusterScoped(apiVersion, kind)
        : swagger().scopes.get(`${apiVersion} ${kind}`) === false,
  }
}

function readSwagger(text: string, file: string): Swagger {
  const document = text.startsWith('{') ? parseJson(text, file) : parseYaml(text, file)
  if (text === '' || (!isJson(document) && document !== null))
    throw unreadable(file, 'it is no map')
  const misfit = misfitOfSwagger(document)
  if (misfit !== undefined)
    throw unreadable(file, `at ${misfit} stands something else than there should`)
  return swaggerOf(document ?? {})
}

function swaggerOf(document: Json): Swagger {
  const definitions = isJson(document.definitions) ? document.definitions : {}
  const kinds = new Map<string, string>()
  for (const [name, definition] of Object.entries(definitions)) {
    const list = isJson(definition) ? definition[gvkKey] : undefined
    if (Array.isArray(list)) for (const gvk of list) addKind(kinds, gvk, name)
  }
  return { definitions, kinds, scopes: scopesOf(document.paths) }
}

const gvkKey = 'x-kubernetes-group-version-kind'

function addKind(kinds: Map<string, string>, gvk: unknown, name: string): void {
  const key = keyOfGvk(gvk)
  if (key !== undefined) kinds.set(key, name)
}

function keyOfGvk(gvk: unknown): string | undefined {
  if (!isJson(gvk)) return undefined
  const { group = '', version, kind } = gvk
  if (typeof version !== 'string' || typeof kind !== 'string')
    throw new UserError({
      message: 'an x-kubernetes-group-version-kind of the openapi file has no version or no kind',
      hint: 'give each of them group, version and kind',
    })
  return `${typeof group === 'string' && group !== '' ? `${group}/` : ''}${version} ${kind}`
}

/** A kind is namespaced when one of its paths names a namespace. */
function scopesOf(paths: unknown): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>()
  if (!isJson(paths)) return scopes
  for (const [path, methods] of Object.entries(paths)) {
    const get = isJson(methods) ? methods.get : undefined
    const key = isJson(get) ? keyOfGvk(get[gvkKey]) : undefined
    if (key === undefined) continue
    scopes.set(key, path.includes('namespaces/{namespace}') || (scopes.get(key) ?? false))
  }
  return scopes
}

/** A schema of the document in the form that merging reads; its parts are looked at when merging gets there. */
function schemaAt(written: unknown, swagger: Swagger, beside: Beside): Schema | undefined {
  const found = resolved(written, swagger, beside)
  if (found === undefined || 'builtin' in found) return found?.builtin
  const { json } = found
  const { properties, additionalProperties, items } = json
  const at = (part: unknown) => schemaAt(part, swagger, beside)
  const element = isArray(json) && isJson(items) ? at(items) : undefined
  return {
    field: (name) => {
      if (isJson(properties) && Object.hasOwn(properties, name)) return at(properties[name])
      return isJson(additionalProperties) ? at(additionalProperties) : undefined
    },
    ...(element && { element }),
    ...mergingOf(json),
  }
}

type Found = { readonly json: Json } | { readonly builtin: Schema } | undefined

/** Follow `$ref`; one that leads nowhere, or round in a circle, is no schema. */
function resolved(written: unknown, swagger: Swagger, beside: Beside): Found {
  let found: Found | { readonly next: unknown } = { next: written }
  for (let steps = 0; found !== undefined && 'next' in found; steps++)
    found = steps < 100 ? followed(found.next, swagger, beside) : undefined
  return found
}

function followed(
  json: unknown,
  { definitions }: Swagger,
  beside: Beside,
): Found | { readonly next: unknown } {
  if (!isJson(json)) return undefined
  const { $ref } = json
  if (typeof $ref !== 'string' || $ref === '') return { json }
  if (!$ref.startsWith('#/definitions/')) return undefined
  const name = unescaped($ref.slice('#/definitions/'.length))
  const known = beside === 'nothing' ? undefined : definitionOf(name)
  const isOwn = Object.hasOwn(definitions, name)
  if (known !== undefined && (beside === 'builtin-first' || !isOwn)) return { builtin: known }
  return isOwn ? { next: definitions[name] } : undefined
}

function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}

function isArray({ type }: Json): boolean {
  return type === 'array' || (Array.isArray(type) && type.length === 1 && type[0] === 'array')
}

function mergingOf(json: Json): Pick<Schema, 'merge' | 'key' | 'mapKeys'> {
  const merge = json['x-kubernetes-patch-strategy']
  const key = json['x-kubernetes-patch-merge-key']
  const mapKeys = json['x-kubernetes-list-map-keys']
  return {
    ...(typeof merge === 'string' && { merge }),
    ...(typeof key === 'string' && { key }),
    ...(Array.isArray(mapKeys) && { mapKeys: mapKeys.map(String) }),
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    const document: unknown = JSON.parse(text)
    const twice = nameTwice(text)
    if (twice !== undefined) throw unreadable(file, `the name ${twice} is twice in one object`)
    return document
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(file, (error as Error).message)
  }
}

function parseYaml(text: string, file: string): unknown {
  const [first = null] = readNodes(text, file, 'config', {
    duplicateKeys: 'last',
    documents: 'first',
  })
  return toJson(first)
}

function unreadable(file: string, why: string): UserError {
  return new UserError({
    message: `${file}, which openapi names, is no OpenAPI document: ${why}`,
    hint: 'write a map with definitions, in JSON or YAML; `kustomize openapi fetch` makes one',
  })
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

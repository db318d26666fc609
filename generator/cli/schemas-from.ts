import { type Problem, UserError } from '../core/finding.ts'
import { findManifests, readManifest } from '../io/index.ts'
import type { PublishedCustom } from '../validate/store/custom.ts'
import { definedKinds } from '../validate/store/definition.ts'
import { minorOf } from '../validate/store/native.ts'
import { type OpenApiDocument, type Served, served } from '../validate/store/openapi.ts'
import { readYaml } from '../yaml/index.ts'

/** What files say instead of a cluster. */
export type Given = {
  readonly served: Served | undefined
  readonly defined: readonly PublishedCustom[]
}

type Growing = {
  readonly documents: OpenApiDocument[]
  /** Definitions by their name, each with the file that it stands in. */
  readonly definitions: Map<string, { readonly file: string; readonly text: string }>
  readonly defined: PublishedCustom[]
  readonly versions: Set<string>
  /** OpenAPI in a form that tells nothing of kinds; it matters only where nothing else is. */
  readonly unusable: Problem[]
}

/** Definitions and saved OpenAPI v3 in files and folders; other objects are passed over. Throws UserError. */
export function readGiven(cwd: string, paths: readonly string[]): Given {
  const given: Growing = {
    documents: [],
    definitions: new Map(),
    defined: [],
    versions: new Set(),
    unusable: [],
  }
  const problems = paths.flatMap((path) => {
    const found = findManifests(cwd, path)
    return [
      ...found.problems.map((one) => placed(one.path, one.problem)),
      ...found.files.flatMap((file) => problemsWith(given, cwd, file)),
    ]
  })
  if (problems.length > 0) throw new UserError(problems)
  if (given.documents.length + given.defined.length === 0)
    throw new UserError(given.unusable.length > 0 ? given.unusable : nothingIn(paths))
  return { served: servedBy(given), defined: given.defined }
}

function problemsWith(given: Growing, cwd: string, file: string): readonly Problem[] {
  try {
    for (const value of valuesIn(cwd, file)) take(given, value, file)
    return []
  } catch (error) {
    if (error instanceof UserError) return error.problems
    throw error
  }
}

const nothingIn = (paths: readonly string[]): Problem => ({
  message: `${paths.join(', ')}: no CustomResourceDefinition and no saved OpenAPI v3 is there`,
  hint: 'name files that hold some, or leave --from out to ask a cluster',
})

const placed = (file: string, { message, hint }: Problem): Problem => ({
  message: `${file}: ${message}`,
  hint,
})

/** A document of OpenAPI has a megabyte, for which the reader of JSON is there. */
function valuesIn(cwd: string, file: string): readonly unknown[] {
  const text = readManifest(cwd, file)
  if (typeof text !== 'string') throw new UserError(placed(file, text))
  if (text.trimStart().startsWith('{'))
    try {
      return [JSON.parse(text)]
    } catch {
      // YAML may begin so too, and its reader says where a mistake is.
    }
  return readYaml(text, file)
}

type Members = Readonly<Record<string, unknown>>

function take(given: Growing, value: unknown, file: string): void {
  if (typeof value !== 'object' || value === null) return
  const { kind, items, openapi, swagger, paths } = value as Members
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items))
    for (const item of items) take(given, item, file)
  else if (kind === 'CustomResourceDefinition') takeDefinition(given, value as Members, file)
  else if (typeof openapi === 'string' && openapi.startsWith('3.'))
    takeDocument(given, value as OpenApiDocument & Members)
  else if (typeof swagger === 'string' || isIndex(paths))
    given.unusable.push(unusable(file, swagger))
}

/** What `/openapi/v3` itself answers: addresses of documents. */
function isIndex(paths: unknown): boolean {
  const [first] = Object.values((paths ?? {}) as Members)
  return typeof first === 'object' && first !== null && 'serverRelativeURL' in first
}

const unusable = (file: string, swagger: unknown): Problem => ({
  message: `${file}: this is ${swagger === undefined ? 'the index of OpenAPI v3' : `OpenAPI v2 (Swagger ${swagger})`}`,
  hint: 'save the documents themselves: kubectl get --raw /openapi/v3/apis/apps/v1 > apps-v1.json',
})

function takeDefinition(given: Growing, definition: Members, file: string): void {
  const { apiVersion, metadata } = definition
  const { name = '' } = (metadata ?? {}) as { readonly name?: string }
  const kinds = definedKinds(definition)
  if (apiVersion !== 'apiextensions.k8s.io/v1' || kinds.length === 0)
    throw new UserError({
      message: `${file}: the definition ${name} ${apiVersion === 'apiextensions.k8s.io/v1' ? 'serves no version with a schema' : `is of ${String(apiVersion)}`}`,
      hint: 'write it in apiextensions.k8s.io/v1, with spec.versions[].schema.openAPIV3Schema',
    })
  const text = JSON.stringify(definition.spec)
  const other = given.definitions.get(name)
  if (other !== undefined && other.text !== text)
    throw new UserError({
      message: `${file}: the definition ${name} stands in ${other.file} too, and differs`,
      hint: 'name only one of the files',
    })
  if (other === undefined) given.defined.push(...kinds)
  given.definitions.set(name, { file, text })
}

function takeDocument(given: Growing, document: OpenApiDocument & Members): void {
  const { version } = (document.info ?? {}) as { readonly version?: unknown }
  given.documents.push(document)
  const isOwn = Object.keys(document.paths ?? {}).some((path) => OWN.test(path))
  if (isOwn && typeof version === 'string' && /^v?1\.\d+/.test(version))
    given.versions.add(minorOf(version))
}

/** Paths of Kubernetes' own groups: a server behind the API server has a version of its own. */
const OWN = /^\/(api|apis\/([^./]+|[^/]+\.k8s\.io))\//

function servedBy({ documents, versions }: Growing): Served | undefined {
  if (documents.length === 0) return undefined
  const [version, other] = versions
  if (other !== undefined)
    throw new UserError({
      message: `the saved OpenAPI is of several Kubernetes versions: ${[...versions].join(', ')}`,
      hint: 'name the documents of one cluster',
    })
  const all = served(documents, version ?? '')
  if (version !== undefined || all.api.resources.length + all.aggregated.length === 0) return all
  throw new UserError({
    message: 'the saved OpenAPI does not say which Kubernetes version it is of',
    hint: 'save its documents again with kubectl get --raw: info.version says it',
  })
}

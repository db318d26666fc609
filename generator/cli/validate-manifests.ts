import { posix } from 'node:path'
import { type Finding, type Problem, UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import type { Found } from '../io/find-manifests.ts'
import { readManifest } from '../io/read-manifest.ts'
import { type Exception, ignoreComments, isWorthALook } from '../validate/index.ts'
import { findingOf } from './check.ts'
import { objectsIn, type Written } from './validate-documents.ts'
import { mistakeIn, templatesOf, withTemplateHint } from './validate-others.ts'
import { SETTINGS_FILE } from './validate-settings.ts'

/** Manifests of one folder: they are applied together, so they are judged together. */
type Folder = {
  readonly resources: Resource[]
  readonly written: Map<Resource, Written>
  readonly files: string[]
  readonly texts: Map<string, string>
  readonly findings: Finding[]
  readonly comments: Exception[]
}

/** Folders by name, and the YAML files that are nobody's manifest. */
export type Manifests = {
  readonly folders: ReadonlyMap<string, Folder>
  readonly others: readonly string[]
}

type Growing = { readonly folders: Map<string, Folder>; readonly others: string[] }

/** Everything that was found, and standard input; a file that is found twice is read once. What cannot be read is a finding. */
export function readManifests(
  cwd: string,
  all: readonly Found[],
  input: string | Problem | undefined,
): Manifests {
  const manifests: Growing = { folders: new Map(), others: [] }
  const named = new Set(all.filter(({ isFile }) => isFile).flatMap(({ files }) => files))
  const seen = new Set<string>()
  for (const found of all) {
    const templates = templatesOf(found.charts)
    for (const file of found.files) {
      if (seen.has(file) || isBelow(file, found.kustomizations)) continue
      seen.add(file)
      const text = readManifest(cwd, file)
      if (named.has(file) || !templates.take(file, text))
        readInto(manifests, file, text, named.has(file))
      else keepText(openFolder(manifests, file), file, text)
    }
    const problems = [...found.problems, ...templates.problems()]
    for (const { path, problem } of problems) addProblem(manifests, path, problem)
    manifests.others.push(...found.links)
  }
  if (input !== undefined) readInto(manifests, '-', input, true)
  return manifests
}

const isBelow = (file: string, roots: readonly string[]): boolean =>
  roots.some((root) => root === '.' || file.startsWith(`${root}/`))

function openFolder({ folders }: Growing, file: string): Folder {
  const name = file === '-' ? '-' : posix.dirname(file)
  const folder: Folder = folders.get(name) ?? {
    resources: [],
    written: new Map(),
    files: [],
    texts: new Map(),
    findings: [],
    comments: [],
  }
  folders.set(name, folder)
  return folder
}

function folderOf(manifests: Growing, file: string): Folder {
  const folder = openFolder(manifests, file)
  folder.files.push(file)
  return folder
}

/** Texts are let go when they have been read, but for the few that rules about texts want. */
function keepText({ texts }: Folder, file: string, text: string | Problem): void {
  if (typeof text === 'string' && isWorthALook(text)) texts.set(file, text)
}

/** What cannot be read is not green: it is named, and the rest is judged. */
function addProblem(manifests: Growing, file: string, problem: Problem): void {
  folderOf(manifests, file).findings.push(findingOf('unreadable', 'error', file, problem))
}

function readInto(
  manifests: Growing,
  file: string,
  text: string | Problem,
  isNamed: boolean,
): void {
  const isOther = typeof text === 'string' && !isNamed && !isManifest(text) && !isBlank(text)
  const problem = typeof text !== 'string' ? text : isOther ? mistakeIn(text, file) : undefined
  if (problem !== undefined) addProblem(manifests, file, problem)
  else if (!isOther) addObjects(folderOf(manifests, file), file, String(text))
  else if (file !== SETTINGS_FILE) manifests.others.push(file)
}

function addObjects(folder: Folder, file: string, text: string): void {
  keepText(folder, file, text)
  try {
    const objects = objectsIn(text, file)
    if (objects.length === 0) folder.findings.push(emptyManifest(file))
    for (const { resource, written } of objects) {
      folder.resources.push(resource)
      folder.written.set(resource, written)
    }
    folder.comments.push(...ignoreComments(text, file))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    for (const problem of withTemplateHint(error.problems, text))
      folder.findings.push(findingOf('unreadable', 'error', file, problem))
  }
}

const emptyManifest = (source: string): Finding =>
  findingOf('empty-manifest', 'warning', source, {
    message: 'holds no object',
    hint: 'remove the file, or write an object into it',
    ...(source === '-' ? {} : { place: { file: source, line: 1, column: 1 } }),
  })

const isBlank = (text: string): boolean =>
  /^\ufeff?(?:[ \t]*(?:#[^\n]*|---)?\r?\n)*[ \t]*(?:#[^\n]*|---)?$/.test(text)

/** Other YAML (charts, settings of tools) is nobody's manifest; a file that is named alone is judged in any case. */
function isManifest(text: string): boolean {
  if (/^\s*[[{]/.test(text))
    return /"kind"\s*:/.test(text) && /"(?:apiVersion|metadata)"\s*:/.test(text) && !isSchema(text)
  const has = (field: string): boolean => new RegExp(`^(["']?)${field}\\1\\s*:`, 'm').test(text)
  return has('kind') ? has('apiVersion') || has('metadata') : has('apiVersion') && has('metadata')
}

/** JSON schemas of objects have the same words, as names of properties. */
function isSchema(text: string): boolean {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>> | null
    const names = ['properties', 'definitions', '$defs', '$ref', '$schema', 'paths']
    return (
      typeof value === 'object' &&
      value !== null &&
      value.kind === undefined &&
      names.some((name) => Object.hasOwn(value, name))
    )
  } catch {
    return false
  }
}

import { posix } from 'node:path'
import type { Finding, Problem } from '../core/finding.ts'
import { collectSooner } from '../io/collect-sooner.ts'
import type { Found } from '../io/find-manifests.ts'
import { isPipe, readManifest } from '../io/read-manifest.ts'
import { type Exception, ignoreComments, isWorthALook } from '../validate/index.ts'
import { problemsOf } from '../yaml/index.ts'
import type { Manifest } from './check.ts'
import { unreadable } from './unit-objects.ts'
import { mistakeIn, templatesOf } from './validate-others.ts'
import { SETTINGS_FILE } from './validate-settings.ts'

/** Manifests of one folder: they are applied together, so they are judged together. */
type Folder = {
  readonly resources: readonly []
  readonly manifests: Manifest[]
  readonly files: string[]
  readonly texts: Map<string, Manifest['text']>
  readonly findings: Finding[]
  readonly comments: Exception[]
}

/** Folders by name, and the YAML files that are nobody's manifest. */
export type Manifests = {
  readonly folders: ReadonlyMap<string, Folder>
  readonly others: readonly string[]
}

type Growing = {
  readonly folders: Map<string, Folder>
  readonly others: string[]
  /** How much text is in memory. */
  kept: number
}

/** Everything that was found, and standard input; a file that is found twice is read once. What cannot be read is a finding. */
export function readManifests(
  cwd: string,
  all: readonly Found[],
  input: string | Problem | undefined,
): Manifests {
  const manifests: Growing = { folders: new Map(), others: [], kept: 0 }
  const named = new Set(all.filter(({ isFile }) => isFile).flatMap(({ files }) => files))
  const seen = new Set<string>()
  for (const found of all) {
    const templates = templatesOf(found.charts)
    for (const file of aloneIn(found)) {
      if (seen.has(file)) continue
      seen.add(file)
      const text = readFrom(cwd, file)
      const isNamed = named.has(file)
      if (!isNamed && templates.take(file, text.text)) keepText(manifests, text)
      else readInto(manifests, text, isNamed)
    }
    const problems = [...found.problems, ...templates.problems()]
    for (const { path, problem } of problems) addProblem(manifests, path, problem)
    // A Component by itself is nothing that could be judged.
    const unused = found.kustomizations.length === 0 ? found.components : []
    manifests.others.push(...found.links, ...unused)
  }
  if (input !== undefined) readInto(manifests, { file: '-', text: input, read: () => input }, true)
  return manifests
}

/** Files that are no part of a kustomization. */
function aloneIn({ files, kustomizations, components }: Found): readonly string[] {
  const roots = new Set([...kustomizations, ...components])
  const isBelow = (file: string): boolean => {
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1))
      if (roots.has(file.slice(0, at))) return true
    return roots.has('.')
  }
  return files.filter((file) => !isBelow(file))
}

function openFolder({ folders }: Growing, file: string): Folder {
  const name = file === '-' ? '-' : posix.dirname(file)
  const folder: Folder = folders.get(name) ?? {
    resources: [],
    manifests: [],
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

function readFrom(cwd: string, file: string): Text {
  const text = readManifest(cwd, file)
  return { file, text, read: isPipe(cwd, file) ? always(text) : again(cwd, file) }
}

// Made apart: functions that are made in one place keep all that any of them uses, and a text may have 50 MB.
const always = (text: string | Problem) => () => text
const again = (cwd: string, file: string) => () => readManifest(cwd, file)

/** A file with its text, or why there is none, and how to get that again. */
type Text = {
  readonly file: string
  readonly text: string | Problem
  readonly read: () => string | Problem
}

/** Texts of more files than this together are not kept until they are judged, but read again. */
const KEPT = 16 * 1024 * 1024

function manifestOf(manifests: Growing, { file, text, read }: Text): Manifest {
  if (typeof text !== 'string') return { file, text: () => text, defines: false }
  const defines = text.includes('CustomResourceDefinition')
  const wasMuch = manifests.kept > KEPT
  manifests.kept += text.length
  const isMuch = manifests.kept > KEPT
  if (isMuch && !wasMuch) collectSooner()
  return { file, text: isMuch ? read : always(text), defines }
}

function keepText(manifests: Growing, found: Text, manifest = manifestOf(manifests, found)): void {
  const { file, text } = found
  if (typeof text === 'string' && isWorthALook(text))
    openFolder(manifests, file).texts.set(file, manifest.text)
}

/** What cannot be read is not green: it is named, and the rest is judged. */
function addProblem(manifests: Growing, file: string, problem: Problem): void {
  folderOf(manifests, file).findings.push(unreadable(file, problem))
}

function readInto(manifests: Growing, found: Text, isNamed: boolean): void {
  const { file, text } = found
  const isOther = typeof text === 'string' && !isNamed && !isManifest(text) && !isBlank(text)
  const problem = typeof text !== 'string' ? text : isOther ? mistakeIn(text, file) : undefined
  if (problem !== undefined) addProblem(manifests, file, problem)
  else if (!isOther) addObjects(manifests, found)
  else if (file !== SETTINGS_FILE) manifests.others.push(file)
}

function addObjects(manifests: Growing, found: Text): void {
  const { file, text } = found
  const folder = folderOf(manifests, file)
  const manifest = manifestOf(manifests, found)
  folder.manifests.push(manifest)
  keepText(manifests, found, manifest)
  if (typeof text === 'string' && isReadable(text, file))
    folder.comments.push(...ignoreComments(text, file))
}

/** Comments in a file that is broken cover nothing. */
function isReadable(text: string, file: string): boolean {
  return !text.includes('strata-ignore') || problemsOf(text, file).length === 0
}

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

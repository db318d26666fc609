import { readFileSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import { codeOf } from './as-user-error.ts'
import { createListings, type Kind, type Listings } from './listings.ts'

const KUSTOMIZATIONS: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
])
const IGNORED: ReadonlySet<string> = new Set(['node_modules', '.git', '.strata'])

/** What there is to check under a path; all paths relative to the folder where the user stands, sorted. */
export type Found = {
  /** Folders that hold a kustomization to render; a Component renders only inside another one. */
  readonly kustomizations: readonly string[]
  /** YAML and JSON files that are no kustomization. */
  readonly files: readonly string[]
  /** Folders that cannot be read. */
  readonly problems: readonly Problem[]
}

/** How to look: with what is known of directories and of files already. */
type Look = {
  readonly listings: Listings
  /** A file by its path from `cwd`. */
  readonly read: (file: string) => unknown
}

/** Looks below a folder, links not followed; a path to a file is that file. Throws UserError where nothing is. */
export function findManifests(cwd: string, path: string, look: Partial<Look> = {}): Found {
  const place = resolve(cwd, path)
  const start = posixRelative(cwd, place)
  if (!isDirectory(place, path)) return { kustomizations: [], files: [start], problems: [] }
  const found: Growing = { kustomizations: [], files: [], problems: [] }
  const { listings = createListings(), read = (file) => readManifest(cwd, file) } = look
  walk({ place: place.replaceAll('\\', '/'), folder: start }, { listings, read }, found)
  return {
    kustomizations: found.kustomizations.sort(),
    files: found.files.sort(),
    problems: found.problems,
  }
}

type Growing = {
  readonly kustomizations: string[]
  readonly files: string[]
  readonly problems: Problem[]
}

/** A folder, absolute and as the user knows it. */
type Here = { readonly place: string; readonly folder: string }

function walk({ place, folder }: Here, look: Look, found: Growing): void {
  const inside = folder === '.' ? '' : `${folder}/`
  const above = place === '/' ? '' : place
  for (const [name, kind] of entriesOf(place, folder, look, found)) {
    const path = `${inside}${name}`
    if (kind === 'file') note(name, folder, path, look, found)
    else if (kind === 'directory' && !IGNORED.has(name))
      walk({ place: `${above}/${name}`, folder: path }, look, found)
  }
}

function note(name: string, folder: string, path: string, look: Look, found: Growing): void {
  if (!KUSTOMIZATIONS.has(name)) {
    if (/\.(ya?ml|json)$/.test(name)) found.files.push(path)
  } else if (!isComponent(look.read(path))) found.kustomizations.push(folder)
}

const isComponent = (text: unknown): boolean =>
  typeof text === 'string' && /^kind:\s*["']?Component\b/m.test(text)

function entriesOf(
  place: string,
  folder: string,
  { listings }: Look,
  found: Growing,
): ReadonlyMap<string, Kind> {
  try {
    return listings.entries(place)
  } catch (error) {
    found.problems.push(unreadable(folder, error))
    return new Map()
  }
}

/** The text of a file, or why there is none: no permission, not UTF-8. */
export function readManifest(cwd: string, file: string): string | Problem {
  try {
    const bytes = readFileSync(resolve(cwd, file))
    const text = bytes.toString('utf8')
    if (!text.includes('\ufffd') || Buffer.from(text, 'utf8').equals(bytes)) return text
    const message = `${file} is not UTF-8 text`
    return { message, hint: 'save it as UTF-8, or leave it out of what is checked' }
  } catch (error) {
    return unreadable(file, error)
  }
}

function unreadable(path: string, error: unknown): Problem {
  return { message: `cannot read ${path}: ${codeOf(error)}`, hint: 'check its permissions' }
}

const posixRelative = (cwd: string, path: string): string =>
  relative(cwd, path).replaceAll('\\', '/') || '.'

function isDirectory(path: string, asked: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    throw new UserError({ message: `there is no ${asked}`, hint: 'correct the path' })
  }
}

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { posix, relative, resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import { codeOf } from './as-user-error.ts'

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

/** Looks below a folder, links not followed; a path to a file is that file. Throws UserError where nothing is. */
export function findManifests(cwd: string, path: string): Found {
  const start = posixRelative(cwd, resolve(cwd, path))
  if (!isDirectory(resolve(cwd, path), path))
    return { kustomizations: [], files: [start], problems: [] }
  const found = { kustomizations: [] as string[], files: [] as string[], problems: [] as Problem[] }
  walk(cwd, start, found)
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

function walk(cwd: string, folder: string, found: Growing): void {
  for (const entry of entriesOf(cwd, folder, found)) {
    const path = folder === '.' ? entry.name : posix.join(folder, entry.name)
    if (entry.isDirectory() && !IGNORED.has(entry.name)) walk(cwd, path, found)
    if (!entry.isFile()) continue
    if (KUSTOMIZATIONS.has(entry.name)) {
      if (!isComponent(cwd, path)) found.kustomizations.push(folder)
    } else if (/\.(ya?ml|json)$/.test(entry.name)) found.files.push(path)
  }
}

function isComponent(cwd: string, path: string): boolean {
  const text = readManifest(cwd, path)
  return typeof text === 'string' && /^kind:\s*["']?Component\b/m.test(text)
}

function entriesOf(cwd: string, folder: string, found: Growing) {
  try {
    return readdirSync(resolve(cwd, folder), { withFileTypes: true })
  } catch (error) {
    found.problems.push(unreadable(folder, error))
    return []
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

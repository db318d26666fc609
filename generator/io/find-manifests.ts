import { lstatSync, statSync } from 'node:fs'
import { isAbsolute, posix, relative, resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'
import { asUserError, codeOf, remedyOf } from './as-user-error.ts'
import { diskFiles, treePath } from './disk-files.ts'
import { createListings, type Kind, type Listings } from './listings.ts'
import { problemWithKind } from './read-manifest.ts'

const KUSTOMIZATIONS: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
])
const IGNORED: ReadonlySet<string> = new Set(['node_modules', '.git', '.strata'])
const MANIFEST = /\.(ya?ml|json)$/

/** What there is to check under a path; all paths relative to the folder where the user stands, sorted. */
export type Found = {
  /** Folders that hold a kustomization to render. */
  readonly kustomizations: readonly string[]
  /** Folders of Components, which render only inside of a kustomization. */
  readonly components: readonly string[]
  /** YAML and JSON files that are no kustomization. */
  readonly files: readonly string[]
  /** Folders of Helm charts. */
  readonly charts: readonly string[]
  /** Links to folders, which are not followed: what they lead to may be anywhere. */
  readonly links: readonly string[]
  /** What cannot be read: folders without permission, links to nothing, pipes that are called like a manifest. */
  readonly problems: readonly Unread[]
  /** Whether the path is that of a file, not of a folder. */
  readonly isFile: boolean
}

export type Unread = { readonly path: string; readonly problem: Problem }

/** How to look. */
type Look = {
  /** What is not there. */
  readonly ignored: (file: string) => boolean
  /** What is known of directories already. */
  readonly listings: Listings
  /** The disk, when others read it too. */
  readonly files: Files
}

/**
 * Looks below a folder; a path to a file is that file, or the folder of a kustomization. Links to files are followed.
 * Throws UserError where nothing is.
 */
export function findManifests(cwd: string, path: string, look: Partial<Look> = {}): Found {
  const found: Growing = {
    kustomizations: [],
    components: [],
    files: [],
    charts: [],
    links: [],
    problems: [],
  }
  const start = pathFrom(cwd, path)
  const isFile = !isDirectory(cwd, path)
  const { listings = createListings() } = look
  const walking: Walking = {
    cwd,
    ignored: look.ignored ?? (() => false),
    listings,
    files: look.files ?? diskFiles(listings),
    found,
  }
  if (isFile) addFile(walking, posix.dirname(start), start, true)
  else walk(walking, start)
  const { problems, ...lists } = found
  for (const list of Object.values(lists)) list.sort()
  return { ...found, isFile }
}

type Growing = {
  readonly kustomizations: string[]
  readonly components: string[]
  readonly files: string[]
  readonly charts: string[]
  readonly links: string[]
  readonly problems: Unread[]
}

type Walking = Look & { readonly cwd: string; readonly found: Growing }

function walk(walking: Walking, folder: string): void {
  const inside = folder === '.' ? '' : `${folder}/`
  for (const [name, kind] of entriesOf(walking, folder)) {
    const path = `${inside}${name}`
    if (kind === 'directory') {
      if (!IGNORED.has(name)) walk(walking, path)
    } else if (kind === 'file') addFile(walking, folder, path, false)
    else addOther(walking, folder, path, name)
  }
}

function addFile(walking: Walking, folder: string, path: string, isNamed: boolean): void {
  const { ignored, found } = walking
  const name = posix.basename(path)
  if (ignored(path)) return
  if (name === 'Chart.yaml') found.charts.push(folder)
  if (KUSTOMIZATIONS.has(name)) {
    found[isComponent(walking, path) ? 'components' : 'kustomizations'].push(folder)
  } else if (isNamed || MANIFEST.test(name)) found.files.push(path)
}

/** Links are what they lead to; a pipe, a socket or a device in a folder is nobody's manifest. */
function addOther(walking: Walking, folder: string, path: string, name: string): void {
  const { cwd, ignored, found } = walking
  const add = (problem: Problem): void => {
    if (MANIFEST.test(path) && !ignored(path)) found.problems.push({ path, problem })
  }
  try {
    const stat = statSync(resolve(cwd, path))
    if (stat.isFile()) addFile(walking, folder, path, false)
    else if (!stat.isDirectory()) add(problemWithKind(stat))
    else if (!IGNORED.has(name)) found.links.push(path)
  } catch (error) {
    const hint = 'correct or remove the link'
    add(
      codeOf(error) === 'ENOENT'
        ? { message: 'this is a link to nothing', hint }
        : unreadable(error),
    )
  }
}

/** What cannot be read is told when it is rendered. */
function isComponent({ cwd, files }: Walking, path: string): boolean {
  try {
    const text = files.get(treePath(resolve(cwd, path)))
    return typeof text === 'string' && /^kind:\s*["']?Component\b/m.test(text)
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

function entriesOf({ cwd, listings, found }: Walking, folder: string): ReadonlyMap<string, Kind> {
  try {
    return listings.entries(resolve(cwd, folder).replaceAll('\\', '/'))
  } catch (error) {
    found.problems.push({ path: folder, problem: unreadable(error) })
    return new Map()
  }
}

function unreadable(error: unknown): Problem {
  const [said, hint] = remedyOf(error)
  return { message: `this cannot be read: ${said}`, hint }
}

/** Relative where that leads down, or where it was asked so. */
function pathFrom(cwd: string, asked: string): string {
  const path = relative(cwd, resolve(cwd, asked)).replaceAll('\\', '/') || '.'
  return path.startsWith('..') && isAbsolute(asked) ? resolve(asked).replaceAll('\\', '/') : path
}

function isDirectory(cwd: string, asked: string): boolean {
  const path = resolve(cwd, asked)
  try {
    if (asked !== '') return statSync(path).isDirectory()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw asUserError(error, 'read', asked)
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new UserError({ message: `${asked} is a link to nothing`, hint: 'correct the link' })
  }
  const what = asked === '' ? 'path with an empty name' : asked
  throw new UserError({ message: `there is no ${what}`, hint: 'correct the path' })
}

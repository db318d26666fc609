import { createHash } from 'node:crypto'
import { join, posix } from 'node:path'
import { UserError } from '../core/finding.ts'
import type { FileTree } from '../core/tree.ts'
import { attempt } from './as-user-error.ts'
import type { FileSystem } from './file-system.ts'
import { assertPath, resolveInside } from './inside.ts'

/** What a run wants of the disk: files to have, and files to be gone. Paths as in a `FileTree`. */
export type Writes = { readonly write: FileTree; readonly remove: readonly string[] }

/** A file that is there now. */
export type Present = { readonly digest: string; readonly mode: number }

/** `Writes` without what is so already, and with what stands there now. Lists are sorted. */
export type Plan = {
  readonly write: readonly {
    readonly path: string
    readonly bytes: Uint8Array
    readonly present?: Present
  }[]
  readonly remove: readonly { readonly path: string; readonly present: Present }[]
  /** Directories that may be empty afterwards, the deepest first. */
  readonly emptied: readonly string[]
  /** Directories that have to be made, the deepest first. */
  readonly made: readonly string[]
}

/** Where a directory would be: it, or the nearest one above it that exists, and the file that is in its way. */
type Ground = { readonly exists: boolean; readonly nearest: string; readonly obstacle?: string }

/**
 * Find all that would stop the run half-way, and change nothing: throws a UserError for a file where a
 * directory must be, the reverse, a link, a directory that cannot be written. `root` is a real path.
 */
export function inspect(fs: FileSystem, root: string, { write, remove }: Writes): Plan {
  for (const path of [...write.keys(), ...remove]) assertPath(path)
  const removed = new Set(remove)
  const groundOf = surveyor(fs, root)
  const removals = [...removed].sort().flatMap((path) => {
    if (write.has(path)) throw new Error(`${path} is to be written and to be removed`)
    const present = groundOf(posix.dirname(path)).exists ? fileAt(fs, root, path) : undefined
    return present ? [{ path, present }] : []
  })
  const writes = [...write.keys()].sort().flatMap((path) => {
    const present = standing(fs, root, path, groundOf(posix.dirname(path)), removed)
    const bytes = new TextEncoder().encode(write.get(path) ?? '')
    if (present?.digest === digestOfBytes(bytes)) return []
    return present ? [{ path, bytes, present }] : [{ path, bytes }]
  })
  const paths = writes.map(({ path }) => path)
  const parents = [...removals, ...writes].map(({ path }) => groundOf(posix.dirname(path)).nearest)
  for (const path of new Set(parents))
    attempt('write in', path === '.' ? root : path, () => fs.writable(join(root, path)))
  const needed = new Set(directoriesOf(paths))
  const emptied = directoriesOf(removals.map(({ path }) => path)).filter(
    (path) => !needed.has(path),
  )
  const made = [...needed].filter((path) => !groundOf(path).exists)
  return { write: writes, remove: removals, emptied, made }
}

/** Throw a UserError when a link on the way to one of `paths` leads out of `root`. */
export function assertInside(fs: FileSystem, root: string, paths: readonly string[]): void {
  const groundOf = surveyor(fs, root)
  for (const path of paths) groundOf(posix.dirname(path))
}

/** What a file holds now; nothing when there is no file, or a link. */
export function digestAt(fs: FileSystem, root: string, path: string): string | undefined {
  const file = join(root, path)
  return attempt('read', path, () =>
    fs.lstat(file)?.kind === 'file' ? digestOfBytes(fs.readFile(file)) : undefined,
  )
}

/** SHA-256 in hex, of the bytes as they are: here line endings count. */
export function digestOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Looks at each directory once, and follows links. */
function surveyor(fs: FileSystem, root: string): (directory: string) => Ground {
  const known = new Map<string, Ground>([['.', { exists: true, nearest: '.' }]])
  const groundOf = (path: string): Ground => {
    const ground = known.get(path) ?? survey(path, groundOf(posix.dirname(path)))
    known.set(path, ground)
    return ground
  }
  const survey = (path: string, above: Ground): Ground => {
    if (!above.exists) return above
    const kind = attempt('look at', path, () => {
      const here = fs.lstat(join(root, path))?.kind
      return here === 'link' ? fs.lstat(resolveInside(fs, root, path))?.kind : here
    })
    if (kind === 'directory') return { exists: true, nearest: path }
    const ground = { exists: false, nearest: above.nearest }
    return kind === undefined ? ground : { ...ground, obstacle: path }
  }
  return groundOf
}

/** The file that is to be written over, if any; throws when what stands there cannot be replaced. */
function standing(
  fs: FileSystem,
  root: string,
  path: string,
  { exists, nearest, obstacle }: Ground,
  removed: ReadonlySet<string>,
): Present | undefined {
  if (obstacle !== undefined && !removed.has(obstacle))
    throw inTheWay(`${obstacle} is a file, where a directory must be for ${path}`, obstacle)
  if (!exists) return probe(fs, join(root, nearest), path)
  const kind = attempt('look at', path, () => fs.lstat(join(root, path)))?.kind
  if (kind !== 'directory') return fileAt(fs, root, path)
  if (isVacated(fs, root, path, removed)) return undefined
  throw inTheWay(`${path} is a directory, where a file must be`, path)
}

/** Ask for each name where it would be: too long a one shows now, and not after the commit. */
function probe(fs: FileSystem, directory: string, path: string): undefined {
  attempt('write', path, () => {
    for (const name of [path, ...path.split('/')]) fs.lstat(join(directory, name))
  })
}

/** Whether nothing is left of a directory after the removals. */
function isVacated(
  fs: FileSystem,
  root: string,
  path: string,
  removed: ReadonlySet<string>,
): boolean {
  const names = attempt('look into', path, () => fs.readdir(join(root, path)))
  const inner = names.map((name) => `${path}/${name}`)
  const goes = (child: string): boolean =>
    removed.has(child) ||
    (fs.lstat(join(root, child))?.kind === 'directory' && isVacated(fs, root, child, removed))
  return inner.length > 0 && inner.every(goes)
}

function fileAt(fs: FileSystem, root: string, path: string): Present | undefined {
  const file = join(root, path)
  return attempt('read', path, () => {
    const entry = fs.lstat(file)
    if (entry === undefined || entry.kind === 'directory') return undefined
    if (entry.kind === 'file') return { digest: digestOfBytes(fs.readFile(file)), mode: entry.mode }
    const what = entry.kind === 'link' ? 'a symbolic link' : 'no regular file'
    throw inTheWay(`${path} is ${what}, and would be replaced`, path)
  })
}

/** All directories above `paths`, the deepest first. */
function directoriesOf(paths: readonly string[]): readonly string[] {
  const found = new Set<string>()
  for (const path of paths)
    for (let up = posix.dirname(path); up !== '.' && !found.has(up); up = posix.dirname(up))
      found.add(up)
  return [...found].sort().reverse()
}

function inTheWay(message: string, path: string): UserError {
  return new UserError({ message, hint: `move ${path} away, and run again` })
}

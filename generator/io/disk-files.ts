import { isUtf8 } from 'node:buffer'
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { UserError } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'
import { createListings, type Listings } from './listings.ts'

/**
 * The whole disk as `Files`, read when asked: what a kustomization refers to is known only while it is rendered.
 * Paths are absolute without the leading slash. `has` and `get` see files only; iterating sees nothing.
 */
export function diskFiles(listings: Listings = createListings()): Files {
  const read = new Map<string, string | Uint8Array | undefined>()
  const get = (path: string): string | Uint8Array | undefined => {
    const known = read.get(path)
    if (known !== undefined || read.has(path)) return known
    const content = contentOf(`/${path}`, listings)
    read.set(path, content)
    return content
  }
  const none: Files = new Map()
  return {
    realPath: realPaths(listings),
    get,
    has: (path) => get(path) !== undefined,
    size: 0,
    forEach: () => {},
    entries: () => none.entries(),
    keys: () => none.keys(),
    values: () => none.values(),
    [Symbol.iterator]: () => none[Symbol.iterator](),
  }
}

/**
 * Where paths really are; where nothing is, or links lead in a circle, the path itself. Each is asked for once:
 * Node looks at every segment of a path again, which is most of the work in a tree of thousands of small files.
 */
function realPaths(listings: Listings): (path: string) => string {
  const directories = new Map<string, string>()
  const files = new Map<string, string>()
  const isSeenLink = (path: string): boolean => {
    const kind = listings.seen(path)
    if (kind === 'unknown' || kind === 'none') return isLink(path)
    return kind === 'link'
  }
  const directory = (path: string): string => {
    if (path === '') return path
    const there = directories.get(path) ?? within(path)
    directories.set(path, there)
    return there
  }
  const within = (path: string): string => {
    const end = path.lastIndexOf('/')
    const parent = path.slice(0, Math.max(end, 0))
    const known = directory(parent)
    const here = known === '' || known !== parent ? posix.join(known, path.slice(end + 1)) : path
    if (!isSeenLink(`/${here}`)) return here
    return treePath(realpathSync(`/${here}`))
  }
  const real = (path: string): string => {
    try {
      return within(posix.normalize(path))
    } catch {
      return path
    }
  }
  return (path) => {
    const known = directories.get(path) ?? files.get(path)
    if (known !== undefined) return known
    const found = real(path)
    files.set(path, found)
    return found
  }
}

const isLink = (path: string): boolean => lstatSync(path).isSymbolicLink()

const LARGEST = 100 * 1024 * 1024

function contentOf(path: string, listings: Listings): string | Uint8Array | undefined {
  const kind = listings.kindOf(path)
  if (kind === 'none' || kind === 'directory' || kind === 'other') return undefined
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isFile()) return undefined
    if (stat.size > LARGEST)
      throw new UserError({
        message: `${path} has ${stat.size} bytes, more than ${LARGEST}`,
        hint: 'a ConfigMap or Secret holds at most 1 MiB; take the file out of the kustomization',
      })
    // Node reads text much faster than bytes.
    const text = readFileSync(path, 'utf8')
    if (!text.includes('\ufffd')) return text
    const bytes = readFileSync(path)
    return isUtf8(bytes) ? text : new Uint8Array(bytes)
  } catch (error) {
    if (error instanceof UserError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new UserError(
      { message: `cannot read ${path}: ${code}`, hint: 'check its permissions' },
      { cause: error },
    )
  }
}

/** An absolute path of the system as one of `diskFiles`. */
export const treePath = (path: string): string => path.replaceAll('\\', '/').slice(1)

/** Where a directory really is, in the form of `diskFiles`. Throws UserError when it is not there or is a file. */
export function rootOf(directory: string): string {
  try {
    const real = realpathSync(directory)
    if (statSync(real).isDirectory()) return posix.normalize(real.replaceAll('\\', '/')).slice(1)
  } catch {
    throw new UserError({ message: `there is no directory ${directory}`, hint: 'correct the path' })
  }
  throw new UserError({
    message: `${directory} is a file, not a directory`,
    hint: 'name the directory of a kustomization',
  })
}

import { isUtf8 } from 'node:buffer'
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { UserError } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'

/**
 * The whole disk as `Files`, read when asked: what a kustomization refers to is known only while it is rendered.
 * Paths are absolute without the leading slash. `has` and `get` see files only; iterating sees nothing.
 */
export function diskFiles(): Files {
  const read = new Map<string, string | Uint8Array | undefined>()
  const get = (path: string): string | Uint8Array | undefined => {
    if (!read.has(path)) read.set(path, contentOf(`/${path}`))
    return read.get(path)
  }
  const none: Files = new Map()
  return {
    realPath: realPaths(),
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
 * Where paths really are; where nothing is, or links lead in a circle, the path itself. Directories are asked for once:
 * Node looks at every segment of a path again, which is most of the work in a tree of thousands of small files.
 */
function realPaths(): (path: string) => string {
  const directories = new Map<string, string>()
  const real = (path: string): string => {
    const parent = posix.dirname(`/${path}`).slice(1)
    if (parent === path) return path
    const known = directories.get(parent) ?? real(parent)
    directories.set(parent, known)
    const here = posix.join(known, posix.basename(path))
    if (!lstatSync(`/${here}`).isSymbolicLink()) return here
    return realpathSync(`/${here}`).replaceAll('\\', '/').slice(1)
  }
  return (path) => {
    try {
      return real(path)
    } catch {
      return path
    }
  }
}

const LARGEST = 100 * 1024 * 1024

function contentOf(path: string): string | Uint8Array | undefined {
  try {
    const stat = statSync(path)
    if (!stat.isFile()) return undefined
    if (stat.size > LARGEST)
      throw new UserError({
        message: `${path} has ${stat.size} bytes, more than ${LARGEST}`,
        hint: 'a ConfigMap or Secret holds at most 1 MiB; take the file out of the kustomization',
      })
    const bytes = readFileSync(path)
    return isUtf8(bytes) ? bytes.toString('utf8') : new Uint8Array(bytes)
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

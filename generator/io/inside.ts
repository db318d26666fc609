import { isAbsolute, join, relative, sep } from 'node:path'
import { UserError } from '../core/finding.ts'
import { faultOfPath } from '../core/lock.ts'
import { attempt } from './as-user-error.ts'
import type { FileSystem } from './file-system.ts'

/** Whether the real path `path` is `root` or below it. Text only: resolve links first. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/**
 * The directory or file that `path` really is, links followed; throws a UserError when that is
 * outside `root`, in `.git` or `.strata`, or nothing. `root` is a real path, `path` relative to it.
 */
export function resolveInside(fs: FileSystem, root: string, path: string): string {
  const real = attempt('follow', path, () => fs.realpath(join(root, path)))
  const way = relative(root, real).split(sep).join('/')
  if (isInside(root, real) && (way === '' || faultOfPath(way) === undefined)) return real
  throw new UserError({
    message: `${path} leads out of the repository, to ${real}`,
    hint: 'replace the symbolic link by the files themselves, and run again',
  })
}

/** Throw a UserError for a path that cannot be a file of the repository (`faultOfPath`). */
export function assertPath(path: string): void {
  const fault = faultOfPath(path)
  if (fault)
    throw new UserError({
      message: `cannot use the path ${JSON.stringify(path)}: ${fault}`,
      hint: 'name a file below the repository, relative to its root',
    })
}

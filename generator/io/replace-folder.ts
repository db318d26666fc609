import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UserError } from '../core/finding.ts'
import type { FileTree } from '../core/tree.ts'
import { attempt } from './as-user-error.ts'

/**
 * Makes a folder hold exactly these files, or leaves it as it was: they are written beside it first. What stands in it
 * must be its own: `isOurs` says so of each name. Throws UserError.
 */
export function replaceFolder(
  path: string,
  files: FileTree,
  isOurs: (name: string) => boolean,
): void {
  const old = attempt('write', path, () => existing(path, isOurs))
  const target = old ?? resolve(path)
  attempt('make', dirname(target), () => mkdirSync(dirname(target), { recursive: true }))
  // Beside the folder, since a rename works within one file system only.
  const place = attempt('write', path, () =>
    mkdtempSync(join(dirname(target), `.${basename(target)}-`)),
  )
  try {
    attempt('write', path, () => {
      writeAll(join(place, 'new'), files)
      swap(place, target, old !== undefined)
    })
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** Where the folder really is, links followed; undefined when there is none yet. */
function existing(path: string, isOurs: (name: string) => boolean): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined
    throw new UserError({ message: `${path} is a link to nothing`, hint: 'remove the link' })
  }
  if (!stat.isDirectory())
    throw new UserError({ message: `${path} is a file`, hint: 'name a folder' })
  const foreign = readdirSync(path).find((name) => !isOurs(name))
  if (foreign === undefined) return realpathSync(path)
  throw new UserError({
    message: `${path} holds ${foreign}, which is not from here`,
    hint: 'name another folder: this one is replaced as a whole',
  })
}

function writeAll(folder: string, files: FileTree): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** Two renames; the moment between them is the only one in which the folder is not there. */
function swap(place: string, target: string, isThere: boolean): void {
  const [fresh, away] = [join(place, 'new'), join(place, 'old')]
  if (isThere) {
    chmodSync(fresh, statSync(target).mode & 0o777)
    renameSync(target, away)
  }
  try {
    renameSync(fresh, target)
  } catch (error) {
    if (isThere) renameSync(away, target)
    throw error
  }
}

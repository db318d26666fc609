import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { UserError } from '../core/finding.ts'
import { attempt, codeOf } from './as-user-error.ts'
import { isInside } from './inside.ts'

/** Whether there is a directory at a path, links followed. Throws UserError. */
export function isDirectory(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false
}

/** Where a file that is to be written really is; `undefined` when there is none yet. Throws UserError. */
export function realFile(path: string): string | undefined {
  // The other realpathSync looks at every folder above in JavaScript.
  return statOf(path) === undefined ? undefined : realpathSync.native(path)
}

function statOf(path: string): Stats | undefined {
  return attempt('write', path, () => statSync(path, { throwIfNoEntry: false }))
}

/**
 * Write a whole file or nothing: whoever reads it sees the old text or the new one. A link is followed, a pipe or
 * device is written to, and the folder must be there. Throws UserError.
 */
export function writeOutput(path: string, text: string): void {
  const stat = statOf(path)
  if (stat?.isDirectory())
    throw new UserError({ message: `${path} is a directory`, hint: 'name a file' })
  attempt('write', path, () => {
    if (stat === undefined ? isLink(path) : !stat.isFile()) writeFileSync(path, text)
    else replaceFile(stat === undefined ? path : realpathSync.native(path), text, stat)
  })
}

/**
 * The same for paths below a folder, which is made with all that is between. Directories are looked at once. Throws
 * UserError when a link leads out of the folder.
 */
export function writerBelow(folder: string): (path: string, text: string) => void {
  attempt('make', folder, () => mkdirSync(folder, { recursive: true }))
  const root = realpathSync(folder)
  /** Directories that are there, and whether we made them: then nothing is in them but what we wrote. */
  const known = new Map<string, boolean>([[root, false]])
  const enter = (directory: string): boolean => {
    const isOurs = known.get(directory) ?? make(directory, enter(dirname(directory)), root)
    known.set(directory, isOurs)
    return isOurs
  }
  return (path, text) => {
    const target = join(root, path)
    if (enter(dirname(target))) {
      attempt('write', target, () => replaceFile(target, text, undefined))
      return
    }
    const real = realFile(target)
    if (real !== undefined) refuseOutside(root, real, target)
    else if (isLink(target)) refuseOutside(root, '', target)
    writeOutput(target, text)
  }
}

/** Whether a directory had to be made; one that is there must not be a link that leads away. */
function make(directory: string, isAboveOurs: boolean, root: string): boolean {
  const there = isAboveOurs ? undefined : lstatSync(directory, { throwIfNoEntry: false })
  if (there?.isDirectory()) return false
  attempt('make', directory, () => mkdirSync(directory, { recursive: true }))
  if (there !== undefined) refuseOutside(root, realpathSync(directory), directory)
  return there === undefined
}

function refuseOutside(root: string, real: string, path: string): void {
  if (real !== '' && isInside(root, real)) return
  throw new UserError({
    message: `${path} is a link that leads out of ${root}`,
    hint: 'remove the link, or write to another folder',
  })
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

function replaceFile(path: string, text: string, old: Stats | undefined): void {
  if (old !== undefined && old.size === Buffer.byteLength(text) && isEqual(path, text)) return
  const temporary = join(dirname(path), `.${basename(path).slice(0, 200)}.${process.pid}.tmp`)
  try {
    writeNew(temporary, text)
    if (old !== undefined) chmodSync(temporary, old.mode & 0o777)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    // One of a process that died and had our number.
    rmSync(path)
    writeFileSync(path, text, { flag: 'wx' })
  }
}

function isEqual(path: string, text: string): boolean {
  return readFileSync(path, 'utf8') === text
}

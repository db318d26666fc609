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
import { attempt } from './as-user-error.ts'
import { isInside } from './inside.ts'

/** Whether there is a directory at a path, links followed. Throws UserError. */
export function isDirectory(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false
}

/** Where a file that is to be written really is; `undefined` when there is none yet. Throws UserError. */
export function realFile(path: string): string | undefined {
  return statOf(path) === undefined ? undefined : realpathSync(path)
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
    else replaceFile(stat === undefined ? path : realpathSync(path), text, stat)
  })
}

/**
 * The same for a path below a folder, which is made with all that is between. Throws UserError when a link leads out
 * of the folder.
 */
export function writeBelow(folder: string, path: string, text: string): void {
  attempt('make', folder, () => mkdirSync(folder, { recursive: true }))
  const root = realpathSync(folder)
  let here = root
  for (const part of dirname(path)
    .split('/')
    .filter((one) => one !== '.')) {
    here = join(here, part)
    attempt('make', here, () => mkdirSync(here, { recursive: true }))
    refuseOutside(root, realpathSync(here), here)
  }
  const target = join(root, path)
  const real = realFile(target)
  if (real !== undefined) refuseOutside(root, real, target)
  else if (isLink(target)) refuseOutside(root, '', target)
  writeOutput(target, text)
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
    // One of a process that died and had our number.
    rmSync(temporary, { force: true })
    writeFileSync(temporary, text, { flag: 'wx' })
    if (old !== undefined) chmodSync(temporary, old.mode & 0o777)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function isEqual(path: string, text: string): boolean {
  return readFileSync(path, 'utf8') === text
}

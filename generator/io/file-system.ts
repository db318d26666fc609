import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { codeOf } from './as-user-error.ts'

/** What stands at a path. A link is not followed; `other` is a socket, a pipe or a device. */
export type Entry = {
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Permission bits, e.g. 0o644. */
  readonly mode: number
}

/**
 * Every step that writing takes on a disk, so that a test can fail or die at each one. Synchronous,
 * because that is several times faster than promises for thousands of small files. Paths are absolute.
 */
export type FileSystem = {
  /** Nothing where nothing is, also below a file. */
  readonly lstat: (path: string) => Entry | undefined
  readonly realpath: (path: string) => string
  readonly readdir: (path: string) => readonly string[]
  readonly readFile: (path: string) => Uint8Array
  /** Throws EACCES or EROFS where no file can be made in the directory. */
  readonly writable: (directory: string) => void
  /** With its parents; one that is there is fine. */
  readonly mkdir: (path: string) => void
  /** A new file has mode 0644 & umask. With `exclusive`, throws EEXIST when it is there. */
  readonly writeFile: (path: string, content: string | Uint8Array, exclusive?: boolean) => void
  readonly chmod: (path: string, mode: number) => void
  /** Bytes and mode. */
  readonly copyFile: (from: string, to: string) => void
  /** Wait until a file's bytes, or a directory's names, would outlive a power cut. */
  readonly sync: (path: string, kind: 'file' | 'directory') => void
  readonly link: (existing: string, path: string) => void
  readonly rename: (from: string, to: string) => void
  readonly unlink: (path: string) => void
  readonly rmdir: (path: string) => void
  /** A directory and all in it, or nothing. */
  readonly removeTree: (path: string) => void
}

/** The disk. */
export const disk: FileSystem = {
  lstat: entryAt,
  realpath: (path) => realpathSync.native(path),
  readdir: (path) => readdirSync(path),
  readFile: (path) => readFileSync(path),
  writable: (directory) => accessSync(directory, constants.W_OK | constants.X_OK),
  mkdir: (path) => {
    mkdirSync(path, { recursive: true })
  },
  writeFile: (path, content, exclusive = false) =>
    writeFileSync(path, content, { flag: exclusive ? 'wx' : 'w', mode: 0o644 }),
  chmod: chmodSync,
  copyFile: (from, to) => copyFileSync(from, to),
  sync,
  link: linkSync,
  rename: renameSync,
  unlink: unlinkSync,
  rmdir: (path) => rmdirSync(path),
  removeTree: (path) => rmSync(path, { recursive: true, force: true }),
}

function entryAt(path: string): Entry | undefined {
  try {
    const stat = lstatSync(path)
    const mode = stat.mode & 0o777
    if (stat.isFile()) return { kind: 'file', mode }
    if (stat.isDirectory()) return { kind: 'directory', mode }
    return { kind: stat.isSymbolicLink() ? 'link' : 'other', mode }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    throw error
  }
}

function sync(path: string, kind: 'file' | 'directory'): void {
  // Windows cannot open a directory; NTFS keeps a journal of names by itself.
  if (kind === 'directory' && process.platform === 'win32') return
  // Windows flushes only what is open for writing.
  const handle = openSync(path, kind === 'file' ? 'r+' : 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

import { join, posix } from 'node:path'
import glob, { type Entry as Found } from 'fast-glob'
import { UserError } from '../core/finding.ts'
import { faultOfPath } from '../core/lock.ts'
import type { Files } from '../core/tree.ts'
import { asUserError, attempt, codeOf } from './as-user-error.ts'
import { disk } from './file-system.ts'
import { assertPath, resolveInside } from './inside.ts'

const never = ['**/node_modules/**', '**/.git/**', '**/.strata/**']

/**
 * The files of `root` that match, sorted by path; text keeps its byte order mark. A directory that
 * is not there is empty. Names with a leading dot match only patterns that spell the dot. Linked
 * files inside `root` are read. A matched link to a directory, out of `root` or to nothing is a
 * UserError, and so is whatever cannot be read: nothing is skipped silently.
 */
export async function readFiles(
  root: string,
  patterns: readonly string[],
  ignore: readonly string[] = [],
): Promise<Files> {
  for (const pattern of patterns) assertPattern(pattern)
  if (disk.lstat(root) === undefined) return new Map()
  const real = attempt('open', root, () => disk.realpath(root))
  const paths = filesOf(real, await find(root, patterns, ignore))
  const texts = paths.map((path) => [path, textOr(readBytes(real, path))] as const)
  return new Map(texts)
}

/** One file as text, its byte order mark kept; nothing when no such file is there. A UserError when it is not UTF-8. */
export async function readText(root: string, path: string): Promise<string | undefined> {
  assertPath(path)
  if (attempt('read', path, () => disk.lstat(join(root, path))) === undefined) return undefined
  const real = attempt('open', root, () => disk.realpath(root))
  resolveInside(disk, real, path)
  const text = textOr(readBytes(real, path))
  if (typeof text === 'string') return text
  const utf16 = [0xff, 0xfe].includes(text[0] ?? 0) && [0xff, 0xfe].includes(text[1] ?? 0)
  throw new UserError({
    message: `${path} is ${utf16 ? 'UTF-16, not UTF-8' : 'not UTF-8 text'}`,
    hint: 'save it as UTF-8, and run again',
  })
}

/**
 * What `planChanges` compares with: exactly these paths, `undefined` where no file is. Bytes that
 * are not UTF-8 come as text with replacement characters, which differs from whatever is wanted.
 */
export async function readTexts(
  root: string,
  paths: Iterable<string>,
): Promise<ReadonlyMap<string, string | undefined>> {
  const real = disk.lstat(root) && attempt('open', root, () => disk.realpath(root))
  const texts = new Map<string, string | undefined>()
  const safe = new Set<string>()
  for (const path of [...paths].sort()) {
    assertPath(path)
    texts.set(path, real === undefined ? undefined : textAt(real, path, safe))
  }
  return texts
}

function textAt(root: string, path: string, safe: Set<string>): string | undefined {
  const kind = attempt('read', path, () => disk.lstat(join(root, path)))?.kind
  if (kind !== 'file' && kind !== 'link') return undefined
  const parent = posix.dirname(path)
  if (kind === 'link' || !safe.has(parent))
    resolveInside(disk, root, kind === 'link' ? path : parent)
  safe.add(parent)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(readBytes(root, path))
}

function assertPattern(pattern: string): void {
  const plain = pattern.replace(/^!/, '').replaceAll('\\', '')
  // Alternatives can hide a step: {a,../b}/*.yaml, @(a|../b)/*.yaml.
  const climbs = plain.split(/[/{},()|]/).includes('..')
  const fault = climbs ? 'it leads out with ".."' : faultOfPath(plain)
  if (fault)
    throw new UserError({
      message: `cannot use the pattern ${JSON.stringify(pattern)}: ${fault}`,
      hint: 'write a pattern below the repository, relative to its root, such as base/**/*.yaml',
    })
}

async function find(
  root: string,
  patterns: readonly string[],
  ignore: readonly string[],
): Promise<readonly Found[]> {
  try {
    const options = { onlyFiles: false, objectMode: true, followSymbolicLinks: false } as const
    return await glob([...patterns], { ...options, cwd: root, ignore: [...never, ...ignore] })
  } catch (error) {
    throw asUserError(error, 'search', pathOf(error) ?? root)
  }
}

function pathOf(error: unknown): string | undefined {
  return codeOf(error) && error instanceof Error && 'path' in error ? String(error.path) : undefined
}

/** Check every directory once and every link, and leave out what is no file. */
function filesOf(root: string, found: readonly Found[]): readonly string[] {
  const safe = new Set(['.'])
  const files = found.filter(({ path, dirent }) => {
    const parent = posix.dirname(path)
    // A pattern without wildcards reaches through linked directories.
    if (!safe.has(parent)) resolveInside(disk, root, parent)
    safe.add(parent)
    return dirent.isSymbolicLink() ? linksToFile(root, path) : dirent.isFile()
  })
  return files.map(({ path }) => path).sort()
}

function linksToFile(root: string, path: string): boolean {
  const real = resolveInside(disk, root, path)
  if (disk.lstat(real)?.kind !== 'directory') return disk.lstat(real)?.kind === 'file'
  throw new UserError({
    message: `${path} is a symbolic link to a directory, which is not followed`,
    hint: 'replace the link by the directory itself, and run again',
  })
}

function readBytes(root: string, path: string): Uint8Array {
  // Reading a pipe would wait for ever.
  const entry = disk.lstat(disk.realpath(join(root, path)))
  if (entry?.kind === 'other')
    throw new UserError({
      message: `${path} is a pipe or a device, not a file`,
      hint: 'put a file there',
    })
  return attempt('read', path, () => disk.readFile(join(root, path)))
}

function textOr(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes
  }
}

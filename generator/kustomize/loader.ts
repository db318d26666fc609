import { posix } from 'node:path'
import { UserError } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'

/** Whether a kustomization may name files outside of its own directory. */
export type LoadRestrictor = 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone'

/** Names that kustomize recognises; a directory may have one of them. */
const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** A kustomization directory, and those that led to it. */
export type Directory = {
  /** POSIX path in the tree; empty for its top. */
  readonly path: string
  readonly file: string
  readonly text: string
  readonly parents: readonly string[]
}

/** The kustomization directory at a path of the tree. Throws UserError when there is none, or two files claim to be it. */
export function openDirectory(
  files: Files,
  path: string,
  parents: readonly string[],
  named: string,
): Directory {
  const found = names.map((name) => posix.join(path, name)).filter((file) => files.has(file))
  const [file, other] = found
  if (file === undefined)
    throw new UserError({
      message: `${named} is neither a file nor a directory with a kustomization.yaml`,
      hint: 'correct the path; it is relative to the kustomization that names it',
    })
  if (other !== undefined)
    throw new UserError({
      message: `${path || 'the directory'} has several kustomization files: ${found.join(', ')}`,
      hint: 'keep one of them',
    })
  return { path, file, text: textOfFile(files.get(file) ?? '', file), parents }
}

/** The directory that a kustomization names. It may be anywhere in the tree, but never contain one that led to it. */
export function enterDirectory(files: Files, from: Directory, named: string): Directory {
  const path = resolve(from, named)
  const before = [...from.parents, from.path]
  refuseCycle(before, path, from)
  return openDirectory(files, path, before, `${named} (in ${from.file})`)
}

/** Throws UserError when `path` is one of the directories that lead to it, or contains one. */
export function refuseCycle(before: readonly string[], path: string, from: Directory): void {
  const inside = before.find((parent) => isInside(parent, path))
  if (inside !== undefined)
    throw new UserError({
      message: `${from.file} leads back to ${path || 'the top directory'}, which contains ${inside || 'itself'}`,
      hint: 'a kustomization cannot be its own base: remove one of the references',
    })
}

/** The content of a file that a kustomization names. Throws UserError when it is missing or not below the directory. */
export function loadFile(
  files: Files,
  from: Directory,
  named: string,
  restrictor: LoadRestrictor,
): string | Uint8Array {
  const path = resolve(from, named)
  const content = files.get(path)
  if (content === undefined)
    throw new UserError({
      message: `${from.file} names ${named}, which does not exist`,
      hint: `add ${path}, or correct the path; it is relative to ${from.path || 'the directory'}`,
    })
  const real = (of: string): string => files.realPath?.(of) ?? of
  if (restrictor !== 'LoadRestrictionsNone' && !isInside(real(path), real(from.path)))
    throw new UserError({
      message: `${from.file} names ${named}, which is not in or below its own directory`,
      hint: 'kustomize refuses such files: move the file, or make its directory a resource',
    })
  return content
}

/** The path in the tree of what a kustomization names. */
export function resolve(from: Directory, named: string): string {
  if (named === '' || posix.isAbsolute(named) || /^[a-z+]+:\/\//i.test(named))
    throw new UserError({
      message: `${from.file} names ${JSON.stringify(named)}, must be a path relative to it`,
      hint: 'remote and absolute paths are not read: keep a copy in the repository',
    })
  const path = posix.normalize(posix.join(from.path, named)).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../'))
    throw new UserError({
      message: `${from.file} names ${named}, which is outside the repository`,
      hint: 'name a path inside the repository',
    })
  return path === '.' ? '' : path
}

/** Text of a file; bytes that are not UTF-8 are no text. */
export function textOfFile(content: string | Uint8Array, file: string): string {
  if (typeof content === 'string') return content
  const text = utf8Of(content)
  if (text === undefined)
    throw new UserError({ message: `${file} is not UTF-8`, hint: 'save it as UTF-8' })
  return text
}

/** The text of bytes, `undefined` when they are not UTF-8. A BOM stays. */
export function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function isInside(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`)
}

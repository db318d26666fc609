import { posix } from 'node:path'
import { UserError } from '../../core/finding.ts'
import type { Files } from '../../core/tree.ts'
import { firstDocument } from '../../yaml/index.ts'

/** Whether a kustomization may name files outside of its own directory. */
export type LoadRestrictor = 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone'

/** Names that kustomize recognises; a directory may have one of them. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** A kustomization directory, and those that led to it. */
export type Directory = {
  /** Where it really is, links followed: a POSIX path in the tree; empty for its top. */
  readonly path: string
  readonly file: string
  readonly text: string
  readonly parents: readonly string[]
}

/** The kustomization directory at a path of the tree. Throws UserError when there is none, or two files claim to be it. */
export function openDirectory(
  files: Files,
  named: string,
  restrictor: LoadRestrictor,
  place = named,
  parents: readonly string[] = [],
): Directory {
  const path = realPath(files, named)
  const found = kustomizationNames
    .map((name) => posix.join(path, name))
    .filter((file) => files.has(file) && mayRead(files, path, file, restrictor))
  const [file, other] = found
  if (file === undefined)
    throw new UserError({
      message: `${place} is neither a file nor a directory with a kustomization.yaml`,
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
export function enterDirectory(
  files: Files,
  from: Directory,
  named: string,
  restrictor: LoadRestrictor,
): Directory {
  refuseRemote(from, named, remoteDirectory)
  if (posix.isAbsolute(named))
    throw new UserError({
      message: `${from.file} names the directory ${named}, which is no relative path`,
      hint: 'write the way from the kustomization to it, like ../base',
    })
  const path = realPath(files, resolve(from, named))
  const before = [...from.parents, from.path]
  refuseCycle(before, path, from)
  return openDirectory(files, path, restrictor, `${named} (in ${from.file})`, before)
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
  refuseRemote(from, named, remoteFile)
  const path = resolve(from, named)
  const content = files.get(path)
  if (content === undefined)
    throw new UserError({
      message: `${from.file} names ${named}, which does not exist or is no file`,
      hint: `add ${path}, or correct the path; it is relative to ${from.path || 'the directory'}`,
    })
  if (!mayRead(files, from.path, path, restrictor))
    throw new UserError({
      message: `${from.file} names ${named}, which is not in or below its own directory`,
      hint: 'kustomize refuses such files: move the file, or make its directory a resource',
    })
  return content
}

/** Files outside of the kustomization's directory, also behind a link, are refused by default. */
function mayRead(files: Files, root: string, path: string, restrictor: LoadRestrictor): boolean {
  return restrictor === 'LoadRestrictionsNone' || isInside(realPath(files, path), root)
}

function realPath(files: Files, path: string): string {
  return files.realPath?.(path) ?? path
}

const remoteFile = /^https?:\/\//
/** What upstream would fetch with git, even when a directory is called so. */
const remoteDirectory =
  /^(?:git::|(?:https?|ssh|file|git):\/\/|(?:www\.)?github\.com[/:]|[a-z][a-z0-9-]*@[^/]+:)/i

function refuseRemote({ file }: Directory, named: string, remote: RegExp): void {
  if (!remote.test(named)) return
  const [address = '', query = ''] = named.replace(/^git::/, '').split('?')
  const isFile = remoteFile.test(address) && /\.(?:ya?ml|json)$/i.test(address)
  const [, repository = address, directory = ''] = /^(.*[^:/])\/\/(.*)$/.exec(address) ?? []
  const ref = /(?:^|&)(?:ref|version)=([^&]+)/.exec(query)?.[1]
  const clone = `git clone --depth 1 ${ref === undefined ? '' : `--branch ${ref} `}${repository} vendor/NAME`
  throw new UserError({
    message: `${file} names ${JSON.stringify(named)}, which is not on this machine`,
    hint: isFile
      ? `keep a copy: \`curl -fL --create-dirs -o vendor/${posix.basename(address)} ${address}\`, and name that`
      : `keep a copy: \`${clone}\`, and name vendor/NAME${directory && `/${directory}`}`,
  })
}

/** The path in the tree of what a kustomization names; an absolute one starts at the top of the tree. */
export function resolve(from: Directory, named: string): string {
  if (named === '')
    throw new UserError({
      message: `${from.file} names nothing: an empty path`,
      hint: 'write a path relative to it, or remove the entry',
    })
  const whole = posix.isAbsolute(named) ? named.slice(1) : posix.join(from.path, named)
  const path = posix.normalize(whole).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../'))
    throw new UserError({
      message: `${from.file} names ${named}, which is outside the repository`,
      hint: 'name a path inside the repository',
    })
  return path === '.' ? '' : path
}

/** Text of a file; bytes that are neither UTF-8 nor UTF-16 are no text. */
export function textOfFile(content: string | Uint8Array, file: string): string {
  const text = yamlOf(content)
  if (text === undefined)
    throw new UserError({ message: `${file} is not UTF-8`, hint: 'save it as UTF-8' })
  return text
}

/**
 * The text that Go's YAML reads, `undefined` when there is none: UTF-16 where the file begins with a byte order mark.
 * Upstream cuts files into documents before it reads them, and finds no place to cut there: the first one counts.
 */
export function yamlOf(content: string | Uint8Array): string | undefined {
  if (typeof content === 'string') return content
  const encoding = marks.get(`${content[0]} ${content[1]}`)
  if (encoding === undefined) return utf8Of(content)
  const text = decoded(content, encoding)
  return text === undefined ? undefined : firstDocument(text)
}

const marks: ReadonlyMap<string, string> = new Map([
  ['255 254', 'utf-16le'],
  ['254 255', 'utf-16be'],
])

/** The text of bytes, `undefined` when they are not UTF-8. A BOM stays. */
export function utf8Of(bytes: Uint8Array): string | undefined {
  return decoded(bytes, 'utf-8')
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function isInside(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`)
}

import { type Problem, UserError } from './finding.ts'
import type { FileTree } from './tree.ts'

/** The files that the generator owns, with `digestOf` each one as it was written last. */
export type Lock = ReadonlyMap<string, string>

/** What a run would do to the disk. Lists are sorted, disjoint, and name every wanted and every owned file that exists. */
export type Changes = {
  readonly created: readonly string[]
  readonly changed: readonly string[]
  readonly unchanged: readonly string[]
  readonly removed: readonly string[]
  /** While one file is here, nothing may be written. */
  readonly refused: readonly { readonly path: string; readonly why: string }[]
}

const header = '# The files that strata generate owns, with their digests. Do not edit; commit it.'
const edited = 'was edited by hand since it was generated'
const foreign = 'exists already and was not generated'
const kept = 'is not generated any more, but was edited by hand'

/**
 * Half a SHA-256 in hex. Line endings do not count: Git checks LF files out with CRLF on Windows
 * (core.autocrlf), and that is no edit by hand.
 */
export function digestOf(text: string): string {
  // Loading it takes 5 ms, and what only validates has nothing to digest.
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(unixLines(text)).digest('hex').slice(0, 32)
}

/** `fleet.lock` for the files of `tree`: sorted by path, one line each, so that branches merge line by line. */
export function printLock(tree: FileTree): string {
  const lines = [...tree.keys()].sort().map((path) => {
    const fault = faultOfPath(path)
    if (fault) throw new Error(`cannot own ${JSON.stringify(path)}: ${fault}`)
    return `${digestOf(tree.get(path) ?? '')}  ${path}\n`
  })
  return `${header}\n${lines.join('')}`
}

/** Read `fleet.lock`, from whatever branch or person it comes; throws a UserError naming every bad line. */
export function parseLock(text: string, file: string): Lock {
  const lock = new Map<string, string>()
  const problems: Problem[] = []
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line === '' || line.startsWith('#')) continue
    const [, digest = '', path = ''] = /^([0-9a-f]{32}) {2}(.+)$/.exec(line) ?? []
    const fault = faultOfLine(line, digest, path, lock)
    if (fault) problems.push({ ...fault, place: { file, line: index + 1, column: 1 } })
    lock.set(path, digest)
  }
  if (problems.length > 0) throw new UserError(problems)
  return lock
}

/**
 * Why `path` cannot name a file of a repository, or nothing. What passes stays below any directory
 * that it is joined to, unless a symbolic link leads out, and out of `.git` and `.strata`.
 */
export function faultOfPath(path: string): string | undefined {
  const steps = path.split('/')
  if (path === '') return 'it is empty'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute'
  if (path.includes('\\')) return 'it holds a backslash'
  if ([...path].some((c) => c < ' ' || c === '\u007f')) return 'it holds a control character'
  if (steps.includes('..')) return 'it leads out with ".."'
  if (steps.includes('') || steps.includes('.')) return 'it has an empty or "." step'
  // Case folds, because on the disks of macOS and Windows `.GIT` is `.git`.
  if (steps.some((step) => /^\.(git|strata)$/i.test(step))) return 'it leads into .git or .strata'
  return undefined
}

/**
 * Compare what is wanted with the disk. `actual` has the text of each wanted and each owned path
 * (missing or `undefined`: no such file). A file is ours when the lock names it; one that differs
 * in line endings only is never refused, but counts as changed. `force` turns refusals into writes.
 */
export function planChanges(
  wanted: FileTree,
  actual: ReadonlyMap<string, string | undefined>,
  lock: Lock,
  options: { readonly force: boolean },
): Changes {
  const created: string[] = []
  const changed: string[] = []
  const unchanged: string[] = []
  const removed: string[] = []
  const refused: { path: string; why: string }[] = []
  for (const path of [...new Set([...wanted.keys(), ...lock.keys()])].sort()) {
    const text = wanted.get(path)
    const found = actual.get(path)
    const why = options.force ? undefined : refusal(text, found, lock.get(path))
    if (why) refused.push({ path, why })
    else if (text === undefined && found !== undefined) removed.push(path)
    else if (text !== undefined) listFor(text, found, { created, changed, unchanged }).push(path)
  }
  return { created, changed, unchanged, removed, refused }
}

function refusal(
  text: string | undefined,
  found: string | undefined,
  owned: string | undefined,
): string | undefined {
  if (found === undefined || owned === digestOf(found)) return undefined
  if (text === undefined) return kept
  if (unixLines(text) === unixLines(found)) return undefined
  return owned === undefined ? foreign : edited
}

function listFor<T>(
  text: string,
  found: string | undefined,
  lists: { readonly created: T; readonly changed: T; readonly unchanged: T },
): T {
  if (found === undefined) return lists.created
  return found === text ? lists.unchanged : lists.changed
}

function faultOfLine(line: string, digest: string, path: string, lock: Lock): Problem | undefined {
  if (/^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line))
    return {
      message: `the lock file holds a merge conflict: ${line}`,
      hint: 'take either side of the conflict and run generate again',
    }
  if (path === '')
    return {
      message: `not a line of a lock file: ${JSON.stringify(line.slice(0, 120))}`,
      hint: 'a line is 32 hex digits, two spaces and a path; restore the file from Git, or delete the line and run generate again',
    }
  const fault = faultOfPath(path)
  if (fault)
    return {
      message: `the lock file names ${JSON.stringify(path)}, but ${fault}`,
      hint: 'delete the line and run generate again',
    }
  if (lock.has(path) && lock.get(path) !== digest)
    return {
      message: `the lock file names ${path} twice, with different digests`,
      hint: 'delete either line and run generate again',
    }
  return undefined
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

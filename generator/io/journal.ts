import { dirname, join, posix } from 'node:path'
import { UserError } from '../core/finding.ts'
import { faultOfPath } from '../core/lock.ts'
import { attempt, codeOf } from './as-user-error.ts'
import type { FileSystem } from './file-system.ts'
import { digestAt, digestOfBytes, type Plan } from './inspect.ts'
import { JOURNAL, STATE } from './state.ts'

/** New files, old files and journals in the making; worth nothing without a journal in `STATE`. */
export const STAGE = `${STATE}/stage`
/** The way back, in the form of a journal: renamed to JOURNAL, it undoes a run that failed. */
export const UNDO = `${STAGE}/undo.json`

/** What to do with the tree, in this order, as often as it takes. Digests are of bytes; `before` null is no file. */
export type Journal = {
  readonly version: 1
  readonly result: 'finished' | 'discarded'
  readonly remove: readonly { readonly path: string; readonly before: string }[]
  /** Directories to remove if they are empty, the deepest first. */
  readonly prune: readonly string[]
  readonly write: readonly {
    readonly path: string
    readonly staged: string
    readonly before: string | null
    readonly after: string
  }[]
}

/** The journal of a plan, and the one that takes all of it back. */
export function journalsOf(plan: Plan): { readonly forward: Journal; readonly undo: Journal } {
  const write = plan.write.map(({ path, bytes, present }, index) => {
    const before = present?.digest ?? null
    return { path, staged: `new-${index}`, before, after: digestOfBytes(bytes) }
  })
  const remove = plan.remove.map(({ path, present }) => ({ path, before: present.digest }))
  const restored = write.flatMap(({ path, before, after }, index) =>
    before === null ? [] : [{ path, staged: `old-${index}`, before: after, after: before }],
  )
  const returned = remove.map(({ path, before }, index) => {
    return { path, staged: `gone-${index}`, before: null, after: before }
  })
  const created = write.filter(({ before }) => before === null)
  return {
    forward: { version: 1, result: 'finished', remove, prune: plan.emptied, write },
    undo: {
      version: 1,
      result: 'discarded',
      remove: created.map(({ path, after }) => ({ path, before: after })),
      prune: plan.made,
      write: [...restored, ...returned],
    },
  }
}

/** Read a journal that a run has left; throws a UserError when it is damaged. Whoever made the repository may have written it. */
export function parseJournal(text: string): Journal {
  try {
    const journal = JSON.parse(text) as Journal
    const paths = [...pathsOf(journal), ...journal.prune]
    const digests = [...journal.remove, ...journal.write].map(({ before }) => before)
    const sound =
      journal.version === 1 &&
      (journal.result === 'finished' || journal.result === 'discarded') &&
      paths.every((path) => faultOfPath(path) === undefined) &&
      digests.every((digest) => digest === null || typeof digest === 'string') &&
      journal.write.every(({ staged, after }) => /^(new|old|gone)-\d+$/.test(staged) && after)
    if (sound) return journal
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  throw new UserError({
    message: `${JOURNAL}, which an interrupted run has left, is damaged`,
    hint: `delete ${STATE} and run generate: it writes what is missing`,
  })
}

/** Every file that a journal concerns. */
export function pathsOf({ write, remove }: Journal): readonly string[] {
  return [...write, ...remove].map(({ path }) => path)
}

/** Throw a UserError when somebody else has changed a file since, or the staged files are gone. */
export function assertFresh(fs: FileSystem, root: string, { write, remove }: Journal): void {
  const disputed = write.filter(({ path, staged, before, after }) => {
    const found = digestAt(fs, root, path)
    if (found === undefined || found === after) return false
    return found !== before || fs.lstat(join(root, STAGE, staged)) === undefined
  })
  const reused = remove.filter(({ path, before }) => {
    const found = digestAt(fs, root, path)
    return found !== undefined && found !== before
  })
  if (disputed.length + reused.length === 0) return
  throw new UserError(
    [...disputed, ...reused].map(({ path }) => ({
      message: `an interrupted run was about to change ${path}, which has changed since`,
      hint: `to keep your text, delete ${STATE} and run generate; to give it up, delete ${path} and run generate`,
    })),
  )
}

/** Do what the journal says. May be repeated after any interruption; ends in the same tree. */
export function roll(fs: FileSystem, root: string, journal: Journal): void {
  for (const { path } of journal.remove) attempt('remove', path, () => removeFile(fs, root, path))
  for (const path of journal.prune) attempt('remove', path, () => prune(fs, join(root, path)))
  for (const { path, staged } of journal.write)
    attempt('write', path, () => place(fs, join(root, STAGE, staged), join(root, path)))
  for (const path of new Set(pathsOf(journal).map((file) => posix.dirname(file))))
    attempt('write in', path, () => syncDirectory(fs, join(root, path)))
}

function removeFile(fs: FileSystem, root: string, path: string): void {
  // A directory here is a new one: its files are written already.
  if (fs.lstat(join(root, path))?.kind === 'file') fs.unlink(join(root, path))
}

function prune(fs: FileSystem, directory: string): void {
  if (fs.lstat(directory)?.kind !== 'directory') return
  if (fs.readdir(directory).length === 0) fs.rmdir(directory)
}

function place(fs: FileSystem, staged: string, target: string): void {
  if (fs.lstat(staged) === undefined) return // it is in its place already
  fs.mkdir(dirname(target))
  try {
    fs.rename(staged, target)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    placeAcross(fs, staged, target)
  }
}

/** A directory below the root can be another file system, where a rename cannot reach. */
function placeAcross(fs: FileSystem, staged: string, target: string): void {
  const draft = `${target}.strata-draft`
  try {
    fs.copyFile(staged, draft)
    fs.sync(draft, 'file')
    fs.rename(draft, target)
  } catch (error) {
    if (fs.lstat(draft)) fs.unlink(draft)
    throw error
  }
}

function syncDirectory(fs: FileSystem, directory: string): void {
  if (fs.lstat(directory)?.kind === 'directory') fs.sync(directory, 'directory')
}

import { join } from 'node:path'
import { UserError } from '../core/finding.ts'
import { attempt } from './as-user-error.ts'
import { disk, type FileSystem } from './file-system.ts'
import { assertInside, inspect, type Plan, type Writes } from './inspect.ts'
import {
  assertFresh,
  type Journal,
  journalsOf,
  parseJournal,
  pathsOf,
  roll,
  STAGE,
  UNDO,
} from './journal.ts'
import { assertState, JOURNAL, openState, STATE } from './state.ts'

export type { Writes } from './inspect.ts'

/** `finished`: a run that was killed is complete now. `discarded`: what it had prepared is thrown away, the tree is whole. */
export type Recovery = 'nothing' | 'finished' | 'discarded'

/**
 * Make the disk so, all of it or nothing. New files are staged in `.strata`; one rename commits them:
 * a kill before it leaves the old tree, a kill after it is finished by `recover`. An error leaves the
 * old tree and is a UserError. Call it inside `withWriteLock`, after `recover`.
 */
export async function applyChanges(
  root: string,
  changes: Writes,
  fs: FileSystem = disk,
): Promise<void> {
  attempt('write in', root, () => apply(fs, fs.realpath(root), changes))
}

function apply(fs: FileSystem, root: string, changes: Writes): void {
  const plan = inspect(fs, root, changes)
  if (plan.write.length + plan.remove.length === 0) return
  openState(fs, root)
  if (fs.lstat(join(root, JOURNAL))) throw new Error('changes are applied before recover()')
  const { forward, undo } = journalsOf(plan)
  try {
    stage(fs, root, plan, { forward, undo })
    attempt('write', JOURNAL, () => fs.rename(join(root, DRAFT), join(root, JOURNAL)))
  } catch (error) {
    discard(fs, root)
    throw error
  }
  try {
    finish(fs, root, forward)
  } catch (error) {
    takeBack(fs, root, undo, error)
    throw error
  }
  discard(fs, root)
}

/** Finish or forget what a killed run has left in `root`. Call it inside `withWriteLock`, before anything is read. */
export async function recover(root: string, fs: FileSystem = disk): Promise<Recovery> {
  return attempt('recover', root, () => {
    if (fs.lstat(root) === undefined) return 'nothing'
    const real = fs.realpath(root)
    assertState(fs, real)
    if (fs.lstat(join(real, JOURNAL))) return resume(fs, real)
    if (fs.lstat(join(real, STAGE)) === undefined) return 'nothing'
    fs.removeTree(join(real, STAGE))
    return 'discarded'
  })
}

function resume(fs: FileSystem, root: string): Recovery {
  const text = attempt('read', JOURNAL, () => fs.readFile(join(root, JOURNAL)))
  const journal = parseJournal(new TextDecoder().decode(text))
  assertInside(fs, root, pathsOf(journal))
  assertFresh(fs, root, journal)
  finish(fs, root, journal)
  discard(fs, root)
  return journal.result
}

const DRAFT = `${STAGE}/journal.json`

function stage(
  fs: FileSystem,
  root: string,
  plan: Plan,
  { forward, undo }: { readonly forward: Journal; readonly undo: Journal },
): void {
  const at = (name: string): string => join(root, STAGE, name)
  attempt('write in', STAGE, () => {
    fs.removeTree(join(root, STAGE))
    fs.mkdir(join(root, STAGE))
  })
  const write = (path: string, name: string, content: string | Uint8Array): void =>
    attempt('write', path, () => fs.writeFile(at(name), content))
  for (const [index, { path, bytes }] of plan.write.entries()) write(path, `new-${index}`, bytes)
  for (const { path, staged } of undo.write)
    attempt('keep a copy of', path, () => fs.copyFile(join(root, path), at(staged)))
  write(UNDO, 'undo.json', JSON.stringify(undo))
  write(JOURNAL, 'journal.json', JSON.stringify(forward))
  // All writes first, then all syncs: the first sync takes most of the others along.
  for (const [index, { path, present }] of plan.write.entries())
    attempt('write', path, () => {
      fs.sync(at(`new-${index}`), 'file')
      if (present) fs.chmod(at(`new-${index}`), present.mode)
    })
  attempt('write', JOURNAL, () => fs.sync(at('journal.json'), 'file'))
  attempt('write in', STAGE, () => fs.sync(join(root, STAGE), 'directory'))
}

/** Do what the committed journal says, and forget it only when all of it would outlive a power cut. */
function finish(fs: FileSystem, root: string, journal: Journal): void {
  attempt('write in', STATE, () => fs.sync(join(root, STATE), 'directory'))
  roll(fs, root, journal)
  attempt('remove', JOURNAL, () => fs.unlink(join(root, JOURNAL)))
}

/** Without a journal the stage is of no use; if it cannot be removed, the next run does it. */
function discard(fs: FileSystem, root: string): void {
  try {
    // A network file system can report an error for a rename that it has done.
    if (fs.lstat(join(root, JOURNAL)) === undefined) fs.removeTree(join(root, STAGE))
  } catch {
    return
  }
}

/** Restore the old tree after `error`. If that fails too, the journal stays, and `recover` goes on from there. */
function takeBack(fs: FileSystem, root: string, undo: Journal, error: unknown): void {
  try {
    for (const { staged } of undo.write) fs.sync(join(root, STAGE, staged), 'file')
    fs.rename(join(root, UNDO), join(root, JOURNAL))
    finish(fs, root, undo)
    discard(fs, root)
  } catch (second) {
    const hint = 'remove the cause, then run generate: it goes on from there'
    const problems = error instanceof UserError ? error.problems : []
    const message = `some files are written and some are not: ${String(second)}`
    throw new UserError([...problems, { message, hint }], { cause: error })
  }
}

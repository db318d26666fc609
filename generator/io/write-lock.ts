import { hostname } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../core/finding.ts'
import { attempt, codeOf } from './as-user-error.ts'
import { disk } from './file-system.ts'
import { openState, STATE } from './state.ts'

type Owner = {
  readonly pid: number
  readonly host: string
  /** Milliseconds since 1970: tells two processes apart that had one pid, as containers have. */
  readonly started: number
}

/** The process that asks for the lock, and how it finds out whether another one of its machine lives. */
export type Self = Owner & { readonly isAlive: (pid: number) => boolean }

const LOCK = `${STATE}/write.lock`

/**
 * Run `fn` while no other run writes in `root`; a UserError when one does. A lock that a dead process
 * of this machine left is taken over; one of another machine counts as live, for nobody can ask it.
 */
export async function withWriteLock<T>(
  root: string,
  fn: () => Promise<T>,
  self: Self = thisProcess(),
): Promise<T> {
  openState(disk, root)
  attempt('lock', root, () => acquire(join(root, LOCK), self, root))
  try {
    return await fn()
  } finally {
    const holder = ownerIn(join(root, LOCK))
    if (holder && isSame(holder, self)) disk.unlink(join(root, LOCK))
  }
}

function thisProcess(): Self {
  const started = Math.round(performance.timeOrigin)
  return { pid: process.pid, host: hostname(), started, isAlive }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH' // EPERM: it lives, as somebody else's
  }
}

function acquire(lock: string, self: Self, root: string): void {
  for (let round = 0; round < 3; round++) {
    if (claim(lock, self)) return
    const holder = ownerIn(lock)
    if (holder === undefined) continue
    if (isLive(holder, self)) throw busy(root, holder)
    stepOver(lock, holder, self)
  }
  throw busy(root, ownerIn(lock))
}

/** Make the lock, with its text from the first moment: a link appears at once, a written file does not. */
function claim(lock: string, self: Self): boolean {
  const draft = `${lock}.${self.pid}`
  const { pid, host, started } = self
  const text = `${JSON.stringify({ pid, host, started })}\n`
  disk.writeFile(draft, text)
  try {
    linkOrWrite(draft, lock, text)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  } finally {
    disk.unlink(draft)
  }
}

function linkOrWrite(draft: string, lock: string, text: string): void {
  try {
    disk.link(draft, lock)
  } catch (error) {
    // File systems without hard links: FAT, some network shares.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error
    disk.writeFile(lock, text, true)
  }
}

/** Who holds the lock: nothing when it is free, pid 0 when its text says nothing. */
function ownerIn(lock: string): Owner | undefined {
  if (disk.lstat(lock) === undefined) return undefined
  try {
    const { pid, host, started } = JSON.parse(Buffer.from(disk.readFile(lock)).toString()) ?? {}
    if (Number.isInteger(pid) && typeof host === 'string') return { pid, host, started }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) !== '') throw error
  }
  return { pid: 0, host: '', started: 0 }
}

function isLive(holder: Owner, self: Self): boolean {
  if (holder.pid === 0 || holder.host !== self.host) return true
  return holder.pid === self.pid ? isSame(holder, self) : self.isAlive(holder.pid)
}

/** Move a dead process's lock away; when somebody was faster and it is a living one's, put it back. */
function stepOver(lock: string, dead: Owner, self: Self): void {
  const aside = `${lock}.${self.pid}.dead`
  try {
    disk.rename(lock, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const moved = ownerIn(aside)
  if (moved && !isSame(moved, dead)) disk.rename(aside, lock)
  else disk.unlink(aside)
}

function isSame(a: Owner, b: Owner): boolean {
  return a.pid === b.pid && a.host === b.host && a.started === b.started
}

function busy(root: string, holder: Owner | undefined): UserError {
  const who = holder?.pid ? ` (process ${holder.pid} on ${holder.host})` : ''
  return new UserError({
    message: `another run${who} is writing in ${root}`,
    hint: `wait for its end; if there is none, delete ${LOCK} and run again`,
  })
}

import { UserError } from '../core/finding.ts'
import { planChanges, printLock } from '../core/lock.ts'
import type { FileTree } from '../core/tree.ts'
import { applyChanges, isInterrupted, readText, recover, withWriteLock } from '../io/index.ts'
import { LOCK_FILE, type Repository } from '../layout/index.ts'
import { reporters } from '../report/index.ts'
import type { Checking } from './check.ts'
import type { World } from './command.ts'
import { dataLosses } from './data-loss.ts'
import { driftIn, lineOf, withDrift } from './generate-drift.ts'
import { type Loaded, loadFleet } from './load.ts'
import { failed, prepare } from './prepare.ts'
import { summaryOf } from './summary.ts'

type Options = { readonly check: boolean; readonly force: boolean; readonly format: string }
type Changes = ReturnType<typeof planChanges>

/** fleet.yaml to the repository. Exit codes: 0 written or up to date, 1 findings, drift or refused files. */
export async function generateRepository(world: World, options: Options): Promise<number> {
  if (options.format !== 'text' && !options.check)
    throw new UserError({ message: '--format is for --check', hint: 'add --check' })
  if (options.check) {
    if (await isInterrupted(world.cwd)) throw interrupted()
    return generate(world, options)
  }
  return withWriteLock(world.cwd, async () => {
    if ((await recover(world.cwd)) === 'finished')
      world.err('finished writing what an interrupted run had begun\n')
    return generate(world, options)
  })
}

const interrupted = (): UserError =>
  new UserError({
    message: 'a run of generate was interrupted while it wrote',
    hint: 'run "strata generate": it finishes that first',
  })

async function generate(world: World, options: Options): Promise<number> {
  world.progress('reading fleet.yaml')
  const loaded = await loadFleet(world)
  const { repository, after, checking } = await prepare(world, loaded, options)
  if (failed(checking)) return report(world, checking, options)
  const changes = changesOf(loaded, repository, options.force)
  if (options.check)
    return reportDrift(world, await driftOf(world, changes, repository), checking, options)
  if (changes.refused.length > 0) return refuse(world, changes)
  const lost = dataLosses(loaded, after)
  await write(world, changes, repository)
  if (checking.findings.length > 0) report(world, checking, options)
  world.out(summaryOf(loaded, changes, checking, world.style))
  const { style, errStyle = style } = world
  for (const line of lost) world.err(`${errStyle('yellow', 'warning')} ${line}\n`)
  return 0
}

function report({ out, style }: World, checking: Checking, { format }: Options): number {
  out(reporters[format as keyof typeof reporters](checking, style))
  return 1
}

function changesOf({ disk, lock }: Loaded, { tree }: Repository, force: boolean): Changes {
  const texts = new Map(
    Array.from(disk, ([path, content]) => [
      path,
      typeof content === 'string' ? content : Buffer.from(content).toString('latin1'),
    ]),
  )
  return planChanges(tree, texts, lock, { force })
}

async function write({ cwd }: World, changes: Changes, { tree }: Repository): Promise<void> {
  const paths = [...changes.created, ...changes.changed]
  const files = new Map<string, string>(paths.map((path) => [path, tree.get(path) ?? '']))
  const lock = printLock(tree)
  if ((await readText(cwd, LOCK_FILE)) !== lock) files.set(LOCK_FILE, lock)
  if (files.size + changes.removed.length === 0) return
  await applyChanges(cwd, { write: files as FileTree, remove: changes.removed })
}

function refuse({ err, style, errStyle = style }: World, { refused }: Changes): number {
  for (const { path, why } of refused) err(`${errStyle('red', 'refused')} ${path}: ${why}\n`)
  err(
    `Nothing was written. Move what you changed into fleet.yaml or into a custom/ component; then take the files back (git checkout) or run "strata generate --force".\n`,
  )
  return 1
}

async function driftOf({ cwd }: World, changes: Changes, { tree }: Repository) {
  const files = driftIn(changes)
  const isStale = files.length === 0 && (await readText(cwd, LOCK_FILE)) !== printLock(tree)
  const drift = isStale ? [{ what: 'stale' as const, path: LOCK_FILE }] : files
  return { drift, count: tree.size }
}

/** In words for people; for programs a finding for each file. */
function reportDrift(
  world: World,
  { drift, count }: Awaited<ReturnType<typeof driftOf>>,
  checking: Checking,
  options: Options,
): number {
  const isText = options.format === 'text'
  if (!isText) report(world, withDrift(checking, drift), options)
  else if (checking.findings.length > 0) report(world, checking, options)
  if (isText) world.out(drift.map(lineOf).join(''))
  if (drift.length === 0) {
    if (isText) world.out(`${count} files are what fleet.yaml says (${count} in ${LOCK_FILE})\n`)
    return 0
  }
  const files = drift.length === 1 ? '1 file is' : `${drift.length} files are`
  world.err(`${files} not what fleet.yaml says: run "npm run generate" and commit\n`)
  return 1
}

import { UserError } from '../core/finding.ts'
import { planChanges, printLock } from '../core/lock.ts'
import type { FileTree } from '../core/tree.ts'
import { applyChanges, isInterrupted, readText, recover, withWriteLock } from '../io/index.ts'
import { LOCK_FILE, type Repository } from '../layout/index.ts'
import { reporters } from '../report/index.ts'
import type { Checking } from './check.ts'
import type { World } from './command.ts'
import { dataLosses } from './data-loss.ts'
import { type Loaded, loadFleet } from './load.ts'
import { failed, prepare } from './prepare.ts'
import { summaryOf } from './summary.ts'

type Options = { readonly check: boolean; readonly force: boolean }
type Changes = ReturnType<typeof planChanges>

/** fleet.yaml to the repository. Exit codes: 0 written or up to date, 1 findings, drift or refused files. */
export async function generateRepository(world: World, options: Options): Promise<number> {
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
  if (failed(checking)) return report(world, checking)
  const changes = changesOf(loaded, repository, options.force)
  if (options.check && checking.findings.length > 0) report(world, checking)
  if (options.check) return reportDrift(world, changes, loaded, repository)
  if (changes.refused.length > 0) return refuse(world, changes)
  const lost = dataLosses(loaded, after)
  await write(world, changes, repository)
  if (checking.findings.length > 0) report(world, checking)
  world.out(summaryOf(loaded, changes, checking, world.style))
  for (const line of lost) world.err(`${world.style('yellow', 'warning')} ${line}\n`)
  return 0
}

function report({ out, style }: World, checking: Checking): number {
  out(reporters.text(checking, style))
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

function refuse({ err, style }: World, { refused }: Changes): number {
  for (const { path, why } of refused) err(`${style('red', 'refused')} ${path}: ${why}\n`)
  err(
    `Nothing was written. Move what you changed into fleet.yaml or into a custom/ component; then take the files back (git checkout) or run "strata generate --force".\n`,
  )
  return 1
}

async function reportDrift(
  { cwd, out, err }: World,
  changes: Changes,
  { lock }: Loaded,
  { tree }: Repository,
): Promise<number> {
  const lines = [
    ...changes.created.map((path) => `missing ${path}`),
    ...changes.changed.map((path) => `stale   ${path}`),
    ...changes.removed.map((path) => `left    ${path}`),
    ...changes.refused.map(({ path, why }) => `edited  ${path}: ${why}`),
  ]
  const lockText = await readText(cwd, LOCK_FILE)
  if (lines.length === 0 && lockText !== printLock(tree)) lines.push(`stale   ${LOCK_FILE}`)
  for (const line of lines) out(`${line}\n`)
  if (lines.length === 0) {
    out(`${tree.size} files are what fleet.yaml says (${lock.size} in ${LOCK_FILE})\n`)
    return 0
  }
  const files = lines.length === 1 ? '1 file is' : `${lines.length} files are`
  err(`${files} not what fleet.yaml says: run "npm run generate" and commit\n`)
  return 1
}

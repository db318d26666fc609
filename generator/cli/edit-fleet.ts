import { type Problem, UserError } from '../core/finding.ts'
import type { FileTree } from '../core/tree.ts'
import { applyChanges, recover, withWriteLock } from '../io/index.ts'
import { reporters } from '../report/index.ts'
import { type Edited, type EditOptions, editYaml } from '../yaml/index.ts'
import type { World } from './command.ts'
import { fleetFiles, type Loaded, loadFrom } from './load.ts'
import { failed, prepare } from './prepare.ts'

/** One change of the fleet; the pointer counts in fleet.yaml and all that it includes as one document. */
export type Change = {
  readonly pointer: string
  readonly value: unknown
  readonly options?: EditOptions
}

/**
 * Change fleet.yaml, or the included file that holds the place. The result is read, proven and checked as generate does it
 * before the file is written, at once and whole; nothing is written otherwise. No change: nothing to do.
 */
export async function editFleet(
  world: World,
  make: (loaded: Loaded) => Change | undefined,
): Promise<Edited | undefined> {
  return withWriteLock(world.cwd, async () => {
    await recover(world.cwd)
    const files = await fleetFiles(world)
    const loaded = await loadFrom(world, files)
    const change = make(loaded)
    if (change === undefined) return undefined
    const { pointer, value, options = {} } = change
    const { file } = loaded.checked.place(pointer)
    const old = files.get(file) ?? ''
    const edited = editYaml(old, file, pointer, value, options)
    await check(world, new Map(files).set(file, edited.text), { file, old, text: edited.text })
    await applyChanges(world.cwd, { write: new Map([[file, edited.text]]), remove: [] })
    return edited
  })
}

type Diff = { readonly file: string; readonly old: string; readonly text: string }

async function check(world: World, files: FileTree, diff: Diff): Promise<void> {
  const prepared = await asBefore(diff, async () =>
    prepare(world, await loadFrom(world, files), { force: false }),
  )
  if (!failed(prepared.checking)) return
  world.out(reporters.text(prepared.checking, world.style))
  throw new UserError({
    message: 'the objects that this would make are wrong: nothing was written',
    hint: 'see above',
  })
}

/** Problems of the text that was never written, with the places of the one that is there. */
async function asBefore<T>(diff: Diff, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(
      error.problems.map((problem) => movedBack(problem, diff)),
      { cause: error },
    )
  }
}

/** Lines that are not there have no place; those behind them stand further up or down. */
function movedBack({ place, ...problem }: Problem, { file, old, text }: Diff): Problem {
  if (place === undefined || place.file !== file) return place ? { ...problem, place } : problem
  const [before, after] = [old.split('\n'), text.split('\n')]
  const first = before.findIndex((line, i) => line !== after[i])
  const start = first < 0 ? before.length : first
  const end = commonEnd(before.slice(start), after.slice(start))
  const [oldLines, newLines] = [before.length - start - end, after.length - start - end]
  const at = place.line - 1 - start
  if (at < 0 || (at < newLines && newLines === oldLines)) return { ...problem, place }
  if (at < newLines) return problem
  return { ...problem, place: { ...place, line: place.line + oldLines - newLines } }
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < Math.min(a.length, b.length) && a.at(-1 - count) === b.at(-1 - count)) count++
  return count
}

import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyChanges, type FileSystem, isInterrupted, recover } from '../../generator/io/index.ts'
import { assert, describe } from '../harness.ts'
import { after, before, isNew, isOld, run } from './every-change.ts'
import { inScratch, look, problemOf, put } from './scratch.ts'
import { isLook, shakyDisk, systemError } from './shaky-disk.ts'

type Shaky = ReturnType<typeof shakyDisk>

/** The run on a disk with an accident; returns its error, if any. */
async function accident(root: string, fs: FileSystem): Promise<unknown> {
  try {
    await applyChanges(root, run, fs)
    return undefined
  } catch (error) {
    return error
  }
}

const calm = (): FileSystem => shakyDisk(() => undefined).fs
const dead = new Error('killed')
const killedFrom = (n: number): Shaky => shakyDisk((step) => (step >= n ? dead : undefined))
const failingAt = (n: number, code: string): FileSystem =>
  shakyDisk((step) => (step === n ? systemError(code) : undefined)).fs
/** Dead from the first step that matches on. */
const killedWhen = (matches: (name: string, path: string) => boolean): FileSystem => {
  let killed = false
  return shakyDisk((_, name, path) => {
    killed ||= matches(name, path)
    return killed ? dead : undefined
  }).fs
}
/** A mount below the root: no rename reaches it from the state directory. */
const acrossMounts = (root: string, then: (step: number) => Error | undefined) =>
  shakyDisk((step, name, path) =>
    name === 'rename' && path.startsWith(join(root, '.strata/stage/n'))
      ? systemError('EXDEV')
      : then(step),
  )

/** The names of all steps of a run that nothing happens to. */
async function stepsOf(calm: (root: string) => Shaky): Promise<readonly string[]> {
  const names: string[] = []
  await inScratch(before, async (root) => {
    const { fs, steps } = calm(root)
    await applyChanges(root, run, fs)
    names.push(...steps)
  })
  return names
}
const calmSteps = await stepsOf(() => shakyDisk(() => undefined))
const total = calmSteps.length
/** The steps that do something, and one more: dying after the last. */
const deeds = (names: readonly string[]): readonly number[] => [
  ...names.flatMap((name, index) => (isLook(name) ? [] : [index + 1])),
  names.length + 1,
]

describe('a run that is interrupted', {
  'killed before any single step: old, new, or finished by recover': async () => {
    const seen = new Set<string>()
    for (const n of deeds(calmSteps))
      await inScratch(before, async (root) => {
        await accident(root, killedFrom(n).fs)
        const [interrupted, isWhole] = [await isInterrupted(root), isOld(root) || isNew(root)]
        assert.ok(interrupted || isWhole, `a mixture that nobody notices, step ${n}`)
        const result = await recover(root, calm())
        const tree = isOld(root) ? 'old' : isNew(root) ? 'new' : 'mixed'
        assert.is.not(tree, 'mixed', `step ${n}: ${result} ${JSON.stringify(look(root))}`)
        if (interrupted) assert.is(`${result} ${tree}`, 'finished new', `step ${n}`)
        assert.is(await recover(root, calm()), 'nothing', 'no stage is left')
        seen.add(`${interrupted ? 'mixture' : 'whole'} ${result} ${tree}`)
      })
    assert.equal([...seen].sort(), [
      'mixture finished new',
      'whole discarded new',
      'whole discarded old',
      'whole nothing new',
      'whole nothing old',
    ])
  },
  'killed again while it recovers': async () => {
    for (const n of deeds(calmSteps).slice(12))
      await inScratch(before, async (root) => {
        await accident(root, killedFrom(n).fs)
        for (const m of [3 + (n % 17), 25 + (n % 41)])
          await recover(root, killedFrom(m).fs).catch((error) => assert.is(error, dead))
        await recover(root, calm())
        assert.ok(isOld(root) || isNew(root), `step ${n}: ${JSON.stringify(look(root))}`)
        assert.not(await isInterrupted(root))
      })
  },
  'one error at any single step: a UserError and the old tree, or all is well': async () => {
    let failed = 0
    for (let n = 1; n <= total; n++)
      await inScratch(before, async (root) => {
        const error = await accident(root, failingAt(n, 'ENOSPC'))
        assert.is(error === undefined ? isNew(root) : isOld(root), true, `step ${n}: ${error}`)
        if (error !== undefined) {
          failed += 1
          const problem = await problemOf(() => Promise.reject(error))
          assert.match(problem, /^cannot .*: the disk is full \| free some space/, `step ${n}`)
        }
        assert.not(await isInterrupted(root), `step ${n}`)
      })
    assert.ok(failed > total - 4, `${failed} of ${total} steps`)
  },
  'a disk that stays broken: the old tree, or recover finishes or takes back': async () => {
    for (const n of deeds(calmSteps))
      await inScratch(before, async (root) => {
        const { fs } = shakyDisk((step) => (step >= n ? systemError('EIO') : undefined))
        const error = await accident(root, fs)
        if (error !== undefined) await problemOf(() => Promise.reject(error))
        assert.ok((await isInterrupted(root)) || isOld(root) || isNew(root), `step ${n}`)
        await recover(root, calm())
        assert.ok(isOld(root) || isNew(root), `step ${n}`)
      })
  },
  'killed while an error is taken back': async () => {
    const seen = new Set<string>()
    for (let n = total - 6; n > total - 40; n -= 3)
      for (let m = n + 1; m < n + 40; m += 4)
        await inScratch(before, async (root) => {
          const { fs } = shakyDisk((step) =>
            step >= m ? dead : step === n ? systemError('ENOSPC') : undefined,
          )
          await accident(root, fs)
          const result = await recover(root, calm())
          assert.ok(isOld(root) || isNew(root), `steps ${n}, ${m}: ${JSON.stringify(look(root))}`)
          seen.add(`${result} ${isOld(root) ? 'old' : 'new'}`)
        })
    assert.ok(seen.has('finished new') && seen.has('discarded old'), [...seen].join())
  },
  'an error for a rename that was done: finished later, not half thrown away': () =>
    inScratch(before, async (root) => {
      const fs = calm()
      const rename = (from: string, to: string): void => {
        fs.rename(from, to)
        if (to.endsWith('journal.json')) throw systemError('EIO')
      }
      const problem = await problemOf(() => applyChanges(root, run, { ...fs, rename }))
      assert.match(problem, /^cannot write \.strata\/journal\.json: the disk reported an error/)
      assert.ok(isOld(root) && (await isInterrupted(root)))
      assert.is(await recover(root), 'finished')
      assert.ok(isNew(root))
    }),
  'across file systems: copied, atomic all the same': async () => {
    await inScratch(before, async (root) => {
      await applyChanges(root, run, acrossMounts(root, () => undefined).fs)
      assert.equal(look(root), after)
    })
    const across = await stepsOf((root) => acrossMounts(root, () => undefined))
    assert.ok(across.length > total)
    for (const n of deeds(across).slice(12))
      await inScratch(before, async (root) => {
        await accident(root, acrossMounts(root, (step) => (step >= n ? dead : undefined)).fs)
        await recover(root, acrossMounts(root, () => undefined).fs)
        assert.ok(isOld(root) || isNew(root), `step ${n}: ${JSON.stringify(look(root))}`)
      })
    for (const n of deeds(across).slice(12, -1))
      await inScratch(before, async (root) => {
        const error = await accident(
          root,
          acrossMounts(root, (step) => (step === n ? systemError('ENOSPC') : undefined)).fs,
        )
        assert.is(error === undefined ? isNew(root) : isOld(root), true, `step ${n}: ${error}`)
      })
  },
})

/** Leaves `root` in the middle of its renames. */
async function leaveHalf(root: string): Promise<void> {
  await accident(
    root,
    killedWhen((name, path) => name === 'rename' && path.endsWith('new-1')),
  )
  assert.ok(await isInterrupted(root))
}

describe('recover', {
  'does not write over what somebody changed meanwhile': () =>
    inScratch(before, async (root) => {
      await leaveHalf(root)
      put(root, { 'base/new/deep/y.yaml': 'by hand' })
      const were = look(root)
      const expected =
        /about to change base\/new\/deep\/y\.yaml, which has changed since \| to keep/
      assert.match(await problemOf(() => recover(root)), expected)
      assert.equal(look(root), were)
      rmSync(join(root, 'base/new/deep/y.yaml'))
      assert.is(await recover(root), 'finished')
      assert.ok(isNew(root))
    }),
  'does not remove what somebody put back': () =>
    inScratch(before, async (root) => {
      await leaveHalf(root)
      put(root, { 'bytes.bin': 'by hand' })
      assert.match(await problemOf(() => recover(root)), /about to change bytes\.bin/)
      assert.is(look(root)['bytes.bin'], 'by hand')
    }),
  'says so when the staged files are gone': () =>
    inScratch(before, async (root) => {
      await accident(
        root,
        killedWhen((name) => name === 'unlink'),
      )
      rmSync(join(root, '.strata/stage'), { recursive: true })
      assert.match(await problemOf(() => recover(root)), /about to change base\/a\/old\.yaml/)
    }),
  'trusts no journal that leads out': () =>
    inScratch({ '.strata/journal.json': '', 'mine.txt': 'mine' }, async (root) => {
      const journal = { version: 1, result: 'finished', remove: [], prune: [], write: [] }
      const entry = { path: 'a', staged: 'new-0', before: null, after: 'x' }
      const bad: readonly unknown[] = [
        '',
        null,
        {},
        { ...journal, version: 2 },
        { ...journal, result: 'maybe' },
        { ...journal, remove: [{ path: '../x', before: 'x' }] },
        { ...journal, prune: ['/etc'] },
        { ...journal, write: [{ ...entry, path: '.git/hooks/pre-commit' }] },
        { ...journal, write: [{ ...entry, staged: '../../x' }] },
        { ...journal, write: [{ ...entry, after: undefined }] },
      ]
      for (const value of bad) {
        writeFileSync(join(root, '.strata/journal.json'), JSON.stringify(value).slice(0, 900))
        assert.match(await problemOf(() => recover(root)), /is damaged \| delete \.strata/)
      }
      symlinkSync('/', join(root, 'out'))
      const leading = { ...journal, write: [{ ...entry, path: 'out/tmp/x' }] }
      writeFileSync(join(root, '.strata/journal.json'), JSON.stringify(leading))
      assert.match(await problemOf(() => recover(root)), /^out leads out of the repository/)
    }),
  'a stage without a journal is thrown away; nothing is nothing': () =>
    inScratch({ '.strata/stage/new-0': 'half', 'a.yaml': 'a' }, async (root) => {
      assert.not(await isInterrupted(root))
      assert.is(await recover(root), 'discarded')
      assert.not(existsSync(join(root, '.strata/stage')))
      assert.is(await recover(root), 'nothing')
      assert.is(await recover(join(root, 'nope')), 'nothing')
    }),
  'changes over an unfinished run are a bug of ours': () =>
    inScratch(before, async (root) => {
      await leaveHalf(root)
      const error = await accident(root, calm())
      assert.match(String(error), 'Error: changes are applied before recover()')
    }),
})

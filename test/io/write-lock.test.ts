import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isInterrupted, recover, type Self, withWriteLock } from '../../generator/io/index.ts'
import { assert, describe } from '../harness.ts'
import { before, isNew } from './every-change.ts'
import { inScratch, problemOf, put } from './scratch.ts'

const LOCK = '.strata/write.lock'
const self = (pid: number, host = 'here', started = 1, alive: readonly number[] = []): Self => ({
  pid,
  host,
  started,
  isAlive: (other) => alive.includes(other),
})
const text = (pid: unknown, host = 'here', started = 1): string =>
  JSON.stringify({ pid, host, started })

describe('withWriteLock', {
  'holds while the work runs, and is gone after it, also after an error': () =>
    inScratch({}, async (root) => {
      const lock = join(root, LOCK)
      assert.is(await withWriteLock(root, async () => readFileSync(lock, 'utf8').length > 10), true)
      assert.not(existsSync(lock))
      const fail = (): Promise<never> => Promise.reject(new Error('inside'))
      await withWriteLock(root, fail).then(assert.unreachable, (error) =>
        assert.is(error.message, 'inside'),
      )
      assert.equal(readdirSync(join(root, '.strata')), ['.gitignore'])
    }),
  'a second run of the same process, or at the same time, is refused': () =>
    inScratch({}, async (root) => {
      const second = () => problemOf(() => withWriteLock(root, async () => assert.unreachable()))
      const problem = await withWriteLock(root, second)
      assert.match(problem, `another run (process ${process.pid} on `)
      assert.match(problem, /if there is none, delete \.strata\/write\.lock and run again$/)
      let inside = 0
      const runs = Array.from({ length: 5 }, (_, n) =>
        withWriteLock(
          root,
          async () => {
            inside += 1
            await new Promise((done) => setTimeout(done, 5))
          },
          self(n + 1, 'here', 1, [1, 2, 3, 4, 5]),
        ),
      )
      const results = await Promise.allSettled(runs)
      assert.is(results.filter(({ status }) => status === 'fulfilled').length, 1)
      assert.is(inside, 1)
    }),
  'who left it decides': async () => {
    const cases: readonly (readonly [lock: string, me: Self, taken: boolean])[] = [
      [text(7), self(8), true], // dead
      [text(7), self(8, 'here', 1, [7]), false], // alive
      [text(7, 'there'), self(8), false], // nobody can ask another machine
      [text(7), self(7, 'here', 2), true], // our pid, but an earlier process: a container restarted
      [text(7), self(7, 'here', 1), false], // this very process
      ['', self(8), false],
      ['null', self(8), false],
      [text('7'), self(8), false],
    ]
    for (const [lock, me, taken] of cases)
      await inScratch({ [LOCK]: lock }, async (root) => {
        const work = (): Promise<string> => withWriteLock(root, async () => 'done', me)
        if (taken) assert.is(await work(), 'done', lock)
        else assert.match(await problemOf(work), /^another run/, lock)
        const left = taken ? ['.gitignore'] : ['.gitignore', 'write.lock']
        assert.equal(readdirSync(join(root, '.strata')).sort(), left, lock)
      })
  },
  'a lock that somebody else has taken meanwhile is not released': () =>
    inScratch({}, async (root) => {
      await withWriteLock(root, async () => writeFileSync(join(root, LOCK), text(7, 'there')))
      assert.ok(existsSync(join(root, LOCK)))
    }),
  'where no directory can be made is a UserError': () =>
    inScratch({ file: '' }, async (root) => {
      const work = () => withWriteLock(join(root, 'file'), async () => 'done')
      assert.match(await problemOf(work), /^cannot write in .*file: a file is where a directory/)
      put(root, { '.strata': 'a file' })
      assert.match(await problemOf(() => withWriteLock(root, async () => 1)), /must be a directory/)
    }),
  'a process killed half-way: the next run takes its lock and finishes its work': () =>
    inScratch(before, async (root) => {
      const script = join(import.meta.dirname, 'killed-writer.ts')
      const child = spawn(process.execPath, ['--import', 'tsx', script, root], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const ended = once(child, 'exit')
      const work = (): Promise<string> => withWriteLock(root, () => recover(root))
      try {
        const [said] = await Promise.race([once(child.stdout, 'data'), ended])
        assert.is(String(said), 'half-way\n')
        assert.match(await problemOf(work), `another run (process ${child.pid} on `)
      } finally {
        child.kill('SIGKILL') // it would wait for ever
      }
      assert.equal(await ended, [null, 'SIGKILL'])
      assert.ok(await isInterrupted(root))
      assert.not(isNew(root))
      assert.is(await work(), 'finished')
      assert.ok(isNew(root))
      assert.not(await isInterrupted(root))
    }),
})

import { parse } from 'uvu/parse'

/**
 * What the `uvu` command does, plus the one thing it lacks: a test that did not run is a failure.
 * (uvu 0.5.6 exits 0 when a hook throws, lukeed/uvu#60, and when a file never calls `.run()`.)
 * Usage: npm test [-- <regular expression over test file names>]
 */
type Result = readonly [errors: string | true, passed: number, skipped: number, total: number]
type Group = [name: string, ...runs: (() => Promise<Result>)[]]

const queue: Group[] = []
Object.assign(globalThis, { UVU_DEFER: true, UVU_QUEUE: queue }) // before uvu is loaded
const { exec } = await import('uvu')

const lost: string[] = []
const counted =
  (name: string, run: () => Promise<Result>): (() => Promise<Result>) =>
  async () => {
    const result = await run()
    const [errors, passed, , total] = result
    if (errors === true && passed < total)
      lost.push(`${name}: ${total - passed} of ${total} tests did not run`)
    return result
  }

const { suites } = await parse('test', `(?:${process.argv[2] ?? ''}).*\\.test\\.ts$`)
for (const [index, { name, file }] of suites.entries()) {
  Object.assign(globalThis, { UVU_INDEX: index })
  queue.push([name])
  await import(file)
  const [, ...runs] = queue[index] ?? [name]
  if (runs.length === 0)
    lost.push(`${name} registers no suite: use describe() from test/harness.ts`)
  queue[index] = [name, ...runs.map((run) => counted(name, run))]
}

await exec()
if (suites.length === 0) lost.push('no test file matches')
for (const line of lost) process.stderr.write(`LOST  ${line}\n`)
if (lost.length > 0) process.exitCode = 1

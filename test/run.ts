import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parse } from 'uvu/parse'

/**
 * What the `uvu` command does, plus the one thing it lacks: a test that did not run is a failure.
 * (uvu 0.5.6 exits 0 when a hook throws, lukeed/uvu#60, and when a file never calls `.run()`.)
 * All files are run by two processes where there are two processors.
 * Usage: npm test [-- <regular expression over test file names>]
 */
type Result = readonly [errors: string | true, passed: number, skipped: number, total: number]
type Group = [name: string, ...runs: (() => Promise<Result>)[]]

const [, , pattern = '', part] = process.argv

if (pattern === '' && part === undefined && availableParallelism() > 1) await runParts(2)
else await runFiles(pattern, part)

/** Every part prints its own report; what they have together is said at the end. */
async function runParts(count: number): Promise<void> {
  const parts = await Promise.all(Array.from({ length: count }, (_, i) => runPart(`${i}/${count}`)))
  const sum = (name: string): number =>
    parts.reduce(
      (all, { text }) => all + Number(RegExp(`${name}: +(\\d+)`).exec(text)?.[1] ?? 0),
      0,
    )
  process.stdout.write(`\n  All parts:  ${sum('Passed')} of ${sum('Total')} passed\n\n`)
  if (parts.some(({ code }) => code !== 0)) process.exitCode = 1
}

type Part = { readonly code: number | null; readonly text: string }

function runPart(part: string): Promise<Part> {
  return new Promise((resolve, reject) => {
    const args = [...process.execArgv, import.meta.filename, '', part]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const text = Buffer.concat(chunks).toString()
      process.stdout.write(text)
      resolve({ code, text })
    })
  })
}

async function runFiles(pattern: string, part = '0/1'): Promise<void> {
  const queue: Group[] = []
  Object.assign(globalThis, { UVU_DEFER: true, UVU_QUEUE: queue }) // before uvu is loaded
  const { exec } = await import('uvu')
  const lost: string[] = []
  const [own = 0, parts = 1] = part.split('/').map(Number)
  const found = await parse('test', `(?:${pattern}).*\\.test\\.ts$`)
  const suites = found.suites.filter((_, index) => index % parts === own)
  for (const [index, { name, file }] of suites.entries()) {
    Object.assign(globalThis, { UVU_INDEX: index })
    queue.push([name])
    await import(file)
    const [, ...runs] = queue[index] ?? [name]
    if (runs.length === 0)
      lost.push(`${name} registers no suite: use describe() from test/harness.ts`)
    queue[index] = [name, ...runs.map((run) => counted(name, run, lost))]
  }
  await exec()
  if (suites.length === 0) lost.push('no test file matches')
  for (const line of lost) process.stderr.write(`LOST  ${line}\n`)
  if (lost.length > 0) process.exitCode = 1
}

function counted(name: string, run: () => Promise<Result>, lost: string[]): () => Promise<Result> {
  return async () => {
    const result = await run()
    const [errors, passed, , total] = result
    if (errors === true && passed < total)
      lost.push(`${name}: ${total - passed} of ${total} tests did not run`)
    return result
  }
}

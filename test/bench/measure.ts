import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A whole process from start to end: the median time of its runs; processor time and memory are those of one more. */
export type Measured = {
  readonly seconds: number
  readonly cpu: number
  readonly megabytes: number
}

/** The command as users of the package have it: without sources, whose changes it would look for at every start. */
const STRATA = installed()

function installed(): string {
  execFileSync(process.execPath, [join('bin', 'build.mjs')])
  const place = mkdtempSync(join(tmpdir(), 'strata-package-'))
  process.on('exit', () => rmSync(place, { recursive: true, force: true }))
  for (const path of ['bin', 'dist', 'schemas', 'package.json'])
    cpSync(path, join(place, path), { recursive: true })
  symlinkSync(resolve('node_modules'), join(place, 'node_modules'))
  return join(place, 'bin', 'strata.cjs')
}

/** Prints peak memory (KB) and processor time (µs) when the process ends. */
const REPORT = `data:text/javascript,process.on('exit',()=>{const r=process.resourceUsage();process.stderr.write('PEAK '+r.maxRSS+' '+(r.userCPUTime+r.systemCPUTime)+'\\n')})`

// It costs Node 90 ms at every start wherever somebody has set it.
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined }

/** Runs `strata args` in `cwd`. Throws when it fails: a wrong answer has no speed. */
export function measure(
  cwd: string,
  args: readonly string[],
  times: number,
  before = (): void => {},
): Measured {
  const run = (...options: readonly string[]): Measured => {
    before()
    return timed(process.execPath, [...options, STRATA, ...args], cwd)
  }
  const { seconds } = median(times, () => run())
  // The report takes time itself.
  return { ...run('--import', REPORT), seconds }
}

/** Runs another program, or an empty Node, in the same way; it does not tell its memory. */
export const measureProgram = (
  program: string,
  cwd: string,
  argLists: readonly (readonly string[])[],
  times: number,
): Measured =>
  median(times, () => {
    const runs = argLists.map((args) => timed(program, args, cwd))
    return {
      seconds: sum(runs.map((r) => r.seconds)),
      cpu: sum(runs.map((r) => r.cpu)),
      megabytes: 0,
    }
  })

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function median(times: number, run: () => Measured): Measured {
  const runs = Array.from({ length: times }, run).sort((a, b) => a.seconds - b.seconds)
  return runs[Math.floor(times / 2)] ?? { seconds: 0, cpu: 0, megabytes: 0 }
}

function timed(program: string, args: readonly string[], cwd: string): Measured {
  const start = process.hrtime.bigint()
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', env, maxBuffer: 1 << 30 })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${done.stderr}${done.stdout.slice(0, 2000)}`)
  const [, peak = 0, cpu = 0] = /PEAK (\d+) (\d+)/.exec(done.stderr)?.map(Number) ?? []
  return { seconds, cpu: cpu / 1e6, megabytes: peak / 1024 }
}

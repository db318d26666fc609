import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A schema, as a definition has it, with a rule at its top; values that are to be judged by it. */
export type Question = {
  readonly schema: unknown
  /** Whether the values are whole objects: then rules may read their names. */
  readonly root: boolean
  readonly values: readonly unknown[]
}

/** What the API server's engine objects to a value; none when the rule holds. */
export type Objection = { readonly type: string; readonly field: string; readonly detail: string }

export type Answer = { readonly error?: string; readonly said: readonly (readonly Objection[])[] }

/** Asks the engine of the API server, built from its Go modules when it is not there yet. */
export function askEngine(questions: readonly Question[]): readonly Answer[] {
  const input = JSON.stringify(questions)
  const run = spawnSync(binary(), { input, encoding: 'utf8', maxBuffer: 2 ** 29 })
  if (run.status !== 0) throw new Error(`cel oracle: ${run.error ?? run.stderr.slice(0, 2000)}`)
  return JSON.parse(run.stdout)
}

/** Throws when Go is missing: a judge is never skipped. */
function binary(): string {
  const source = import.meta.dirname
  const text = ['main.go', 'go.mod', 'go.sum'].map((file) => readFileSync(join(source, file)))
  const print = createHash('sha256').update(Buffer.concat(text)).digest('hex').slice(0, 12)
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const folder = join(cache, 'strata', 'cel-oracle')
  const path = join(folder, print)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  process.stderr.write('building the API server’s CEL with Go, once\n')
  const partial = `${path}.${process.pid}`
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w']
  execFileSync('go', ['build', ...flags, '-o', partial, '.'], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  renameSync(partial, path)
  return path
}

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { UserError } from '../core/finding.ts'
import { attempt, codeOf } from './as-user-error.ts'

/** What one run is about: schemas by their path, found by `template`, and objects by their number. */
export type Run = {
  readonly template: string
  readonly schemas: ReadonlyMap<string, string>
  readonly objects: ReadonlyMap<number, string>
}

/** Says where kubeconform comes from. */
const BUILD = 'go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0'

/**
 * What kubeconform says about each object, in the form of its `-output json`, by the number of the object. It reads
 * nothing but what it is given, in a folder that is gone afterwards.
 */
export async function runKubeconform(
  program: string,
  { template, schemas, objects }: Run,
): Promise<ReadonlyMap<number, unknown>> {
  const folder = attempt('make a folder in', tmpdir(), () =>
    mkdtempSync(join(tmpdir(), 'strata-judge-')),
  )
  try {
    const write = (path: string, text: string): void =>
      attempt('write', path, () => {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text, { mode: 0o600 })
      })
    for (const [path, text] of schemas) write(join(folder, 'schemas', path), text)
    for (const [number, text] of objects) write(join(folder, 'objects', `${number}.json`), text)
    const location = join(folder, 'schemas', template)
    const answer = await said(program, ['-schema-location', location, join(folder, 'objects')])
    return byNumber(answer, program)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function said(program: string, args: readonly string[]): Promise<string> {
  const fixed = ['-strict', '-verbose', '-output', 'json']
  return new Promise((done, fail) => {
    const child = spawn(program, [...fixed, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => out.push(part))
    child.stderr.on('data', (part: Buffer) => err.push(part))
    child.on('error', (error) => fail(notThere(program, error)))
    child.on('close', (code) => {
      if (code === 0 || code === 1) return done(Buffer.concat(out).toString('utf8'))
      const why = Buffer.concat(err).toString('utf8').trim().split('\n')[0] ?? ''
      fail(notThere(program, new Error(`it ended with ${code}${why === '' ? '' : `: ${why}`}`)))
    })
  })
}

function notThere(program: string, error: Error): UserError {
  const isPath = program.includes('/')
  const message =
    codeOf(error) === 'ENOENT'
      ? isPath
        ? `there is no kubeconform at ${program}`
        : 'kubeconform is not on the PATH'
      : `${program} cannot be run: ${error.message}`
  const hint = `build it with "${BUILD}"${isPath ? '' : ', or name it with --kubeconform PATH'}`
  return new UserError({ message, hint }, { cause: error })
}

function byNumber(answer: string, program: string): ReadonlyMap<number, unknown> {
  try {
    const { resources = [] } = JSON.parse(answer) as {
      readonly resources?: readonly { readonly filename: string }[]
    }
    return new Map(
      resources.map((one) => [Number(/(\d+)\.json$/.exec(one.filename)?.[1]), one] as const),
    )
  } catch (error) {
    throw new UserError(
      {
        message: `${program} does not answer as kubeconform does`,
        hint: `use version 0.8.0: ${BUILD}`,
      },
      { cause: error },
    )
  }
}

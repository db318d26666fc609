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
 * schemas from a folder that is gone afterwards; objects, which may be secret, never touch the disk.
 */
export async function runKubeconform(
  program: string,
  { template, schemas, objects }: Run,
): Promise<ReadonlyMap<number, unknown>> {
  const folder = attempt('make a folder in', tmpdir(), () =>
    mkdtempSync(join(tmpdir(), 'strata-judge-')),
  )
  try {
    for (const [path, text] of schemas)
      attempt('write', path, () => {
        const file = join(folder, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, text)
      })
    const answers = new Map<number, unknown>()
    for (const part of partsOf(objects)) {
      const input = Array.from(part, ([, text]) => text).join('\n---\n')
      const answer = await said(program, ['-schema-location', join(folder, template), '-'], input)
      const numbers = part.map(([number]) => number)
      for (const [number, entry] of byNumber(answer, numbers, program)) answers.set(number, entry)
    }
    return answers
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Of a longer input kubeconform 0.8.0 reads documents while their bytes are moved (it shares the buffer of its scanner). */
const LONGEST = 1_000_000

function partsOf(objects: Run['objects']): readonly (readonly (readonly [number, string])[])[] {
  const parts: (readonly [number, string])[][] = []
  let length = LONGEST
  for (const one of objects) {
    length += one[1].length
    if (length > LONGEST) {
      parts.push([])
      length = one[1].length
    }
    parts.at(-1)?.push(one)
  }
  return parts
}

function said(program: string, args: readonly string[], input: string): Promise<string> {
  const fixed = ['-strict', '-verbose', '-output', 'json', '-n', '1'] // one at a time keeps the order
  return new Promise((done, fail) => {
    const child = spawn(program, [...fixed, ...args], { stdio: 'pipe' })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => out.push(part))
    child.stderr.on('data', (part: Buffer) => err.push(part))
    child.stdin.on('error', () => {}) // what ends before it has read everything says so by its end
    child.stdin.end(input)
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

function byNumber(
  answer: string,
  numbers: readonly number[],
  program: string,
): ReadonlyMap<number, unknown> {
  const { resources } = parsed(answer) as { readonly resources?: readonly unknown[] }
  if (resources?.length === numbers.length)
    return new Map(numbers.map((number, i) => [number, resources[i]] as const))
  throw new UserError({
    message: `${program} does not answer as kubeconform does`,
    hint: `use version 0.8.0: ${BUILD}`,
  })
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer) ?? {}
  } catch {
    return {}
  }
}

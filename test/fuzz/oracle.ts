import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Input, Outcome } from './input.ts'

/** kustomize's own library in a process that answers many builds; it is started again when it dies or hangs. */
export type Oracle = {
  /** The outcomes, in the order of the inputs. */
  readonly ask: (inputs: readonly Input[]) => Promise<readonly Outcome[]>
  readonly close: () => void
}

const source = fileURLToPath(new URL('./oracle/', import.meta.url))
const VERSION = 'sigs.k8s.io/kustomize/api/provenance.version=v5.8.1'
/** What is said of an input at which kustomize died in a way that Go cannot recover, or never ended. */
export const LOST = 'lost'

/** A build takes milliseconds, but the machine may be busy. */
const PATIENCE = 15_000

/** Path of the Go program in oracle/, built outside the tree when it is not there yet. Throws when Go is missing. */
export function oracleBinary(): string {
  const text = ['main.go', 'go.mod', 'go.sum'].map((file) => readFileSync(join(source, file)))
  const print = createHash('sha256').update(Buffer.concat(text)).digest('hex').slice(0, 12)
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const folder = join(cache, 'strata', 'fuzz-oracle')
  const path = join(folder, print)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  process.stderr.write('building the fuzzer’s oracle with Go, once\n')
  execFileSync('go', ['build', '-o', path, '-ldflags', `-X ${VERSION}`, '.'], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return path
}

/** Starts the program. It finds no git and no network: a remote base must fail, not hang. */
export function createOracle(binary: string = oracleBinary()): Oracle {
  let child: ChildProcess | undefined
  const start = () => {
    const begun = spawn(binary, [], {
      env: { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9', GOGC: '400' },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    begun.stdin?.on('error', () => {}) // whoever writes to a dead process learns it from its end
    return begun
  }
  return {
    ask: async (inputs) => {
      const outcomes: Outcome[] = []
      while (outcomes.length < inputs.length) {
        child ??= start()
        const alive = await converse(child, inputs.slice(outcomes.length), outcomes)
        if (alive) continue
        child.kill('SIGKILL')
        child = undefined
        if (outcomes.length < inputs.length) outcomes.push({ error: LOST, broken: true })
      }
      return outcomes
    },
    close: () => child?.kill('SIGKILL'),
  }
}

/** Sends the inputs and collects answers; false when the process died or fell silent before the last one. */
function converse(
  child: ChildProcess,
  inputs: readonly Input[],
  outcomes: Outcome[],
): Promise<boolean> {
  const wanted = outcomes.length + inputs.length
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('the oracle has no pipes')
  return new Promise((resolve) => {
    let rest: Buffer = Buffer.alloc(0)
    let timer: NodeJS.Timeout
    // What came while we were busy ourselves is read before the second look.
    const wait = () =>
      setTimeout(() => {
        timer = setTimeout(() => finish(false), 500)
      }, PATIENCE)
    timer = wait()
    const finish = (alive: boolean) => {
      clearTimeout(timer)
      stdout.removeAllListeners('data')
      child.removeAllListeners()
      resolve(alive)
    }
    stdout.on('data', (chunk: Buffer) => {
      rest = takeAnswers(Buffer.concat([rest, chunk]), outcomes)
      clearTimeout(timer)
      timer = wait()
      if (outcomes.length === wanted) finish(true)
    })
    child.on('exit', () => finish(false))
    for (const input of inputs) stdin.write(frame(input))
  })
}

function frame({ files, root, options }: Input): Buffer {
  const body = Buffer.from(
    JSON.stringify({ files, root, restrictor: options?.loadRestrictor ?? '' }),
  )
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.length)
  return Buffer.concat([size, body])
}

/** Moves whole answers from the buffer to the outcomes and gives back what is left. */
function takeAnswers(buffer: Buffer, outcomes: Outcome[]): Buffer {
  let at = 0
  while (buffer.length >= at + 4) {
    const end = at + 4 + buffer.readUInt32BE(at)
    if (buffer.length < end) break
    const answer = JSON.parse(buffer.toString('utf8', at + 4, end)) as {
      readonly output?: string
      readonly error?: string
      readonly panic?: boolean
    }
    at = end
    outcomes.push(
      answer.error === undefined
        ? { output: answer.output ?? '' }
        : { error: answer.error, broken: answer.panic ?? false },
    )
  }
  return buffer.subarray(at)
}

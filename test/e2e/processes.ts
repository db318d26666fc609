import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { until } from './wait.ts'

/** The programs of one test cluster, each known by its process id: nothing is ever stopped by name. */
export type Processes = {
  /** Starts a program in the background; its output goes to log/NAME.log in the state folder. */
  readonly start: (
    name: string,
    path: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => void
  /** Throws, with the end of its log, for the first program that has ended by itself. */
  readonly check: () => void
  /** Stops all, youngest first, and waits until they are gone. */
  readonly stop: () => Promise<void>
}

type Running = { readonly name: string; readonly child: ChildProcess }

/** A set of programs that live in the `state` folder. Also writes their ids to `pids` there, for a person who must clean up. */
export function createProcesses(state: string): Processes {
  const running: Running[] = []
  const logOf = (name: string) => join(state, 'log', `${name}.log`)
  mkdirSync(join(state, 'log'), { recursive: true })
  // However this process ends, short of being killed itself, nothing of ours stays behind.
  process.once('exit', () => {
    for (const { child } of running) child.kill('SIGKILL')
  })
  return {
    start: (name, path, args, env = {}) => {
      const log = openSync(logOf(name), 'a')
      const child = spawn(path, args, {
        cwd: state,
        stdio: ['ignore', log, log],
        env: { ...process.env, ...env },
      })
      child.on('error', (error) => appendFileSync(logOf(name), `${error.message}\n`))
      appendFileSync(join(state, 'pids'), `${child.pid} ${name}\n`)
      running.push({ name, child })
    },
    check: () => {
      const ended = running.find(({ child }) => hasEnded(child))
      if (!ended) return
      const log = readFileSync(logOf(ended.name), 'utf8').trim().split('\n').slice(-8)
      throw new Error(`${ended.name} ended by itself:\n  ${log.join('\n  ')}`)
    },
    stop: async () => {
      for (const { child } of running.reverse()) await stopOne(child)
      running.length = 0
    },
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function stopOne(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  const hurry = setTimeout(() => child.kill('SIGKILL'), 5000)
  await gone
  clearTimeout(hurry)
}

/** Waits for a program to answer, and stops waiting when one of them has ended. */
export async function ready(
  processes: Processes,
  what: string,
  ask: () => Promise<readonly string[]>,
): Promise<void> {
  let ended: Error | undefined
  await until(90, what, async () => {
    try {
      processes.check()
    } catch (error) {
      ended = error as Error
      return []
    }
    return ask()
  })
  if (ended) throw ended
}

/** Ports of loopback that nothing listens on at this moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((done) => {
          const server = createServer().listen(0, '127.0.0.1', () => done(server))
        }),
    ),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}

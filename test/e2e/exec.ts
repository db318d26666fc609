import { execFile } from 'node:child_process'

type Options = {
  readonly cwd?: string
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Milliseconds after which the program is killed; 60 minutes unless told. */
  readonly timeout?: number
}

/** Runs a program to its end and gives its standard output; what it said before it failed is the error's message. */
export function exec(
  program: string,
  args: readonly string[],
  { cwd, env, input, timeout = 3_600_000 }: Options = {},
): Promise<string> {
  return new Promise((done, fail) => {
    const options = { cwd, timeout, maxBuffer: 2 ** 28, env: { ...process.env, ...env } }
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return done(stdout)
      const lines = `${stderr}${stdout}`.trim().split('\n')
      const said = [...lines.slice(0, 8), ...lines.slice(8).slice(-8)].join('\n  ')
      const why = error.killed ? `took more than ${timeout / 1000} s` : said || error.message
      fail(new Error(`${program.split('/').at(-1)} ${args.slice(0, 4).join(' ')}: ${why}`))
    })
    child.stdin?.on('error', () => {}) // it may end before it has read everything
    child.stdin?.end(input)
  })
}

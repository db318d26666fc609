import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { isTerminal, streamWriter } from '../io/stream-writer.ts'
import type { Style } from './command.ts'
import { run } from './run.ts'

/** The package's folder: this file stands in dist/ when bundled, in generator/cli/ when not. */
function home(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder)
    folder = dirname(folder)
  return folder
}

const started = Date.now()
/** Only what a terminal shows has colours, or what somebody asked to have them; Node takes 2 ms to make the stream to ask. */
const styleFor =
  (name: 'stdout' | 'stderr', descriptor: number): Style =>
  (format, text) =>
    process.env.FORCE_COLOR === undefined && !isTerminal(descriptor)
      ? text
      : styleText(format, text, { stream: process[name] })

// A closed pipe (`strata render | head`) is the reader's right, not an error; a full disk is one, for the output is lost.
let lost: string | undefined
const out = streamWriter(
  1,
  () => process.stdout,
  ({ code }) => {
    if (code === 'EPIPE' || lost !== undefined) return
    lost = code ?? 'unknown'
    err.write(`error cannot write the output: ${lost}\n  fix: remove the cause, then run again\n`)
    process.exitCode = 2
  },
)
// Of an error here nobody is left to be told.
const err = streamWriter(
  2,
  () => process.stderr,
  () => {},
)

void run(process.argv.slice(2), {
  catalog: async () => {
    const [{ apps }, { platforms }] = await Promise.all([
      import('../apps/index.ts'),
      import('../platforms/index.ts'),
    ])
    return { apps, platforms }
  },
  cwd: process.cwd(),
  home: home(),
  out: out.write,
  err: err.write,
  style: styleFor('stdout', 1),
  errStyle: styleFor('stderr', 2),
  now: () => new Date(),
  stdin: async () => {
    if (process.stdin.isTTY) process.stderr.write('reading standard input; Ctrl-D ends it\n')
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  },
  progress: (text) => {
    if (Date.now() - started > 1000 && process.stderr.isTTY) process.stderr.write(`${text}\n`)
  },
}).then((code) => {
  process.exitCode = lost === undefined ? code : 2
  // Without this, V8 would first finish a search for garbage that nobody needs any more.
  if (out.isDone() && err.isDone()) process.exit()
})

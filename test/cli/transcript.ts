import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { World } from '../../generator/cli/command.ts'
import { run } from '../../generator/cli/run.ts'
import { catalog } from '../catalog.ts'

/** A command line, a file to write or remove first, or something to print. */
export type Step =
  | string
  | { readonly file: string; readonly content: string | null }
  | { readonly show: string }
  | { readonly change: string; readonly from: string; readonly to: string }

/** Run the steps in a new folder, in one world; the log reads like a terminal. */
export async function transcript(...steps: readonly Step[]): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'strata-'))
  const lines: string[] = []
  const out = (text: string): void => {
    lines.push(text.replaceAll(cwd, '<cwd>'))
  }
  const style = (_format: unknown, text: string): string => text
  const world: World = {
    catalog: async () => catalog,
    cwd,
    home: process.cwd(),
    out,
    err: out,
    style,
    now: () => new Date('2026-11-21T09:05:59Z'),
    progress: () => {},
  }
  try {
    for (const step of steps) await take(step, world)
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
  return lines.join('')
}

async function take(step: Step, world: World): Promise<void> {
  const { cwd, out } = world
  if (typeof step === 'string') {
    out(`$ ${step}\n`)
    // Words as a shell has them; single quotes keep blanks together.
    const [, ...argv] = Array.from(
      step.matchAll(/'([^']*)'|[^\s']+/g),
      ([word, inner]) => inner ?? word,
    )
    const code = await run(argv, world)
    out(`exit ${code}\n\n`)
  } else if ('show' in step) {
    out(`$ cat ${step.show}\n${await readFile(join(cwd, step.show), 'utf8')}\n`)
  } else if ('change' in step) {
    const path = join(cwd, step.change)
    const text = await readFile(path, 'utf8')
    if (!text.includes(step.from)) throw new Error(`${step.change} has no ${step.from}`)
    out(`$ sed 's/${step.from}/${step.to}/' ${step.change}\n\n`)
    await writeFile(path, text.replace(step.from, step.to))
  } else if (step.content === null) {
    out(`$ rm ${step.file}\n\n`)
    await rm(join(cwd, step.file), { recursive: true })
  } else {
    out(`$ cat > ${step.file}\n${step.content}\n`)
    await mkdir(dirname(join(cwd, step.file)), { recursive: true })
    await writeFile(join(cwd, step.file), step.content)
  }
}

/** The files below a folder, sorted; for tests that look at what is there. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(folder.length + 1))
    .sort()
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../../generator/cli/run.ts'
import type { App } from '../../generator/fleet/types.ts'
import { platforms } from '../../generator/platforms/index.ts'
import { filesIn } from './transcript.ts'

/** Exit code of one command in a new folder with these files, what it says, and which files of the user's are there afterwards. */
export async function said(
  app: App,
  files: Readonly<Record<string, string | Uint8Array>>,
  ...argv: readonly string[]
): Promise<readonly [code: number, text: string, after: readonly string[]]> {
  const cwd = await mkdtemp(join(tmpdir(), 'strata-'))
  const heard: string[] = []
  const say = (text: string): void => {
    heard.push(text)
  }
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, path)), { recursive: true })
      await writeFile(join(cwd, path), text)
    }
    const code = await run(argv, {
      catalog: async () => ({ apps: [app], platforms }),
      cwd,
      home: process.cwd(),
      out: say,
      err: say,
      style: (_format, text) => text,
      now: () => new Date('2026-11-21T09:05:59Z'),
      progress: () => {},
    })
    const after = (await filesIn(cwd)).filter((path) => !path.startsWith('.strata/'))
    return [code, heard.join(''), after]
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
}

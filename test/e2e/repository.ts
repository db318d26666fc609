import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { exec } from './exec.ts'

/** A copy of this repository whose fleet.yaml names the local git server; the original is never touched. */
export type Repository = {
  readonly folder: string
  /** Changes fleet.yaml at a path: `undefined` removes what stands there. */
  readonly set: (path: readonly string[], value: unknown) => void
  /** What fleet.yaml says at a path. */
  readonly get: (path: readonly string[]) => unknown
  /** Runs our own command line in the copy; gives what it printed. */
  readonly strata: (...args: readonly string[]) => Promise<string>
  /** Commits everything and pushes it; gives the commit. */
  readonly push: (message: string) => Promise<string>
  /** Takes the last commit back, with a commit, and pushes that. */
  readonly revert: () => Promise<string>
}

const HOME = join(import.meta.dirname, '..', '..')

/** Everything that people push, and nothing else: what the generator reads and what it has written. */
const SHIPPED = ['fleet.yaml', 'fleet.lock', 'base', 'overlays', 'clusters']

/** What the installed package holds: a run of many minutes must not notice that somebody goes on writing. */
const PROGRAM = ['bin', 'dist', 'schemas', 'package.json']

export async function copyRepository(
  folder: string,
  program: string,
  gitUrl: string,
): Promise<Repository> {
  await exec(process.execPath, [join(HOME, 'bin', 'strata.cjs'), '--version']) // bundles what has changed
  for (const name of PROGRAM) cpSync(join(HOME, name), join(program, name), { recursive: true })
  symlinkSync(join(HOME, 'node_modules'), join(program, 'node_modules')) // what the bundle leaves outside
  mkdirSync(folder, { recursive: true })
  for (const name of SHIPPED) cpSync(join(HOME, name), join(folder, name), { recursive: true })
  const url = `${gitUrl}/fleet.git`
  const git = (...args: readonly string[]) => exec('git', ['-C', folder, ...args])
  await git('init', '--quiet', '--initial-branch=main')
  await git('config', 'user.name', 'e2e')
  await git('config', 'user.email', 'e2e@example.org')
  await git('remote', 'add', 'origin', url)
  const file = join(folder, 'fleet.yaml')
  const read = () => parseDocument(readFileSync(file, 'utf8'))
  const pushed = async () => {
    await git('push', '--quiet', 'origin', 'main')
    return (await git('rev-parse', 'HEAD')).trim()
  }
  const repository: Repository = {
    folder,
    get: (path) => {
      const value = read().getIn(path) as { toJSON?: () => unknown } | undefined
      return value?.toJSON ? value.toJSON() : value
    },
    set: (path, value) => {
      const document = read()
      if (value === undefined) document.deleteIn(path)
      else document.setIn(path, value)
      writeFileSync(file, document.toString({ lineWidth: 0 }))
    },
    strata: (...args) =>
      exec(process.execPath, [join(program, 'bin', 'strata.cjs'), ...args], { cwd: folder }),
    push: async (message) => {
      await git('add', '--all')
      await git('commit', '--quiet', '--allow-empty', '--message', message)
      return pushed()
    },
    revert: async () => {
      await git('revert', '--no-edit', 'HEAD')
      return pushed()
    },
  }
  repository.set(['repository', 'url'], url)
  return repository
}

import { readFile, stat } from 'node:fs/promises'
import { join, posix, relative, resolve } from 'node:path'
import glob from 'fast-glob'
import { UserError } from '../core/finding.ts'

const NAMES = '{kustomization.yaml,kustomization.yml,Kustomization}'
const IGNORE = ['**/node_modules/**', '**/.git/**', '**/.strata/**']

/** Folders under `path`, relative to `cwd`, that hold a kustomization to render; a Component renders only inside another one. */
export async function findKustomizations(cwd: string, path: string): Promise<readonly string[]> {
  const folder = resolve(cwd, path)
  if (!(await isDirectory(folder, path))) return []
  const found = await glob(`**/${NAMES}`, {
    cwd: folder,
    ignore: IGNORE,
    followSymbolicLinks: false,
  })
  const roots = await Promise.all(
    found.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8')
      return /^kind:\s*["']?Component\b/m.test(text) ? [] : [posix.dirname(file)]
    }),
  )
  return roots
    .flat()
    .sort()
    .map((root) => posixRelative(cwd, join(folder, root)))
}

/** The YAML and JSON files under a folder, or the one file that `path` is: path relative to `cwd` → text. */
export async function readManifests(
  cwd: string,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  const folder = resolve(cwd, path)
  if (!(await isDirectory(folder, path)))
    return new Map([[posixRelative(cwd, folder), await readFile(folder, 'utf8')]])
  const found = await glob('**/*.{yaml,yml,json}', {
    cwd: folder,
    ignore: IGNORE,
    followSymbolicLinks: false,
  })
  const texts = new Map<string, string>()
  for (const file of found.sort())
    texts.set(posixRelative(cwd, join(folder, file)), await readFile(join(folder, file), 'utf8'))
  return texts
}

const posixRelative = (cwd: string, path: string): string =>
  relative(cwd, path).replaceAll('\\', '/') || '.'

async function isDirectory(path: string, asked: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    throw new UserError({ message: `there is no ${asked}`, hint: 'correct the path' })
  }
}

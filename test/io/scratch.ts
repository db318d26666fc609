import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { UserError } from '../../generator/core/finding.ts'
import { assert } from '../harness.ts'

type Texts = Readonly<Record<string, string | Uint8Array>>

/** Linux keeps a file system in memory here: thousands of small trees take seconds less, more so on a busy disk. */
const memory = '/dev/shm'
const place = lstatSync(memory, { throwIfNoEntry: false })?.isDirectory() ? memory : tmpdir()

/** Run `body` in a new directory that holds `files`, and remove it afterwards. A path ending in / is an empty directory. */
export async function inScratch(
  files: Texts,
  body: (root: string) => void | Promise<void>,
): Promise<void> {
  const root = realpathSync(mkdtempSync(join(place, 'strata-io-')))
  try {
    put(root, files)
    await body(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Make `files` below `root`. */
export function put(root: string, files: Texts): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(path.endsWith('/') ? join(root, path) : dirname(join(root, path)), {
      recursive: true,
    })
    if (!path.endsWith('/')) writeFileSync(join(root, path), content)
  }
}

/** Everything below `root` but .strata: text of files, empty directories with a slash at the end, modes where not usual. */
export function look(root: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(join(root, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`
    const stat = lstatSync(join(root, path))
    if (path === '.strata') continue
    if (!stat.isDirectory()) {
      found[path] = stat.isFile() ? readFileSync(join(root, path), 'latin1') : '(no file)'
      continue
    }
    const inner = look(root, path)
    Object.assign(found, Object.keys(inner).length === 0 ? { [`${path}/`]: '' } : inner)
  }
  return found
}

/** The first problem of the UserError that `act` must end with, as `message | hint`. */
export async function problemOf(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (error) {
    assert.instance(error, UserError, String(error))
    const [problem] = (error as UserError).problems
    return `${problem?.message} | ${problem?.hint}`
  }
  return assert.unreachable('no UserError') as never
}

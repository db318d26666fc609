import type { Writes } from '../../generator/io/index.ts'
import { look } from './scratch.ts'

export const changes = (write: Readonly<Record<string, string>>, ...remove: string[]): Writes => ({
  write: new Map(Object.entries(write)),
  remove,
})

/** A run that does everything at once: creates, changes, removes, turns a file into a directory and the reverse. */
export const before = {
  'base/a/kept.yaml': 'kept',
  'base/a/old.yaml': 'old text',
  'base/gone/sub/x.yaml': 'x',
  'base/swap': 'a file',
  'base/turn/inner.yaml': 'inner',
  'mine/': '',
  'mine.txt': 'mine',
  'bytes.bin': Uint8Array.of(1, 0xff, 2),
}
export const run = changes(
  {
    'base/a/old.yaml': 'new text',
    'base/a/kept.yaml': 'kept',
    'base/new/deep/y.yaml': 'y',
    'base/swap/now.yaml': 'a directory',
    'base/turn': 'a file now',
    'top.yaml': 'top',
  },
  'base/gone/sub/x.yaml',
  'base/swap',
  'base/turn/inner.yaml',
  'bytes.bin',
  'never/was.yaml',
)
export const after = {
  'base/a/kept.yaml': 'kept',
  'base/a/old.yaml': 'new text',
  'base/new/deep/y.yaml': 'y',
  'base/swap/now.yaml': 'a directory',
  'base/turn': 'a file now',
  'mine/': '',
  'mine.txt': 'mine',
  'top.yaml': 'top',
}
export const old = { ...before, 'bytes.bin': '\x01\xff\x02' }
export const isOld = (root: string): boolean => same(look(root), old)
export const isNew = (root: string): boolean => same(look(root), after)

function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const text = (files: Readonly<Record<string, string>>): string =>
    JSON.stringify(Object.entries(files).sort(([x], [y]) => (x < y ? -1 : 1)))
  return text(a) === text(b)
}

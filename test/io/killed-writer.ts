import { applyChanges, disk, type FileSystem, withWriteLock } from '../../generator/io/index.ts'
import { run } from './every-change.ts'

/** A run that stops for good before its second rename into place, and says so: to be killed. Argument: the root. */
const [, , root = ''] = process.argv
const fs: FileSystem = {
  ...disk,
  rename: (from, to) => {
    if (from.endsWith('new-1')) {
      process.stdout.write('half-way\n')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
    disk.rename(from, to)
  },
}
await withWriteLock(root, () => applyChanges(root, run, fs))

import { join } from 'node:path'
import { UserError } from '../core/finding.ts'
import { attempt } from './as-user-error.ts'
import type { FileSystem } from './file-system.ts'

/** The directory below the root where a run keeps what it needs while it writes. Git ignores it by its own .gitignore. */
export const STATE = '.strata'

/** While this file is there, the tree may be a mixture, and only `roll` may write. */
export const JOURNAL = `${STATE}/journal.json`

/** Make the state directory; throws a UserError when something else is in its place or it cannot be made. */
export function openState(fs: FileSystem, root: string): void {
  attempt('write in', root, () => {
    assertState(fs, root)
    if (fs.lstat(join(root, STATE)) === undefined) fs.mkdir(join(root, STATE))
    const ignore = join(root, STATE, '.gitignore')
    if (fs.lstat(ignore) === undefined) fs.writeFile(ignore, '*\n')
  })
}

/** Throw a UserError when `.strata` is a file or a link: a repository could make us write elsewhere with it. */
export function assertState(fs: FileSystem, root: string): void {
  const kind = fs.lstat(join(root, STATE))?.kind
  if (kind === undefined || kind === 'directory') return
  throw new UserError({
    message: `${STATE} in ${root} is a ${kind}, and must be a directory`,
    hint: `delete ${STATE} and run again`,
  })
}

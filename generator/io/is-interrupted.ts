import { join } from 'node:path'
import { disk } from './file-system.ts'
import { JOURNAL } from './state.ts'

/** Whether the tree may be half old and half new: a run was killed, or is writing now. What reads the tree must not trust it. */
export async function isInterrupted(root: string): Promise<boolean> {
  return disk.lstat(join(root, JOURNAL)) !== undefined
}

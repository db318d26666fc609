import { UserError } from '../core/finding.ts'

/** What the operating system said, and what a person does about it. */
const remedies: Readonly<Record<string, readonly [said: string, remedy: string]>> = {
  EACCES: ['permission denied', 'give your user the right to it (ls -l shows its owner and mode)'],
  EPERM: ['operation not permitted', 'give your user the right to it (ls -l, lsattr)'],
  EROFS: ['the file system is read-only', 'mount it writable'],
  ENOSPC: ['the disk is full', 'free some space on it'],
  EDQUOT: ['your disk quota is used up', 'free some space, or ask for a larger quota'],
  EFBIG: ['the file is too large for this file system', 'move the repository to another disk'],
  ENOENT: ['no such file or directory', 'check the path'],
  ENOTDIR: ['a file is where a directory must be', 'move that file away'],
  EISDIR: ['a directory is where a file must be', 'move that directory away'],
  ELOOP: ['symbolic links go round in a circle', 'delete one of the links'],
  ENAMETOOLONG: [
    'the name is too long for this file system',
    'shorten the name that it comes from',
  ],
  EMFILE: ['too many open files', 'raise the limit (ulimit -n)'],
  ENFILE: ['too many open files on this machine', 'close other programs'],
  EBUSY: ['it is in use', 'close the program that holds it'],
  ETXTBSY: ['it is in use', 'close the program that holds it'],
  EIO: ['the disk reported an error', 'check the disk'],
  ESTALE: ['the network file system lost it', 'mount the file system again'],
}

/**
 * An error of the operating system as a UserError: `cannot <doing> <path>: why`, with its remedy.
 * Anything else comes back as it is: a UserError, or a bug of ours.
 */
export function asUserError(error: unknown, doing: string, path: string): unknown {
  if (codeOf(error) === '') return error
  const [said, remedy] = remedyOf(error)
  return new UserError(
    { message: `cannot ${doing} ${path}: ${said}`, hint: `${remedy}, then run again` },
    { cause: error },
  )
}

/** What an error of the operating system says, and what a person does about it. */
export function remedyOf(error: unknown): readonly [said: string, remedy: string] {
  const code = codeOf(error)
  return remedies[code] ?? [`the system says ${code}`, 'remove the cause']
}

/** Do one thing with a file; what the operating system refuses becomes a UserError. */
export function attempt<T>(doing: string, path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw asUserError(error, doing, path)
  }
}

/** `ENOENT` and its like, or empty for an error that no system call gave. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

import type { Files } from '../core/tree.ts'

/** Files that remember what was read of them. */
export type RecordedFiles = Files & {
  /** Whether a real path is one of the files that were read, by whatever way. */
  readonly wasRead: (real: string) => boolean
}

/** The same files; reading is noted, so that no output takes the place of its own input. */
export function recorded(files: Files): RecordedFiles {
  const read = new Set<string>()
  let known = -1
  let real: ReadonlySet<string> = new Set()
  const get = (path: string): string | Uint8Array | undefined => {
    const content = files.get(path)
    if (content !== undefined) read.add(path)
    return content
  }
  const wasRead = (path: string): boolean => {
    if (known !== read.size) {
      real = new Set([...read].map((one) => `/${files.realPath?.(one) ?? one}`))
      known = read.size
    }
    return real.has(path)
  }
  return { ...files, get, has: (path) => get(path) !== undefined, wasRead }
}

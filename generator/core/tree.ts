/** A directory as a value: POSIX path relative to the repository's root → text. What the generator writes. */
export type FileTree = ReadonlyMap<string, string>

/** A directory as it may be found on a disk: text, or bytes that are not UTF-8. A `FileTree` is one too. */
export type Files = ReadonlyMap<string, string | Uint8Array> & {
  /** Where a path really is, links followed; on a disk only. */
  readonly realPath?: (path: string) => string
}

/** One tree out of several; throws (a bug of ours) when two of them claim a path, so nothing is lost silently. */
export function mergeTrees(...trees: readonly FileTree[]): FileTree {
  const merged = new Map<string, string>()
  for (const tree of trees)
    for (const [path, content] of tree) {
      if (merged.has(path)) throw new Error(`two generators claim ${path}`)
      merged.set(path, content)
    }
  return merged
}

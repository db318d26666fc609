import { type Dirent, readdirSync } from 'node:fs'

/** What an entry of a directory is; links are not followed. */
export type Kind = 'file' | 'directory' | 'link' | 'other'

/** Directories of the disk as they were when first asked for: a tree of thousands of small files is mostly looking. */
export type Listings = {
  /** The entries of a directory, by name. Throws what the system says: no such directory, no permission. */
  readonly entries: (directory: string) => ReadonlyMap<string, Kind>
  /** What stands at a path: `none`, or `unknown` where its directory cannot be listed. Never throws. */
  readonly kindOf: (path: string) => Kind | 'none' | 'unknown'
  /** The same out of what is known; `unknown` where nobody has asked for its directory. */
  readonly seen: (path: string) => Kind | 'none' | 'unknown'
}

/** Listings that remember; absolute POSIX paths. */
export function createListings(): Listings {
  const known = new Map<string, ReadonlyMap<string, Kind> | 'unknown'>()
  const entries = (directory: string): ReadonlyMap<string, Kind> => {
    const there = known.get(directory)
    if (there !== undefined && there !== 'unknown') return there
    const found = list(directory)
    known.set(directory, found)
    return found
  }
  const kindOf = (path: string): Kind | 'none' | 'unknown' => {
    const directory = path.slice(0, path.lastIndexOf('/')) || '/'
    if (!known.has(directory)) known.set(directory, listOrNot(directory))
    return seen(path)
  }
  const seen = (path: string): Kind | 'none' | 'unknown' => {
    const end = path.lastIndexOf('/')
    const there = known.get(path.slice(0, end) || '/') ?? 'unknown'
    return there === 'unknown' ? there : (there.get(path.slice(end + 1)) ?? absent)
  }
  return { entries, kindOf, seen }
}

/** Elsewhere a name may be there in other letters than the directory says. */
const absent = process.platform === 'linux' ? 'none' : 'unknown'

function list(directory: string): ReadonlyMap<string, Kind> {
  const entries = readdirSync(directory, { withFileTypes: true })
  return new Map(entries.map((entry) => [entry.name, kindOfEntry(entry)]))
}

function kindOfEntry(entry: Dirent): Kind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

function listOrNot(directory: string): ReadonlyMap<string, Kind> | 'unknown' {
  try {
    return list(directory)
  } catch {
    return 'unknown'
  }
}

import { type Reading, readFull } from './full-read.ts'
import { plainer } from './plainer.ts'
import { readGo } from './read-go.ts'
import { firstDocument } from './split-documents.ts'

/**
 * The documents of any YAML. For kustomize the first one as go-yaml reads it; the `yaml` package has better words for
 * what is none. For others all as the package does: what it refuses but Go reads is written more plainly for it.
 */
export function readSlow(
  ...[text, file, dialect, keys, before]: Parameters<typeof readFull>
): Reading {
  if (dialect === 'resource' || keys === 'last') {
    const read = readGo(text, file, dialect, keys, before)
    if ('nodes' in read) return read
    const { problems, ...rest } = readFull(firstDocument(text), file, dialect, keys, before)
    return { ...rest, problems: problems.length > 0 ? problems : [read] }
  }
  const read = readFull(text, file, dialect, keys, before)
  const other = read.problems.length > 0 ? plainer(text) : undefined
  if (other === undefined) return read
  const again = readFull(other, file, dialect, keys, before)
  return again.problems.length < read.problems.length ? again : read
}

import { type Reading, readFull } from './full-read.ts'
import { plainer } from './plainer.ts'
import { readGo } from './read-go.ts'
import { firstDocument } from './split-documents.ts'

type Arguments = Parameters<typeof readFull>

/** The first document of any YAML as go-yaml reads it. The `yaml` package has better words for what is none. */
export function readStrict(...[text, file, ...how]: Arguments): Reading {
  const read = readGo(text, file, ...how)
  if ('nodes' in read) return read
  const { problems, ...rest } = readFull(firstDocument(text), file, ...how)
  return { ...rest, problems: problems.length > 0 ? problems : [read] }
}

/** All documents of any YAML as the `yaml` package reads them: what it refuses but Go reads is written more plainly for it. */
export function readLoose(...[text, ...how]: Arguments): Reading {
  const read = readFull(text, ...how)
  const other = read.problems.length > 0 ? plainer(text) : undefined
  if (other === undefined) return read
  const again = readFull(other, ...how)
  return again.problems.length < read.problems.length ? again : read
}

import { type Reading, readFull } from './full-read.ts'
import type { Dialect } from './node.ts'
import { plainer } from './plainer.ts'
import { place } from './syntax.ts'
import type { DuplicateKeys } from './walk.ts'
import { withoutRest } from './without-rest.ts'

/** Like `readFull`, of the first document where kustomize reads no more; and what the `yaml` package refuses but Go reads is written more plainly for it first. */
export function readSlow(
  whole: string,
  file: string,
  dialect: Dialect,
  keys: DuplicateKeys,
  before = { count: 0, lines: 0 },
): Reading {
  const isKustomize = dialect === 'resource' || keys === 'last'
  const { text, failsAt } = isKustomize ? withoutRest(whole, dialect) : { text: whole }
  const read = readFull(text, file, dialect, keys, before)
  const other = read.problems.length === 0 ? undefined : plainer(text, isKustomize)
  const again = other === undefined ? read : readFull(other, file, dialect, keys, before)
  const best = again.problems.length < read.problems.length ? again : read
  if (failsAt === undefined || best.problems.length > 0) return best
  const { line, ...at } = place(whole, file, failsAt)
  const problem = {
    message: 'Go does not read on here',
    hint: 'remove what stands behind the end of the document',
    place: { ...at, line: line + before.lines },
  }
  return { ...best, problems: [problem] }
}

import { type Reading, readFull } from './full-read.ts'
import { plainer } from './plainer.ts'

/** Like `readFull`, and what the `yaml` package refuses but Go reads is written more plainly for it first. */
export function readSlow(...[text, ...more]: Parameters<typeof readFull>): Reading {
  const read = readFull(text, ...more)
  const other = read.problems.length > 0 ? plainer(text) : undefined
  if (other === undefined) return read
  const again = readFull(other, ...more)
  return again.problems.length < read.problems.length ? again : read
}

import { type Reading, readFull } from './full-read.ts'
import { plainer } from './plainer.ts'

/** Like `readFull`, and what the `yaml` package refuses but Go reads is written more plainly for it first. */
export function readSlow(
  ...[text, file, dialect, keys, ...more]: Parameters<typeof readFull>
): Reading {
  let read = readFull(text, file, dialect, keys, ...more)
  const isOne = dialect === 'resource' || keys === 'last'
  const others = isOne ? [plainest, beforeDirective, plainBeforeDirective] : [plainer]
  for (const rewrite of others) {
    if (read.problems.length === 0) return read
    const other = rewrite(text)
    if (other === undefined) continue
    const again = readFull(other, file, dialect, keys, ...more)
    if (again.problems.length < read.problems.length) read = again
  }
  return read
}

const plainest = (text: string): string | undefined => plainer(text, true)

/** A directive ends a document for Go, which reads only one, and looks at the next word behind it. */
const directive =
  /^%(?:YAML[ \t]+\d+\.\d+|TAG[ \t]+!(?:[\w-]*!)?[ \t]+[^\s#]+)[ \t]*(?:#.*)?$(?!\s*(?:[@`'"]|[:?-](?:\s|$)))/m

function beforeDirective(text: string): string | undefined {
  const at = text.search(directive)
  return at > 0 ? text.slice(0, at) : undefined
}

function plainBeforeDirective(text: string): string | undefined {
  const before = beforeDirective(text)
  return before === undefined ? undefined : plainest(before)
}

import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import type { Reporter } from './reporter.ts'
import { sarif } from './sarif.ts'
import { tap } from './tap.ts'
import { text } from './text.ts'

export type { Report, Reporter, RuleText, Style } from './reporter.ts'
export { counted, summaryOf } from './reporter.ts'

/** Every reporter by the name that `--format` takes, in the order of the help. */
export const reporters = {
  text,
  json,
  github,
  gitlab,
  sarif,
  junit,
  markdown,
  tap,
} as const satisfies Record<string, Reporter>

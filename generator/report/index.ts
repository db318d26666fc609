import { github } from './github.ts'
import { json } from './json.ts'
import type { Reporter } from './reporter.ts'
import { text } from './text.ts'

export type { Report, Reporter, Style } from './reporter.ts'
export { summaryOf } from './reporter.ts'

/** Every reporter by the name that `--format` takes. */
export const reporters = { text, json, github } as const satisfies Record<string, Reporter>

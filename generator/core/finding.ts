/** How bad it is. `error` fails the run; `warning` is printed only. */
export type Severity = 'error' | 'warning'

/** A place in a file, counted from 1 as editors do. */
export type Place = { readonly file: string; readonly line: number; readonly column: number }

/** One problem with one object: what, where, and what to do. Collected, never thrown. */
export type Finding = {
  readonly rule: string
  readonly severity: Severity
  /** The object as people name it (`idOf`), or empty when the problem concerns a file. */
  readonly resource: string
  /** JSON pointer into the object; empty for the object itself. */
  readonly pointer: string
  readonly message: string
  readonly hint: string
  /** The rendering or file that it was found in, e.g. `overlays/nova/azure-driver`. */
  readonly source?: string
  readonly place?: Place
}

/** One mistake of the user. `place` is printed as file:line:column. */
export type Problem = {
  /** Only of warnings: what people filter by. */
  readonly id?: string
  readonly message: string
  readonly hint: string
  readonly place?: Place
}

/** Wrong use of the tool, or unusable input. `cli/run.ts` prints every problem and exits 2. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly problems: readonly Problem[]

  constructor(problems: Problem | readonly Problem[], options?: { readonly cause?: unknown }) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem]
    super(list.map((p) => p.message).join('\n'), options)
    this.problems = list
  }
}

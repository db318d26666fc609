import type { Place, Severity } from '../../core/finding.ts'
import type { RuleContext } from '../rule.ts'

/** A problem that only the text shows, for it is gone when the objects have been read. */
export type TextProblem = {
  readonly message: string
  readonly place: Place
  readonly hint?: string
}

/** One thing that must hold in the text of a manifest. */
export type TextRule = {
  readonly id: string
  readonly severity: Severity
  readonly summary: string
  readonly why: string
  readonly hint: string
  /** A quick look that leaves out nearly every file; `check` is only asked about the others. */
  readonly isWorthIt: (text: string) => boolean
  /** Must survive what is no YAML. */
  readonly check: (text: string, file: string, context: RuleContext) => Iterable<TextProblem>
  readonly examples: { readonly good: string; readonly bad: string }
}

import { ambiguousScalar } from './ambiguous-scalar.ts'
import { chartLookup } from './chart-lookup.ts'
import type { TextRule } from './text-rule.ts'

/** Every rule about texts, in the order in which their findings are listed. */
export const textRules: readonly TextRule[] = [chartLookup, ambiguousScalar]

/** Whether a rule has anything to say about a text, as far as a quick look can tell. */
export const isWorthALook = (text: string): boolean =>
  textRules.some((rule) => rule.isWorthIt(text))

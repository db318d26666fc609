import type { Difference } from './compare.ts'
import type { Input } from './input.ts'

type Known = { readonly why: string; readonly is: (input: Input, found: Difference) => boolean }

/** Differences that are decided, each with its reason. */
const decided: readonly Known[] = [
  {
    why: 'the oracle keeps files in memory, where some names are not allowed',
    is: (_, { theirs }) => /illegal name .* in file creation/.test(theirs),
  },
  {
    why: 'the hash of a kind that is neither ConfigMap nor Secret depends, once a step has changed it, on where each value was last written',
    is: (_, { kind, ours }) => kind === 'we refuse' && ours.includes('the hash of this'),
  },
]

/** Whether a difference is one that we have decided to keep. */
export const known = (input: Input, found: Difference): boolean =>
  decided.some(({ is }) => is(input, found))

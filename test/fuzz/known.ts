import type { Difference } from './compare.ts'
import type { Input } from './input.ts'

type Known = { readonly why: string; readonly is: (input: Input, found: Difference) => boolean }

const text = ({ files }: Input): string => Object.values(files).join('\n')

const unhashed = (printed: string): string => printed.replace(/-[a-z0-9]{10}$/gm, '')

/** Differences that are decided, each with its reason. */
const decided: readonly Known[] = [
  {
    why: 'the oracle keeps files in memory, where some names are not allowed',
    is: (_, { theirs }) => /illegal name .* in file creation/.test(theirs),
  },
  {
    why: 'the hash of a kind that is neither ConfigMap nor Secret depends on lines and columns of texts that only kustomize has',
    is: (_, { kind, ours }) => kind === 'we refuse' && ours.includes('the hash of this'),
  },
  {
    why: 'the hash of an object that asks for it in an annotation depends on how kustomize reads every sign of its text',
    is: (input, { kind, ours, theirs }) =>
      kind === 'output' &&
      text(input).includes('needsHashSuffix') &&
      unhashed(ours) === unhashed(theirs),
  },
]

/** Whether a difference is one that we have decided to keep. */
export const known = (input: Input, found: Difference): boolean =>
  decided.some(({ is }) => is(input, found))

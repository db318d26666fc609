import type { Difference } from './compare.ts'
import type { Input } from './input.ts'

type Known = { readonly why: string; readonly is: (input: Input, found: Difference) => boolean }

const text = ({ files }: Input): string => Object.values(files).join('\n')

const filled = (printed: string): string => printed.replace(/([:-]) null$/gm, '$1 ""')

/** Differences that are decided, each with its reason. */
const decided: readonly Known[] = [
  {
    why: 'the oracle keeps files in memory, where some names are not allowed',
    is: (_, { theirs }) => /illegal name .* in file creation/.test(theirs),
  },
  {
    why: 'a resource in brackets without apiVersion gets the text "" as apiVersion from a patch, not null',
    is: (_, { kind, theirs }) => kind === 'output' && theirs.includes('apiVersion: ""'),
  },
  {
    why: 'the hash of a kind that is neither ConfigMap nor Secret depends on lines and columns of texts that only kustomize has',
    is: (_, { kind, ours }) => kind === 'we refuse' && ours.includes('the hash of this'),
  },
  {
    why: 'nothing at all in a resource in brackets prints as "" or as null, as the brackets go or stay on the way',
    is: (_, { kind, ours, theirs }) => kind === 'output' && filled(ours) === filled(theirs),
  },
  {
    why: 'a plugin among validators that writes a value anew changes its type, which kustomize notices',
    is: (_, { theirs }) => theirs.includes("validator shouldn't modify"),
  },
  {
    why: 'what kustomize finds wrong in an OpenAPI file beyond what is used of it',
    is: (_, { theirs }) => /invalid schema file|open API definition/.test(theirs),
  },
  {
    why: 'a text that begins with a tab and has more lines is well in brackets, and nowhere else',
    is: (_, { kind, ours }) =>
      kind === 'we refuse' && ours.includes('a block of lines begins with a tab'),
  },
  {
    why: 'a null or a word that a replacement left under a tag inside a text is no value to read again for us',
    is: (_, { kind, ours }) =>
      kind === 'we refuse' && /replacements\[\d+\].* cannot be read as !!/.test(ours),
  },
  {
    why: 'the hash of an object that asks for it in an annotation depends on how kustomize reads every sign of its text',
    is: (input, { kind }) => kind === 'output' && text(input).includes('needsHashSuffix'),
  },
]

/** Whether a difference is one that we have decided to keep. */
export const known = (input: Input, found: Difference): boolean =>
  decided.some(({ is }) => is(input, found))

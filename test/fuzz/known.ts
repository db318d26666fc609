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
    why: 'the top of a tree in memory has no name of its own for ValueAddTransformer to add',
    is: (_, { ours }) => ours.includes('ValueAddTransformer has no value'),
  },
  {
    why: 'a key that is twice in one map is refused in patches too, where kustomize may take the first',
    is: (_, { kind, ours }) => kind === 'we refuse' && /the key .* is there twice/.test(ours),
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
    why: 'a key that cannot do without quotes is refused at once, and by kustomize only when it is printed',
    is: (_, { kind, ours }) => kind === 'we refuse' && ours.includes('loses its quotes'),
  },
  {
    why: 'nothing at all in a resource in brackets prints as "" or as null, as the brackets go or stay on the way',
    is: (_, { kind, ours, theirs }) => kind === 'output' && filled(ours) === filled(theirs),
  },
  {
    why: 'a number that a patch put into quotes is a number there again when a replacement writes a word into it',
    is: (_, { kind, theirs }) =>
      kind === 'they refuse' && /cannot decode !!\w+ [\s\S]* as a !!/.test(theirs),
  },
  {
    why: 'a key at the top of an object that is a number may stay one there; nested ones kustomize refuses as we do',
    is: (_, { kind, ours }) => kind === 'we refuse' && /the key .* is no string/.test(ours),
  },
  {
    why: 'a byte order mark in the middle of a file',
    is: (input, { ours }) => /[\s\S]\ufeff/.test(text(input)) && ours.includes('U+FEFF'),
  },
  {
    why: 'a plugin among validators that writes a value anew changes its type, which kustomize notices',
    is: (_, { theirs }) => theirs.includes("validator shouldn't modify"),
  },
  {
    why: 'an object whose apiVersion is null, or has two slashes, is another one to parts of kustomize',
    is: (_, { theirs }) => theirs.includes('node-referrerOriginal'),
  },
  {
    why: 'beside anchors and other rare forms, lines of a quoted or bracketed value must be deeper than its key: the YAML package wants it',
    is: (_, { kind, ours }) =>
      kind === 'we refuse' &&
      /missing closing "quote|must be sufficiently indented|a key must be on one line/.test(ours),
  },
  {
    why: 'a null that would get a word is refused at once, and by kustomize only when it is still there at the end',
    is: (_, { kind, ours }) => kind === 'we refuse' && ours.includes('take the place of a null'),
  },
  {
    why: 'what kustomize finds wrong in an OpenAPI file beyond what is used of it',
    is: (_, { theirs }) => /invalid schema file|open API definition/.test(theirs),
  },
  {
    why: 'a question mark that begins a key in brackets',
    is: (_, { ours }) => ours.includes('Go does not read this between brackets'),
  },
  {
    why: 'a text that begins with a tab and has more lines is well in brackets, and nowhere else',
    is: (_, { kind, ours }) =>
      kind === 'we refuse' && ours.includes('a block of lines begins with a tab'),
  },
  {
    why: 'kustomize overlooks a separator right behind another one',
    is: (_, { kind, ours }) => kind === 'we refuse' && ours.includes('is no document separator'),
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
  {
    why: 'U+0085 in kustomization.yaml goes through two more YAML writers there',
    is: (input, { kind }) => kind === 'output' && /\u0085|\\u0085|\\N/i.test(text(input)),
  },
]

/** Whether a difference is one that we have decided to keep. */
export const known = (input: Input, found: Difference): boolean =>
  decided.some(({ is }) => is(input, found))

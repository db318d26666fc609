import type { Place, Problem } from '../core/finding.ts'

/** Own words for the mistakes that people make; the others keep the parser's. */
const words: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  TAB_AS_INDENT: ['a tab is used for indentation', 'YAML is indented with spaces'],
  BAD_DQ_ESCAPE: [
    'this escape is unknown in double quotes',
    'double the backslash, or use single quotes',
  ],
  BAD_SCALAR_START: ['a value cannot start with this character', 'put the value in quotes'],
  MULTILINE_IMPLICIT_KEY: [
    'a key must be on one line; perhaps the line before lacks its colon',
    'write "key: value"; quote a value that spans lines or holds ": "',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'a nested mapping cannot start on the line of its key',
    'quote a value that holds ": ", or start the mapping on a line of its own',
  ],
  MULTIPLE_DOCS: ['something stands behind the end of this document', 'check the indentation'],
  KEY_OVER_1024_CHARS: ['a key is longer than 1024 characters', 'perhaps a quote is not closed'],
}

const hints: Readonly<Record<string, string>> = {
  BAD_INDENT: 'align it with its siblings',
  MISSING_CHAR: 'check brackets, quotes and the blank behind the colon',
  UNEXPECTED_TOKEN: 'check the indentation and the quotes',
  BAD_ALIAS: 'quote a value that starts with * or &',
  BAD_DIRECTIVE: 'quote a line that starts with %',
}

type ParserError = {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** The problems of one document, without those that only follow from an earlier one. */
export function syntaxProblems(
  errors: readonly ParserError[],
  placeAt: (offset: number) => Place,
): Problem[] {
  return errors
    .filter(({ code }, i) => i === 0 || !consequences.has(code))
    .map((error) => problemOf(error, placeAt(error.pos[0])))
}

/** Codes that say little behind another error: wrong indentation makes one for every line that follows. */
const consequences = new Set(['UNEXPECTED_TOKEN', 'BAD_INDENT'])

function problemOf({ code, message }: ParserError, place: Place): Problem {
  const own = words[code]
  if (own !== undefined) return { message: own[0], hint: own[1], place }
  const text = message.charAt(0).toLowerCase() + message.slice(1)
  return { message: text.replace(/\.$/, ''), hint: hints[code] ?? 'check the YAML syntax', place }
}

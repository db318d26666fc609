import type { Place, Problem } from '../core/finding.ts'
import { isMap, isSeq, isWritten, type ParsedDocument } from './syntax.ts'

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

/**
 * What go-yaml finds wrong too where it reads one document: it does not look behind the end of a top that stands in
 * brackets or quotes, or deeper than what follows, further than to the next word. It wants no blank before a comment
 * behind a bracket.
 */
export function errorsForGo(
  { errors, contents }: ParsedDocument,
  text: string,
): readonly ParserError[] {
  const isFlow = (isMap(contents) || isSeq(contents)) && contents.flow === true
  const isClosed = isFlow || (isWritten(contents) && contents.type !== 'PLAIN')
  const [start = 0, end = 0] = contents?.range ?? []
  const depth = isClosed ? Number.POSITIVE_INFINITY : columnOf(start, text)
  const isBehind = ({ code, pos }: ParserError) =>
    code === 'UNEXPECTED_TOKEN' &&
    pos[0] >= end &&
    columnOf(pos[0], text) < depth &&
    !unreadable.test(text.slice(pos[0]))
  const last = errors.findIndex(isBehind)
  return (last < 0 ? errors : errors.slice(0, last)).filter(
    ({ message }) => !message.startsWith('Comments must be separated'),
  )
}

const columnOf = (offset: number, text: string): number =>
  offset - text.lastIndexOf('\n', offset - 1) - 1

/** What is no word: two signs that begin nothing, and a quote without its end. */
const unreadable =
  /^(?:[@`]|(?:[[{][^\n"']*(?:\n(?:\s|#[^\n]*\n)*)?)?(?:"(?:[^"\\]|\\[\s\S])*$|'(?:[^']|'')*$))/

/** Codes that say little behind another error: wrong indentation makes one for every line that follows. */
const consequences = new Set(['UNEXPECTED_TOKEN', 'BAD_INDENT'])

function problemOf({ code, message }: ParserError, place: Place): Problem {
  const own = words[code]
  if (own !== undefined) return { message: own[0], hint: own[1], place }
  const text = message.charAt(0).toLowerCase() + message.slice(1)
  return { message: text.replace(/\.$/, ''), hint: hints[code] ?? 'check the YAML syntax', place }
}

import { Lexer } from './syntax.ts'

/**
 * Go ends the name of an anchor at a colon: what has the anchor is an empty key. The `yaml` package takes the colon
 * for a part of the name. The text keeps its length.
 */
export function withEmptyKeys(text: string): string {
  if (!/&[\w-]+:\s/.test(text)) return text
  let result = ''
  let isScalar = false
  for (const token of new Lexer().lex(text)) {
    if (!marks.has(token))
      result += !isScalar && /^&[\w-]+:$/.test(token) ? `${'""'.padEnd(token.length - 1)}:` : token
    isScalar = token === scalarNext
  }
  return result
}

/** Tokens without text of their own; behind the second one stands a plain or block scalar. */
const scalarNext = '\x1f'
const marks = new Set(['\x02', scalarNext, '\x18'])

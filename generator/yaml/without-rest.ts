import { Lexer } from './syntax.ts'

/**
 * A text without what stands behind the end of a top in brackets, where go-yaml, which reads one document, does not
 * look further than to the next word. What begins with another sign is left for the parser to judge.
 */
export function withoutRest(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  const end = endOfBrackets(text)
  if (end === undefined) return text
  const rest = text.slice(end).replace(/^(?:\s+|#[^\n]*)+/, '')
  const isSkipped = /^(?:[\w.]|[[{][^"'@`%\t]*$)/.test(rest)
  return isSkipped ? `${text.slice(0, end)}\n` : text
}

function endOfBrackets(text: string): number | undefined {
  let depth = 0
  let offset = 0
  for (const token of new Lexer().lex(text)) {
    if (marks.has(token)) continue
    offset += token.length
    if (token === '[' || token === '{') depth++
    else if ((token === ']' || token === '}') && --depth === 0) return offset
  }
  return undefined
}

/** Tokens without text of their own. */
const marks = new Set(['\x02', '\x1f', '\x18'])

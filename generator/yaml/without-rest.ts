import { UserError } from '../core/finding.ts'
import { createScanner, type Scanner, type TokenType } from './commented/scanner.ts'
import { lookAhead } from './commented/token-reader.ts'
import type { Dialect } from './node.ts'

/** A text up to the end of its first document, and where Go's scanner fails on the way there or ahead of it, if it does. */
export type FirstPart = { readonly text: string; readonly failsAt?: number }

/**
 * Go reads one document, and looks no further behind its end than its scanner is ahead: to the next token, in v3 two
 * more, and always until it is known whether a key begins there.
 */
export function withoutRest(text: string, dialect: Dialect): FirstPart {
  if (!mayGoOn(text)) return { text }
  const s = createScanner(text)
  try {
    return { text: text.slice(0, endOfDocument(s, dialect === 'resource' ? 2 : 0)) }
  } catch (error) {
    if (error instanceof UserError) return { text, failsAt: s.index }
    throw error
  }
}

/** Ends of a document, or a top behind which more may stand: in brackets or quotes, or deeper than what follows. */
function mayGoOn(text: string): boolean {
  return (
    /^(?:\.\.\.|%)/m.test(text) || /^(?:[ \t]*(?:#[^\n]*)?\n|---)*(?:[ \t]|[[{"'|>&!*])/.test(text)
  )
}

const depths: Partial<Readonly<Record<TokenType, number>>> = {
  'block-list-start': 1,
  'block-map-start': 1,
  'block-end': -1,
  'flow-list-start': 1,
  'flow-map-start': 1,
  'flow-list-end': -1,
  'flow-map-end': -1,
}
const before: readonly TokenType[] = ['directive', 'document-start', 'anchor', 'tag']

/** Where what stands behind the first document begins. Throws a UserError for what Go does not read. */
function endOfDocument(s: Scanner, further: number): number {
  let depth = 0
  let isOver = false
  for (s.parsed = 1; ; s.parsed++) {
    lookAhead(s, further)
    const token = s.tokens[s.parsed]
    if (token === undefined || token.type === 'stream-end') return s.text.length
    if (isOver) return token.start.index
    depth += depths[token.type] ?? 0
    isOver = depth <= 0 && !before.includes(token.type)
  }
}

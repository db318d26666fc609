import { Lexer } from './syntax.ts'

/** The lexer's marks, which have no text of their own; behind this one stands a plain or block scalar. */
const scalarNext = '\x1f'
const marks = new Set(['\x02', scalarNext, '\x18'])
const closed = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')$/s
const blanks = /^[ \t]+$/

type Token = { readonly text: string; readonly offset: number; readonly column: number } & {
  readonly type: 'scalar' | 'blanks' | 'comment' | 'break' | 'other'
}

/**
 * Offsets of tabs that Go's scanner refuses and the `yaml` package takes: on lines that are otherwise blank or a
 * comment, behind `-` and `?`, and behind a plain text in brackets. Nothing is said of files with quoted texts over several lines.
 */
export function strayTabs(text: string): readonly number[] {
  if (!text.includes('\t')) return []
  const tokens = tokensOf(text)
  if (
    tokens.some((one) => /^["']/.test(one.text) && one.type === 'other' && !closed.test(one.text))
  )
    return []
  const found: number[] = []
  const scan: Scan = { brackets: 0, indent: -1, before: undefined, isPlain: false }
  for (const [i, token] of tokens.entries()) {
    const tab = token.type === 'blanks' ? token.text.indexOf('\t') : -1
    if (tab >= 0 && isRefused(scan, token.column + tab, tokens, i)) found.push(token.offset + tab)
    if (token.type !== 'blanks') step(scan, token)
  }
  return found
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let offset = 0
  let lineStart = 0
  let isScalar = false
  for (const part of new Lexer().lex(text)) {
    if (!marks.has(part)) {
      const type = isScalar ? 'scalar' : typeOf(part)
      tokens.push({ text: part, offset, column: offset - lineStart, type })
      offset += part.length
      const lastBreak = part.lastIndexOf('\n')
      if (lastBreak >= 0) lineStart = offset - part.length + lastBreak + 1
    }
    isScalar = part === scalarNext
  }
  return tokens
}

function typeOf(text: string): Token['type'] {
  if (text === '\n') return 'break'
  return blanks.test(text) ? 'blanks' : text.startsWith('#') ? 'comment' : 'other'
}

type Scan = {
  brackets: number
  /** Column of the first word of the last line that had one outside of brackets. */
  indent: number
  /** The last token that was not blank; undefined at the start of the file. */
  before: Token | undefined
  /** Whether the scanner is still in a plain scalar, which may go on over blank lines. */
  isPlain: boolean
}

function startsLine({ before }: Scan): boolean {
  return before === undefined || before.text.endsWith('\n')
}

function isRefused(scan: Scan, column: number, tokens: readonly Token[], at: number): boolean {
  if (scan.brackets > 0) return startsLine(scan) && scan.isPlain && column <= scan.indent
  if (!startsLine(scan)) return scan.before?.text === '-' || scan.before?.text === '?'
  let behind = at + 1
  while (tokens[behind]?.type === 'blanks') behind++
  const next = tokens[behind]
  const isBare = next === undefined || next.type === 'break' || next.type === 'comment'
  return isBare && (!scan.isPlain || column <= scan.indent)
}

const depths: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 }

function step(scan: Scan, token: Token): void {
  if (token.type === 'other') scan.brackets += depths[token.text] ?? 0
  if (token.type === 'other' || token.type === 'scalar') {
    if (startsLine(scan) && scan.brackets === 0) scan.indent = token.column
    scan.isPlain = token.type === 'scalar' && !token.text.includes('\n')
  } else if (token.type === 'comment') scan.isPlain = false
  scan.before = token
}

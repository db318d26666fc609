import { isOpenKey } from './blocks.ts'
import type { Comments } from './node.ts'
import { fetchToken } from './scan-tokens.ts'
import {
  createScanner,
  type Mark,
  type Scanner,
  type Token,
  type TokenType,
  type Version,
} from './scanner.ts'

/** The tokens of a text in turn, and the comments up to the next one that no node has taken yet. */
export type TokenReader = {
  readonly scanner: Scanner
  /** What the handles of tags stand for. */
  readonly handles: Map<string, string>
  /** Names of what has begun. */
  readonly anchors: Set<string>
  /** How many nodes the next one stands in. */
  depth: number
  unfolded: number
  readonly waiting: Comments
  /** Comments above a list or map whose first element is a list or map with comments of its own. */
  stem: string
}

/** A reader before the first token. */
export function readTokens(text: string, version: Version): TokenReader {
  const waiting = { head: '', line: '', foot: '' }
  const scanner = createScanner(text, version)
  return {
    scanner,
    handles: new Map(),
    anchors: new Set(),
    depth: 0,
    unfolded: 0,
    waiting,
    stem: '',
  }
}

/** The next token. Comments that belong to it or to what stands before it wait from now on. */
export function peekToken(r: TokenReader): Token {
  const { scanner } = r
  while (needsMore(scanner)) fetchToken(scanner)
  const token = scanner.tokens[scanner.parsed]
  if (token === undefined) throw new Error('read past the end of a text')
  unfold(r, token)
  return token
}

/** go-yaml 3 looks two tokens ahead, and both until it knows whether a key begins here. */
function needsMore(s: Scanner): boolean {
  if (s.tokens.at(-1)?.type === 'stream-end') return false
  if (s.parsed >= s.tokens.length - (s.version === 3 ? 2 : 0)) return true
  return s.simpleKeys.some((key) => key.isSought && key.number === s.parsed && isOpenKey(s, key))
}

function unfold(r: TokenReader, token: Token): void {
  const { comments } = r.scanner
  for (let comment = comments[r.unfolded]; comment; comment = comments[r.unfolded]) {
    if (token.start.index < comment.token.index) return
    if (comment.head !== '' && token.type === 'block-end') return
    r.waiting.head = joined(r.waiting.head, comment.head)
    r.waiting.foot = joined(r.waiting.foot, comment.foot)
    r.waiting.line = joined(r.waiting.line, comment.line)
    r.unfolded++
  }
}

function joined(before: string, text: string): string {
  return before !== '' && text !== '' ? `${before}\n${text}` : before + text
}

/** Consume the next token. */
export function skipToken(r: TokenReader): void {
  r.scanner.parsed++
}

/** Consume a token of one sign and give its end. */
export function skipSign(r: TokenReader): Mark {
  const { index, line, column } = peekToken(r).start
  skipToken(r)
  return { index: index + 1, line, column: column + 1 }
}

/** Consume the next token if it is of this type. */
export function skipIf(r: TokenReader, type: TokenType): boolean {
  if (peekToken(r).type !== type) return false
  skipToken(r)
  return true
}

/** The comments that wait, for the node at hand. */
export function takeComments(r: TokenReader): Comments {
  const { waiting } = r
  const { head, line, foot } = waiting
  waiting.head = ''
  waiting.line = ''
  waiting.foot = ''
  r.stem = ''
  return { head, line, foot }
}

import {
  add,
  closeBlocks,
  expectIndicator,
  forgetKey,
  isOpenKey,
  noteKey,
  openBlock,
} from './blocks.ts'
import { scanComments, scanLineComment } from './scan-comments.ts'
import { isMarker, scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts'
import { fetchDirective, fetchTag } from './scan-tag.ts'
import {
  isBlank,
  isBlankOrEnd,
  isBreak,
  lineEnd,
  type Mark,
  markOf,
  peek,
  type Scanner,
  type Token,
  type TokenType,
  take,
  takeBreak,
  takeTo,
  unreadable,
} from './scanner.ts'

/** Append the next token, and the ends of the blocks before it; comments are noted on the way. */
export function fetchToken(s: Scanner): void {
  const scan = markOf(s)
  skipToToken(s, scan)
  closeBlocks(s, s.column, scan)
  const ch = peek(s)
  if (ch === '%' && s.column === 0) fetchDirective(s)
  else if (ch === '') fetchEnd(s)
  else if (isMarker(s, '---')) fetchMarker(s, 'document-start')
  else if (isMarker(s, '...')) fetchMarker(s, 'document-end')
  else fetchWithComment(s, ch)
}

function fetchWithComment(s: Scanner, ch: string): void {
  const here = markOf(s)
  const isSeparator = s.flowLevel === 0 ? ch === ':' : ch === ','
  const last = s.tokens.at(-1)
  fetch(s, ch)
  if (s.version === 3 && s.tokens.at(-1)?.type !== 'entry')
    scanLineComment(s, isSeparator && last !== undefined ? last.start : here)
}

function skipToToken(s: Scanner, scan: Mark): void {
  for (;;) {
    // A quirk: go-yaml looks at the first character of the text.
    if (s.column === 0 && s.text.startsWith('\ufeff')) take(s)
    while (peek(s) === ' ' || (peek(s) === '\t' && (s.flowLevel > 0 || !s.isSimpleKeyAllowed)))
      take(s)
    raiseLineComment(s)
    if (peek(s) === '#') skipComments(s, scan)
    if (!isBreak(peek(s))) return
    takeBreak(s)
    if (s.flowLevel === 0) s.isSimpleKeyAllowed = true
  }
}

function skipComments(s: Scanner, scan: Mark): void {
  if (s.version === 3) scanComments(s, scan)
  else takeTo(s, lineEnd(s))
}

/** The comment behind the first dash of a list, before content on the next line, stands above that content. */
function raiseLineComment(s: Scanner): void {
  const comment = s.comments.at(-1)
  if (comment === undefined || comment.line === '' || isBreak(peek(s))) return
  if (s.tokens.at(-1)?.type !== 'entry' || s.tokens.at(-2)?.type !== 'block-list-start') return
  comment.head = comment.line
  comment.line = ''
  if (comment.start.line === s.line - 1) comment.token = markOf(s)
}

function fetchEnd(s: Scanner): void {
  if (s.column !== 0) {
    s.column = 0
    s.line++
  }
  closeBlocks(s, -1, markOf(s))
  forgetKey(s)
  s.isSimpleKeyAllowed = false
  add(s, 'stream-end', markOf(s))
}

function fetchMarker(s: Scanner, type: TokenType): void {
  closeBlocks(s, -1, markOf(s))
  forgetKey(s)
  s.isSimpleKeyAllowed = false
  const start = markOf(s)
  for (let i = 0; i < 3; i++) take(s)
  add(s, type, start)
}

type Fetch = (s: Scanner, ch: string) => void

const brackets: Readonly<Record<string, Fetch>> = {
  '[': openFlow,
  '{': openFlow,
  ']': closeFlow,
  '}': closeFlow,
  ',': (s) => simple(s, 'flow-entry', true),
  '*': fetchAnchor,
  '&': fetchAnchor,
  '!': fetchTag,
}
const indicators: Readonly<Record<string, Fetch>> = { '?': fetchKey, ':': fetchValue }

function fetch(s: Scanner, ch: string): void {
  const isFree = isBlankOrEnd(peek(s, 1))
  const special = brackets[ch] ?? (s.flowLevel > 0 || isFree ? indicators[ch] : undefined)
  if (special !== undefined) special(s, ch)
  else if (ch === '-' && isFree) fetchEntry(s)
  else if ((ch === '|' || ch === '>') && s.flowLevel === 0) fetchBlock(s, ch)
  else fetchScalar(s, ch)
}

function simple(s: Scanner, type: TokenType, isKeyAllowed: boolean): void {
  forgetKey(s)
  s.isSimpleKeyAllowed = isKeyAllowed
  const start = markOf(s)
  take(s)
  add(s, type, start)
}

function openFlow(s: Scanner, ch: string): void {
  noteKey(s)
  s.simpleKeys.push({
    possible: false,
    isRequired: false,
    number: s.tokens.length,
    mark: markOf(s),
    isSought: false,
  })
  s.flowLevel++
  simple(s, ch === '[' ? 'flow-list-start' : 'flow-map-start', true)
}

function closeFlow(s: Scanner, ch: string): void {
  forgetKey(s)
  if (s.flowLevel > 0) {
    s.flowLevel--
    const inner = s.simpleKeys.pop()
    const outer = s.simpleKeys.at(-1)
    if (outer !== undefined && outer.number === inner?.number) outer.isSought = false
  }
  s.isSimpleKeyAllowed = false
  const start = markOf(s)
  take(s)
  add(s, ch === ']' ? 'flow-list-end' : 'flow-map-end', start)
}

function fetchEntry(s: Scanner): void {
  expectIndicator(s)
  openBlock(s, 'block-list-start', markOf(s))
  simple(s, 'entry', true)
}

function fetchKey(s: Scanner): void {
  expectIndicator(s)
  openBlock(s, 'block-map-start', markOf(s))
  simple(s, 'key', s.flowLevel === 0)
}

function fetchValue(s: Scanner): void {
  const key = s.simpleKeys.at(-1)
  const isSimple = key !== undefined && isOpenKey(s, key)
  if (isSimple) {
    const token: Token = { type: 'key', start: key.mark, value: '', style: 'plain' }
    // A quirk: what has been read before the colon was seen is no key any more, and its tokens come late.
    const at = key.number < s.parsed ? undefined : key.number
    s.tokens.splice(at ?? s.tokens.length, 0, token)
    openBlock(s, 'block-map-start', key.mark, at)
    key.possible = false
  } else {
    expectIndicator(s)
    openBlock(s, 'block-map-start', markOf(s))
  }
  s.isSimpleKeyAllowed = !isSimple && s.flowLevel === 0
  const start = markOf(s)
  take(s)
  add(s, 'value', start)
}

function fetchAnchor(s: Scanner, ch: string): void {
  noteKey(s)
  s.isSimpleKeyAllowed = false
  const start = markOf(s)
  take(s)
  let name = ''
  while (/[-\w]/.test(peek(s))) name += take(s)
  if (name === '' || !(isBlankOrEnd(peek(s)) || /[?:,\]}%@`]/.test(peek(s))))
    throw unreadable(s.line)
  add(s, ch === '*' ? 'alias' : 'anchor', start, name)
}

function fetchBlock(s: Scanner, ch: string): void {
  forgetKey(s)
  s.isSimpleKeyAllowed = true
  const start = markOf(s)
  const text = scanBlock(s, (token) => {
    if (s.version === 3) scanLineComment(s, token)
    takeTo(s, lineEnd(s))
  })
  const end = s.index - s.column
  const style = ch === '|' ? 'literal' : 'folded'
  s.tokens.push({ type: 'scalar', start, value: text, style, end })
}

function fetchScalar(s: Scanner, ch: string): void {
  noteKey(s)
  s.isSimpleKeyAllowed = false
  const start = markOf(s)
  const isQuoted = ch === "'" || ch === '"'
  if (!isQuoted && !startsPlain(s, ch)) throw unreadable(s.line)
  if (isQuoted) add(s, 'scalar', start, scanQuoted(s), ch === "'" ? 'single' : 'double')
  else add(s, 'scalar', start, scanPlain(s))
}

function startsPlain(s: Scanner, ch: string): boolean {
  if (ch === '-') return !isBlank(peek(s, 1))
  if (ch === '?' || ch === ':') return s.flowLevel === 0
  return !isBlankOrEnd(ch) && !/[#|>%@`]/.test(ch)
}

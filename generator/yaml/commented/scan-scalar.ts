import {
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  type Mark,
  markOf,
  peek,
  type Scanner,
  take,
  takeBreak,
  unreadable,
} from './scanner.ts'

/** A marker of documents at the start of a line. */
export function isMarker(s: Scanner, marker: string): boolean {
  return s.column === 0 && s.text.startsWith(marker, s.index) && isBlankOrEnd(peek(s, 3))
}

/** A plain scalar over all of its lines. */
export function scanPlain(s: Scanner): string {
  const indent = s.indent + 1
  let text = ''
  let between = ''
  let isBroken = false
  while (!isMarker(s, '---') && !isMarker(s, '...') && peek(s) !== '#') {
    if (!endsPlain(s)) {
      text += between
      between = ''
      isBroken = false
    }
    while (!endsPlain(s)) text += take(s)
    if (!isBlank(peek(s)) && !isBreak(peek(s))) break
    const space = takeSpace(s, false, indent)
    between = space.text
    isBroken = space.isBroken
    if (s.flowLevel === 0 && s.column < indent) break
  }
  if (isBroken) s.isSimpleKeyAllowed = true
  return text
}

function endsPlain(s: Scanner): boolean {
  const ch = peek(s)
  if (isBlankOrEnd(ch)) return true
  return (ch === ':' && isBlankOrEnd(peek(s, 1))) || (s.flowLevel > 0 && /[,?[\]{}]/.test(ch))
}

/** Blanks and line breaks, and what they mean within a scalar: one break is a space, more are one less. No tab may stand before `indent`. */
function takeSpace(s: Scanner, isEscaped = false, indent = 0): { text: string; isBroken: boolean } {
  let blanks = ''
  let first = ''
  let further = ''
  let isBroken = isEscaped
  while (isBlank(peek(s)) || isBreak(peek(s))) {
    if (isBlank(peek(s))) {
      blanks += takeBlank(s, isBroken ? indent : 0)
    } else if (isBroken) further += takeBreak(s)
    else {
      first = takeBreak(s)
      isBroken = true
    }
  }
  if (!isBroken) return { text: blanks, isBroken }
  if (first === '\n') return { text: further === '' ? ' ' : further, isBroken }
  return { text: first + further, isBroken }
}

function takeBlank(s: Scanner, indent: number): string {
  if (s.column < indent && peek(s) === '\t') throw unreadable(s.line)
  return take(s)
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const digitsOf: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** A scalar in quotes. The text must be well-formed. */
export function scanQuoted(s: Scanner): string {
  const quote = take(s)
  let text = ''
  while (peek(s) !== '' && (peek(s) !== quote || isDoubled(s, quote))) text += takePart(s, quote)
  if (take(s) === '') throw unreadable(s.line)
  return text
}

function isDoubled(s: Scanner, quote: string): boolean {
  return quote === "'" && peek(s, 1) === quote
}

function takePart(s: Scanner, quote: string): string {
  const ch = peek(s)
  if (isBlank(ch) || isBreak(ch)) return takeSpace(s).text
  if (quote === '"' && ch === '\\') return takeEscape(s)
  if (ch === quote) take(s)
  return take(s)
}

function takeEscape(s: Scanner): string {
  take(s)
  if (isBreak(peek(s))) {
    takeBreak(s)
    return takeSpace(s, true).text
  }
  const ch = take(s)
  const digits = digitsOf[ch]
  if (digits === undefined) return escapes[ch] ?? ch
  let code = ''
  while (code.length < digits) code += take(s)
  return String.fromCodePoint(Number.parseInt(code, 16))
}

/** A literal or folded scalar; `comment` is called where the header may have one. */
export function scanBlock(s: Scanner, comment: (token: Mark) => void): string {
  const start = markOf(s)
  const isLiteral = take(s) === '|'
  let chomping = ''
  let increment = 0
  while (/[-+0-9]/.test(peek(s))) {
    const ch = take(s)
    if (ch === '-' || ch === '+') chomping = ch
    else increment = Number(ch)
  }
  while (isBlank(peek(s))) take(s)
  if (peek(s) === '#') comment(start)
  takeBreak(s)
  const given = increment === 0 ? 0 : Math.max(s.indent, 0) + increment
  const { text, last, trailing } = blockLines(s, given, isLiteral)
  return text + (chomping === '-' ? '' : last) + (chomping === '+' ? trailing : '')
}

type Lines = { readonly text: string; readonly last: string; readonly trailing: string }

function blockLines(s: Scanner, given: number, isLiteral: boolean): Lines {
  let { breaks, indent } = blockBreaks(s, given)
  let text = ''
  let last = ''
  let wasBlank = false
  while (s.column === indent && peek(s) !== '') {
    const startsBlank = isBlank(peek(s))
    const folds = !isLiteral && !wasBlank && !startsBlank && last === '\n'
    text += (folds ? (breaks === '' ? ' ' : '') : last) + breaks
    wasBlank = startsBlank
    while (!isBreakOrEnd(peek(s))) text += take(s)
    last = takeBreak(s)
    breaks = blockBreaks(s, indent).breaks
  }
  return { text, last, trailing: breaks }
}

/** Indentation and empty lines before a line of a block; an unknown indentation is that of the deepest line. */
function blockBreaks(s: Scanner, given: number): { breaks: string; indent: number } {
  let breaks = ''
  let deepest = 0
  for (;;) {
    while ((given === 0 || s.column < given) && peek(s) === ' ') take(s)
    deepest = Math.max(deepest, s.column)
    if (!isBreak(peek(s))) break
    breaks += takeBreak(s)
  }
  return { breaks, indent: given || Math.max(deepest, s.indent + 1, 1) }
}

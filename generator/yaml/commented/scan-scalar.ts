import {
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  lineEnd,
  type Mark,
  markOf,
  peek,
  type Scanner,
  take,
  takeBreak,
  takeTo,
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
    while (!endsPlain(s)) text += takeRun(s, words)
    if (!isBlank(peek(s)) && !isBreak(peek(s))) break
    const space = takeSpace(s, false, indent)
    between = space.text
    isBroken = space.isBroken
    if (s.flowLevel === 0 && s.column < indent) break
  }
  if (isBroken) s.isSimpleKeyAllowed = true
  return text
}

/** Characters that end no plain scalar. */
const words = /[\w./-]+/y

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
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const digitsOf: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** A scalar in quotes. */
export function scanQuoted(s: Scanner): string {
  const quote = take(s)
  let text = ''
  while (peek(s) !== quote || isDoubled(s, quote)) {
    if (peek(s) === '' || isMarker(s, '---') || isMarker(s, '...')) throw unreadable(s.line)
    text += takePart(s, quote)
  }
  take(s)
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
  return takeRun(s, quote === '"' ? inDouble : inSingle)
}

/** As many characters as are known to mean themselves, at least one. */
function takeRun(s: Scanner, known: RegExp): string {
  const end = endOf(s, known)
  return end > s.index ? takeTo(s, end) : take(s)
}

/** Characters that mean themselves in quotes. */
const inDouble = /[^\s\x85"\\]+/y
const inSingle = /[^\s\x85']+/y

function endOf({ text, index }: Scanner, run: RegExp): number {
  run.lastIndex = index
  return run.test(text) ? run.lastIndex : index
}

function takeEscape(s: Scanner): string {
  take(s)
  if (isBreak(peek(s))) {
    takeBreak(s)
    return takeSpace(s, true).text
  }
  const ch = take(s)
  const meant = escapes[ch]
  if (meant !== undefined) return meant
  const digits = digitsOf[ch] ?? Number.POSITIVE_INFINITY
  const code = /^[0-9a-fA-F]+/.exec(s.text.slice(s.index, s.index + digits))?.[0] ?? ''
  const value = Number.parseInt(code, 16)
  const isCharacter = value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff)
  if (code.length !== digits || !isCharacter) throw unreadable(s.line)
  takeTo(s, s.index + digits)
  return String.fromCodePoint(value)
}

/** A literal or folded scalar; `comment` is called where the header may have one. */
export function scanBlock(s: Scanner, comment: (token: Mark) => void): string {
  const start = markOf(s)
  const isLiteral = take(s) === '|'
  const header = takeTo(s, endOf(s, /(?:[-+][1-9]?|[1-9][-+]?)?[ \t]*/y))
  const chomping = /[-+]/.exec(header)?.[0]
  const increment = Number(/[1-9]/.exec(header)?.[0] ?? 0)
  if (peek(s) === '#') comment(start)
  if (!isBreakOrEnd(peek(s))) throw unreadable(s.line)
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
    text += takeTo(s, lineEnd(s))
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
    if (peek(s) === '\t' && (given === 0 || s.column < given)) throw unreadable(s.line)
    if (!isBreak(peek(s))) break
    breaks += takeBreak(s)
  }
  return { breaks, indent: given || Math.max(deepest, s.indent + 1, 1) }
}

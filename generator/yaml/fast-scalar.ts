import {
  COLON,
  type Cursor,
  HASH,
  isBlank,
  LF,
  lineEnd,
  nextContent,
  QUOTE,
  SPACE,
  TAB,
  unusual,
} from './cursor.ts'
import { settled } from './fast-plain.ts'
import { foldBreaks, unescapeDouble } from './fast-quoted.ts'
import { type Node, scalar } from './node.ts'
import { resolvePlain } from './resolve.ts'

/** Longer keys are an error in Go and in the full reader, with different limits. */
const longestKey = 1000

/** From the first character of a plain scalar to its end on this line, without trailing spaces; the cursor stops at what ended it. */
export function plainEnd(c: Cursor): number {
  const { text } = c
  let pos = c.pos
  for (;;) {
    const ch = text.charCodeAt(pos)
    if (ch <= COLON ? endsPlain(text, pos, ch) : Number.isNaN(ch)) break
    pos++
  }
  c.pos = pos
  while (text.charCodeAt(pos - 1) === SPACE) pos--
  return pos
}

function endsPlain(text: string, pos: number, ch: number): boolean {
  if (ch === LF) return true
  if (ch === HASH) return text.charCodeAt(pos - 1) === SPACE
  if (ch !== COLON && ch !== TAB) return false
  const next = text.charCodeAt(pos + 1)
  if (ch === TAB || next === TAB) throw unusual
  return isBlank(next)
}

/** The rest of a plain scalar: continuation lines, folded, up to the next content that is not deeper than `parent`. */
export function plainScalar(c: Cursor, start: number, end: number, parent: number): Node {
  const { text } = c
  let value = text.slice(start, end)
  let stop = c.pos
  for (;;) {
    c.pos = Math.min(lineEnd(text, stop) + 1, text.length)
    nextContent(c)
    if (c.column <= parent) return plainValue(value, c)
    const gap = text.slice(stop, c.lineStart)
    if (gap.includes('#') || text.charCodeAt(c.pos) === HASH) throw unusual
    const from = c.pos
    const to = plainEnd(c)
    if (text.charCodeAt(c.pos) === COLON) throw unusual
    const breaks = gap.split('\n').length - 1
    value += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + text.slice(from, to)
    stop = c.pos
  }
}

/** What a plain scalar stands for. */
export function plainValue(text: string, c: Cursor): Node {
  const node = resolvePlain(text, c.dialect)
  if (node === undefined) throw unusual
  return settled(node, c)
}

/** The value of a key with nothing behind it: null, but in a resource with its text (annotations print it). */
export function emptyValue(c: Cursor): Node {
  return plainValue('', c)
}

/** A plain key: any string but a merge key; the full reader knows what other types mean. */
export function keyOf(c: Cursor, start: number, end: number): string {
  const text = c.text.slice(start, end)
  if (text.length > longestKey || text === '<<') throw unusual
  if (resolvePlain(text, c.dialect) !== text) throw unusual
  return text
}

/** A quoted scalar, over several lines if need be; the cursor ends behind the closing quote. */
export function quoted(c: Cursor): string {
  const { text } = c
  const start = c.pos + 1
  const raw = text.slice(start, text.charCodeAt(c.pos) === QUOTE ? doubleEnd(c) : singleEnd(c))
  const isDouble = text.charCodeAt(start - 1) === QUOTE
  const isFolded = raw.includes('\n')
  if (isFolded && /\n(?:---|\.\.\.)/.test(raw)) throw unusual
  if (isDouble) return raw.includes('\\') || isFolded ? unescapeDouble(raw) : raw
  const value = raw.includes("'") ? raw.replaceAll("''", "'") : raw
  return isFolded ? foldBreaks(value) : value
}

/** Moves behind the closing double quote and returns its index. */
function doubleEnd(c: Cursor): number {
  const { text } = c
  let end = text.indexOf('"', c.pos + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  if (end === -1) throw unusual
  c.pos = end + 1
  return end
}

function isEscaped(text: string, pos: number): boolean {
  let slashes = 0
  while (text.charCodeAt(pos - 1 - slashes) === 92) slashes++
  return slashes % 2 === 1
}

/** Moves behind the closing apostrophe (two are one in the text) and returns its index. */
function singleEnd(c: Cursor): number {
  const { text } = c
  let end = text.indexOf("'", c.pos + 1)
  while (end !== -1 && text.charCodeAt(end + 1) === 39) end = text.indexOf("'", end + 2)
  if (end === -1) throw unusual
  c.pos = end + 1
  return end
}

/** A quoted text as a node: in a resource the quotes count, `start` says which they were. */
export function stringOf(c: Cursor, text: string, start: number): Node {
  if (c.dialect === 'config') return text
  return scalar(text, c.text.charCodeAt(start) === QUOTE ? 'double' : 'single')
}

/** Whether a key, quoted or between brackets, merges, is too long or goes over several lines; the cursor is behind it. */
export function isOddKey(c: Cursor, text: string, start: number): boolean {
  return text === '<<' || c.pos - start > longestKey || c.text.slice(start, c.pos).includes('\n')
}

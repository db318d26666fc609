import type { Dialect } from './node.ts'

/** Where the strict reader stands. `column` is that of the next content, -1 at the end of a document. */
export type Cursor = {
  readonly text: string
  readonly dialect: Dialect
  readonly lastKeyWins: boolean
  /** Whether values become plain JSON at once, as `toJson` makes it of nodes. */
  readonly plain: boolean
  pos: number
  lineStart: number
  column: number
  depth: number
}

/** Characters by code, as `charCodeAt` gives them. */
export const TAB = 9
export const LF = 10
export const SPACE = 32
export const QUOTE = 34
export const HASH = 35
export const APOSTROPHE = 39
export const COMMA = 44
export const DASH = 45
export const COLON = 58
export const LIST = 91
export const LIST_END = 93
export const MAP = 123
export const MAP_END = 125

/** Characters of ASCII as a table in which they are 1. */
export function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}

/** Thrown where the strict reader meets what it does not know for certain; `readFast` alone catches it. */
export const unusual = new Error('left to the full reader')

/** Whether a character ends a word: space, line end, end of text (NaN). Tabs are left to the full reader. */
export function isBlank(ch: number): boolean {
  return ch === SPACE || ch === LF || Number.isNaN(ch)
}

/** From the start of a line to the next content, over blank lines and comments. */
export function nextContent(c: Cursor): void {
  const { text } = c
  let pos = c.pos
  for (;;) {
    c.lineStart = pos
    while (text.charCodeAt(pos) === SPACE) pos++
    const ch = text.charCodeAt(pos)
    if (ch !== LF && ch !== HASH) break
    pos = ch === LF ? pos + 1 : lineEnd(text, pos) + 1
  }
  c.pos = pos
  c.column = pos >= text.length ? -1 : pos - c.lineStart
  if (text.charCodeAt(pos) === TAB) throw unusual
  if (c.column === 0 && isMarker(text, pos)) c.column = -1
}

/** Over what may follow a value on its line (spaces, a comment), and on to the next content. */
export function endOfValue(c: Cursor): void {
  skipLineRest(c)
  nextContent(c)
}

/** From behind a value to the start of the next line; anything but spaces and a comment is unusual. Whether a comment is there. */
export function skipLineRest(c: Cursor): boolean {
  const { text } = c
  let pos = c.pos
  while (text.charCodeAt(pos) === SPACE) pos++
  const ch = text.charCodeAt(pos)
  const isComment = ch === HASH && pos > c.pos
  if (isComment) pos = lineEnd(text, pos)
  else if (ch !== LF && pos < text.length) throw unusual
  c.pos = Math.min(pos + 1, text.length)
  return isComment
}

/** The index of the line break that ends this line, or the length of the text. */
export function lineEnd(text: string, pos: number): number {
  const end = text.indexOf('\n', pos)
  return end === -1 ? text.length : end
}

/** Whether a line starts like `---` or `...`; what exactly follows is the caller's question. */
export function isMarker(text: string, pos: number): boolean {
  return text.startsWith('---', pos) || text.startsWith('...', pos)
}

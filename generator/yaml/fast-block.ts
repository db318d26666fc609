import { putComment, putLine } from './brackets.ts'
import {
  APOSTROPHE,
  COLON,
  type Cursor,
  DASH,
  endOfValue,
  HASH,
  isBlank,
  LF,
  LIST,
  MAP,
  nextContent,
  QUOTE,
  SPACE,
  skipLineRest,
  tableOf,
  unusual,
} from './cursor.ts'
import { blockScalar } from './fast-block-scalar.ts'
import { flowCollection } from './fast-flow.ts'
import { type Line, takesLine } from './fast-line.ts'
import { asNode, setMember } from './fast-plain.ts'
import {
  emptyValue,
  isOddKey,
  keyOf,
  plainEnd,
  plainScalar,
  quoted,
  stringOf,
} from './fast-scalar.ts'
import type { Node } from './node.ts'

const BAR = 124
const GREATER = 62
/** Characters that start something else than a plain scalar, or nothing at all. `-`, `?`, `:` depend on the next. */
const indicators = tableOf('&*!%@`,]}#?')
const deepest = 1000

/** The node whose first character is at the cursor; continuation lines are indented deeper than `parent`. */
export function blockNode(c: Cursor, parent: number): Node {
  if (++c.depth > deepest) throw unusual
  const node = nodeAt(c, parent)
  c.depth--
  return node
}

function nodeAt(c: Cursor, parent: number): Node {
  const ch = c.text.charCodeAt(c.pos)
  if (c.plain && isLetter(ch)) {
    const { column } = c
    if (takesLine(c, LINE)) return plainMapping(c, column, LINE.key, LINE)
  }
  if (ch === DASH && isBlank(c.text.charCodeAt(c.pos + 1))) return sequence(c)
  if (ch === QUOTE || ch === APOSTROPHE) return quotedOrMapping(c)
  if (ch === LIST || ch === MAP || ch === BAR || ch === GREATER) return inlineValue(c, parent)
  if (indicators[ch] === 1 || (ch === COLON && isBlank(c.text.charCodeAt(c.pos + 1)))) throw unusual
  const start = c.pos
  const end = plainEnd(c)
  if (c.text.charCodeAt(c.pos) === COLON) return mapping(c, keyOf(c, start, end))
  return plainScalar(c, start, end, parent)
}

const isLetter = (ch: number): boolean => (ch >= 97 && ch <= 122) || (ch >= 65 && ch <= 90)

function quotedOrMapping(c: Cursor): Node {
  const start = c.pos
  const text = quoted(c)
  if (c.text.charCodeAt(c.pos) === COLON) {
    if (isOddKey(c, text, start)) throw unusual
    return mapping(c, text)
  }
  const node = stringOf(c, text, start)
  endOfValue(c)
  return node
}

/** A block mapping; the cursor is at the colon behind its first key. */
function mapping(c: Cursor, firstKey: string): Node {
  const { column } = c
  if (c.plain) return plainMapping(c, column, firstKey)
  const map = new Map<string, Node>()
  let key = firstKey
  for (;;) {
    if (!isBlank(c.text.charCodeAt(++c.pos))) throw unusual
    const value = memberOf(c, column)
    if (!c.lastKeyWins && map.has(key)) throw unusual
    map.set(key, value)
    if (c.column !== column) break
    key = nextKey(c)
  }
  if (c.column > column) throw unusual
  return map
}

/** The same as a plain object; the first line may have been taken, then the cursor is behind it. */
function plainMapping(c: Cursor, column: number, first: string, line?: Line): Node {
  const map: Record<string, Node> = {}
  if (line === undefined) setMember(map, first, afterColon(c, column))
  else setMember(map, first, line.value === undefined ? blockNode(c, column) : line.value)
  while (c.column === column) {
    if (takesLine(c, LINE)) {
      const { key, value } = LINE
      setMember(map, key, value === undefined ? blockNode(c, column) : value)
    } else {
      const key = nextKey(c)
      setMember(map, key, afterColon(c, column))
    }
  }
  if (c.column > column) throw unusual
  return asNode(map)
}

/** Used again and again: it is read before the next one is. */
const LINE: Line = { key: '', value: undefined }

function afterColon(c: Cursor, column: number): Node {
  if (!isBlank(c.text.charCodeAt(++c.pos))) throw unusual
  return memberOf(c, column)
}

function nextKey(c: Cursor): string {
  const start = c.pos
  const ch = c.text.charCodeAt(start)
  if (ch === QUOTE || ch === APOSTROPHE) {
    const text = quoted(c)
    if (c.text.charCodeAt(c.pos) !== COLON || isOddKey(c, text, start)) throw unusual
    return text
  }
  if (indicators[ch] === 1 || ch === LIST || ch === MAP || ch === BAR || ch === GREATER)
    throw unusual
  const next = c.text.charCodeAt(start + 1)
  if ((ch === DASH || ch === COLON) && isBlank(next)) throw unusual
  const end = plainEnd(c)
  if (c.text.charCodeAt(c.pos) !== COLON) throw unusual
  return keyOf(c, start, end)
}

/** What follows `key:`, on the same line or below. */
function memberOf(c: Cursor, column: number): Node {
  if (startsOnLine(c)) return inlineValue(c, column)
  const isCommented = skipLineRest(c)
  nextContent(c)
  const node = startsBelow(c, column) ? blockNode(c, column) : emptyValue(c)
  return isCommented && c.dialect === 'resource' ? putComment(node) : node
}

/** Whether the next content is the value of a key in that column. */
function startsBelow(c: Cursor, column: number): boolean {
  if (c.column > column) return true
  const isDash = c.column === column && c.text.charCodeAt(c.pos) === DASH
  return isDash && isBlank(c.text.charCodeAt(c.pos + 1))
}

/** Skips spaces; whether there is content before the end of the line. */
function startsOnLine(c: Cursor): boolean {
  let pos = c.pos
  while (c.text.charCodeAt(pos) === SPACE) pos++
  const ch = c.text.charCodeAt(pos)
  if (ch === LF || pos >= c.text.length || (ch === HASH && pos > c.pos)) return false
  c.pos = pos
  return true
}

/** A value on the line of its key, or a block scalar or flow collection anywhere: never a block collection. */
function inlineValue(c: Cursor, parent: number): Node {
  const start = c.pos
  const ch = c.text.charCodeAt(start)
  if (ch === QUOTE || ch === APOSTROPHE) {
    const node = stringOf(c, quoted(c), start)
    endOfValue(c)
    return node
  }
  if (ch === BAR || ch === GREATER) return blockScalar(c, parent)
  if (ch === LIST || ch === MAP) {
    const node = flowCollection(c)
    const isCommented = skipLineRest(c)
    nextContent(c)
    return isCommented && c.dialect === 'resource' ? putLine(node as Node[]) : node
  }
  const blankNext = isBlank(c.text.charCodeAt(start + 1))
  if (indicators[ch] === 1 || ((ch === DASH || ch === COLON) && blankNext)) throw unusual
  const end = plainEnd(c)
  if (c.text.charCodeAt(c.pos) === COLON) throw unusual
  return plainScalar(c, start, end, parent)
}

/** A block sequence; the cursor is at its first dash. */
function sequence(c: Cursor): Node {
  const { column } = c
  const list: Node[] = []
  for (;;) {
    c.pos++
    list.push(item(c, column))
    if (c.column !== column || c.text.charCodeAt(c.pos) !== DASH) break
    if (!isBlank(c.text.charCodeAt(c.pos + 1))) break
  }
  if (c.column > column) throw unusual
  return list
}

function item(c: Cursor, column: number): Node {
  if (startsOnLine(c)) {
    c.column = c.pos - c.lineStart
    return blockNode(c, column)
  }
  skipLineRest(c)
  nextContent(c)
  return c.column > column ? blockNode(c, column) : emptyValue(c)
}

import { putBrackets, putLine } from './brackets.ts'
import {
  APOSTROPHE,
  COLON,
  COMMA,
  type Cursor,
  DASH,
  HASH,
  isBlank,
  isMarker,
  LF,
  LIST,
  LIST_END,
  lineEnd,
  MAP,
  MAP_END,
  QUOTE,
  SPACE,
  TAB,
  tableOf,
  unusual,
} from './cursor.ts'
import { asNode, setMember, settled } from './fast-plain.ts'
import { isOddKey, keyOf, quoted, stringOf } from './fast-scalar.ts'
import type { Node } from './node.ts'
import { resolvePlain } from './resolve.ts'

const MARK = 63
const LETTERS = 97
const LETTERS_END = 123
const deepest = 1000
/** Characters that cannot start a plain scalar here, or whose meaning differs between readers. */
const indicators = tableOf('&*!%@`|>?:#,')

/** A `[…]` or `{…}` with the cursor at its bracket. Bare keys, empty values and `a: b` in a list are left to the full reader. */
export function flowCollection(c: Cursor): Node {
  if (++c.depth > deepest) throw unusual
  const isList = c.text.charCodeAt(c.pos++) === LIST
  const node = (isList ? flowList(c) : flowMap(c)) as Node[] | Map<string, Node>
  c.depth--
  return c.dialect === 'resource' ? putBrackets(node) : node
}

function flowList(c: Cursor): Node {
  const list: Node[] = []
  while (nextToken(c) !== LIST_END) {
    list.push(flowNode(c))
    if (!isSeparated(c, LIST_END)) break
  }
  c.pos++
  return list
}

function flowMap(c: Cursor): Node {
  if (c.plain) return plainFlowMap(c)
  const map = new Map<string, Node>()
  while (nextToken(c) !== MAP_END) {
    const key = flowKey(c)
    nextToken(c)
    const value = flowNode(c)
    if (!c.lastKeyWins && map.has(key)) throw unusual
    map.set(key, value)
    if (!isSeparated(c, MAP_END)) break
  }
  c.pos++
  return map
}

/** The same as a plain object. */
function plainFlowMap(c: Cursor): Node {
  const map: Record<string, Node> = {}
  while (nextToken(c) !== MAP_END) {
    const key = flowKey(c)
    nextToken(c)
    setMember(map, key, flowNode(c))
    if (!isSeparated(c, MAP_END)) break
  }
  c.pos++
  return asNode(map)
}

/** Over a comma: true. At the closing bracket: false. */
function isSeparated(c: Cursor, end: number): boolean {
  const ch = nextToken(c)
  if (ch === end) return false
  if (ch !== COMMA) throw unusual
  c.pos++
  return true
}

/** A key and its colon, all on one line. */
function flowKey(c: Cursor): string {
  const start = c.pos
  const ch = c.text.charCodeAt(start)
  const isQuoted = ch === QUOTE || ch === APOSTROPHE
  const key = isQuoted ? quoted(c) : keyOf(c, start, flowPlainEnd(c, true))
  if (isOddKey(c, key, start)) throw unusual
  if (c.text.charCodeAt(c.pos) !== COLON) throw unusual
  c.pos++
  if (!isQuoted && !isBlank(c.text.charCodeAt(c.pos))) throw unusual
  return key
}

function flowNode(c: Cursor): Node {
  const start = c.pos
  const ch = c.text.charCodeAt(start)
  if (ch === LIST || ch === MAP) return nested(c)
  if (ch === QUOTE || ch === APOSTROPHE) return stringOf(c, quoted(c), start)
  const text = c.text.slice(start, flowPlainEnd(c))
  const node = resolvePlain(text, c.dialect)
  if (node === undefined || text === '') throw unusual
  return settled(node, c)
}

const lineComment = / *,? +#/y

function nested(c: Cursor): Node {
  const node = flowCollection(c)
  if (c.dialect === 'config') return node
  lineComment.lastIndex = c.pos
  return lineComment.test(c.text) ? putLine(node as Node[]) : node
}

/** The end of a plain scalar in a flow collection, which must be on this line. A colon right before a bracket or comma ends keys only. */
function flowPlainEnd(c: Cursor, isKey = false): number {
  const { text } = c
  let pos = c.pos
  const first = text.charCodeAt(pos)
  if (indicators[first] === 1) throw unusual
  if (first === DASH && !isDashWord(text.charCodeAt(pos + 1))) throw unusual
  while (!endsFlowPlain(text, pos, isKey)) pos++
  c.pos = pos
  if (text.charCodeAt(pos) === LF && isTabNext(text, pos)) throw unusual
  while (text.charCodeAt(pos - 1) === SPACE) pos--
  return pos
}

/** A plain text may go on in the next line, where a tab may stand too far left. */
function isTabNext(text: string, from: number): boolean {
  let pos = from
  while (text.charCodeAt(pos) === LF || text.charCodeAt(pos) === SPACE) pos++
  return text.charCodeAt(pos) === TAB
}

/** A dash alone is a word there (`[cat, -]`), which the package does not read. */
function isDashWord(next: number): boolean {
  return next === COMMA || next === LIST_END || next === MAP_END || !endsFlowWord(next)
}

function endsFlowPlain(text: string, pos: number, isKey: boolean): boolean {
  const ch = text.charCodeAt(pos)
  if (ch >= LETTERS && ch < LETTERS_END) return false
  if (ch === COMMA || ch === LIST_END || ch === MAP_END || ch === LF) return true
  if (ch === COLON) {
    const next = text.charCodeAt(pos + 1)
    return isKey ? endsFlowWord(next) : isBlank(next)
  }
  if (ch === HASH) return text.charCodeAt(pos - 1) === SPACE
  if (ch === LIST || ch === MAP || ch === MARK || ch === TAB || Number.isNaN(ch)) throw unusual
  return false
}

function endsFlowWord(ch: number): boolean {
  return (
    isBlank(ch) || ch === COMMA || ch === LIST || ch === LIST_END || ch === MAP || ch === MAP_END
  )
}

/** Over blanks, line breaks and comments; the character found. */
function nextToken(c: Cursor): number {
  const { text } = c
  let pos = c.pos
  for (;;) {
    const ch = text.charCodeAt(pos)
    if (ch === LF) {
      if (isMarker(text, pos + 1)) throw unusual
      pos++
    } else if (ch === SPACE || ch === TAB) pos++
    else if (ch === HASH && (text.charCodeAt(pos - 1) === SPACE || text.charCodeAt(pos - 1) === LF))
      pos = lineEnd(text, pos)
    else {
      c.pos = pos
      return ch
    }
  }
}

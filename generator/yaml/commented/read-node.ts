import { empty, newList, newMap, type Properties, readProperties, withTag } from './begin-node.ts'
import { type CommentedMap, type CommentedNode, type Comments, noComments } from './node.ts'
import { nestedTooDeep, type Token, type TokenType, unreadable } from './scanner.ts'
import { tagOfPlain } from './tag-of-plain.ts'
import {
  peekToken,
  skipIf,
  skipSign,
  skipToken,
  type TokenReader,
  takeComments,
} from './token-reader.ts'

/** Deeper documents would end the process. */
const deepest = 1000

/** The node that begins with the next token. Throws a UserError for what go-yaml does not read, and for more than 1000 levels. */
export function readNode(r: TokenReader, isBlock: boolean, isIndentless: boolean): CommentedNode {
  const first = peekToken(r)
  if (first.type === 'alias') {
    if (!r.anchors.has(first.value)) throw unreadable(first.start.line)
    const comments = takeComments(r)
    skipToken(r)
    return { kind: 'alias', ...comments, at: first.start.index, name: first.value }
  }
  if (r.depth > deepest) throw nestedTooDeep(first.start.line)
  r.depth++
  const node = readContent(r, isBlock, isIndentless)
  r.depth--
  return node
}

function readContent(r: TokenReader, isBlock: boolean, isIndentless: boolean): CommentedNode {
  const properties = readProperties(r)
  if (properties.anchor !== '') r.anchors.add(properties.anchor)
  const token = peekToken(r)
  if (isIndentless && token.type === 'entry') return readIndentless(r, properties)
  if (token.type === 'scalar') return readScalar(r, token, properties)
  if (token.type === 'flow-list-start') return readFlowList(r, properties)
  if (token.type === 'flow-map-start') return readFlowMap(r, properties)
  if (isBlock && token.type === 'block-list-start') return readBlockList(r, properties)
  if (isBlock && token.type === 'block-map-start') return readBlockMap(r, properties)
  const { start, tag, anchor } = properties
  if (tag === '' && anchor === '') throw unreadable(token.start.line)
  return { ...empty(r, start), ...withTag(r, tag, '!!null'), anchor }
}

function readScalar(r: TokenReader, token: Token, properties: Properties): CommentedNode {
  const { start, tag, anchor } = properties
  const { value, style, end = token.start.index } = token
  const isMerge = style === 'plain' && value === '<<'
  const implied = isMerge ? '!!merge' : style === 'plain' ? tagOfPlain(value) : '!!str'
  const { head, line, foot } = takeComments(r)
  skipToken(r)
  const at = token.start.index
  const { tag: own, isTagged } = withTag(r, tag, implied)
  const kind = 'scalar'
  // No spreads here, which take ten times as long.
  return { kind, head, line, foot, at, start, tag: own, isTagged, anchor, value, style, end }
}

function stemOf(r: TokenReader): Comments {
  const head = r.stem
  r.stem = ''
  return { ...noComments(), head }
}

function readIndentless(r: TokenReader, properties: Properties): CommentedNode {
  const list = newList(r, noComments(), properties, false)
  while (peekToken(r).type === 'entry')
    list.content.push(readEntry(r, ['entry', 'key', 'value', 'block-end']))
  return list
}

function readBlockList(r: TokenReader, properties: Properties): CommentedNode {
  const list = newList(r, stemOf(r), properties, false)
  skipToken(r)
  while (peekToken(r).type === 'entry') list.content.push(readEntry(r, ['entry', 'block-end']))
  expectEnd(r)
  return list
}

function readEntry(r: TokenReader, ends: readonly TokenType[]): CommentedNode {
  const before = r.waiting.head.length
  const dash = skipSign(r)
  const { type } = peekToken(r)
  if (before > 0 && (type === 'block-list-start' || type === 'block-map-start')) {
    r.stem = r.waiting.head.slice(0, before)
    r.waiting.head = r.waiting.head.slice(before + 1)
  }
  return ends.includes(type) ? empty(r, dash) : readNode(r, true, false)
}

function expectEnd(r: TokenReader): void {
  if (!skipIf(r, 'block-end')) throw unreadable(peekToken(r).start.line)
}

function readBlockMap(r: TokenReader, properties: Properties): CommentedNode {
  const map = newMap(r, stemOf(r), properties, false)
  const ends: readonly TokenType[] = ['key', 'value', 'block-end']
  skipToken(r)
  while (peekToken(r).type === 'key') {
    const mark = skipSign(r)
    const isMissing = ends.includes(peekToken(r).type)
    addKey(map, isMissing ? empty(r, mark) : readNode(r, true, true))
    const colon = peekToken(r).type === 'value' ? skipSign(r) : undefined
    const isEmpty = colon === undefined || ends.includes(peekToken(r).type)
    addValue(map, isEmpty ? empty(r, colon) : readNode(r, true, true))
  }
  peekToken(r)
  endMap(map, takeComments(r))
  expectEnd(r)
  return map
}

/** A foot of a key in block style is that of the pair before it. */
function addKey(map: CommentedMap, key: CommentedNode): void {
  const former = map.content.at(-2)
  map.content.push(key)
  if (map.isFlow || key.foot === '' || former === undefined) return
  former.foot = key.foot
  key.foot = ''
}

/** The foot of a pair is kept at its key. */
function addValue(map: CommentedMap, value: CommentedNode): void {
  const key = map.content.at(-1)
  map.content.push(value)
  if (key === undefined || key.foot !== '' || value.foot === '') return
  key.foot = value.foot
  value.foot = ''
}

function endMap(map: CommentedMap, { line, foot }: Comments): void {
  const key = map.content.at(-2)
  map.line = line
  map.foot = foot
  if (map.isFlow || foot === '' || key === undefined) return
  key.foot = foot
  map.foot = ''
}

function readFlowList(r: TokenReader, properties: Properties): CommentedNode {
  const list = newList(r, takeComments(r), properties, true)
  skipToken(r)
  while (peekToken(r).type !== 'flow-list-end') {
    if (list.content.length > 0 && !skipIf(r, 'flow-entry'))
      throw unreadable(peekToken(r).start.line)
    const { type } = peekToken(r)
    if (type === 'flow-list-end') break
    list.content.push(type === 'key' ? readPair(r) : readNode(r, false, false))
  }
  const { line, foot } = takeComments(r)
  skipToken(r)
  return Object.assign(list, { line, foot })
}

/** `[a: b]` is a list of a map. */
function readPair(r: TokenReader): CommentedNode {
  const { start } = peekToken(r)
  const map = newMap(r, noComments(), { start, tag: '', anchor: '' }, true)
  const ends: readonly TokenType[] = ['flow-entry', 'flow-list-end']
  skipToken(r)
  if (!['value', ...ends].includes(peekToken(r).type)) addKey(map, readNode(r, false, false))
  else {
    // A quirk: go-yaml passes over what ends a key that is not there.
    const mark = skipSign(r)
    addKey(map, empty(r, mark))
  }
  const { start: colon } = peekToken(r)
  const isEmpty = !skipIf(r, 'value') || ends.includes(peekToken(r).type)
  addValue(map, isEmpty ? empty(r, colon) : readNode(r, false, false))
  peekToken(r)
  return map
}

function readFlowMap(r: TokenReader, properties: Properties): CommentedNode {
  const map = newMap(r, takeComments(r), properties, true)
  const ends: readonly TokenType[] = ['flow-entry', 'flow-map-end']
  skipToken(r)
  while (peekToken(r).type !== 'flow-map-end') {
    if (map.content.length > 0 && !skipIf(r, 'flow-entry'))
      throw unreadable(peekToken(r).start.line)
    if (peekToken(r).type === 'flow-map-end') break
    const isKey = skipIf(r, 'key')
    const isMissing = isKey && ['value', ...ends].includes(peekToken(r).type)
    addKey(map, isMissing ? empty(r) : readNode(r, false, false))
    const isEmpty = !isKey || !skipIf(r, 'value') || ends.includes(peekToken(r).type)
    if (!isKey) peekToken(r)
    addValue(map, isEmpty ? empty(r) : readNode(r, false, false))
  }
  const comments = takeComments(r)
  skipToken(r)
  endMap(map, comments)
  return map
}

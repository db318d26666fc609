import {
  createEmitter,
  type Emitter,
  putBehind,
  putBreak,
  putFoot,
  putHead,
  putIndent,
  putIndicator,
  putLine,
} from './emitter.ts'
import type { CommentedDocument, CommentedList, CommentedMap, CommentedNode } from './node.ts'
import { announce, begin, type Context, enter, isSimple, wait } from './write-begin.ts'

/** A document as kyaml prints it (go-yaml v3, indentation 2, lists not indented below their key, nothing folded). */
export function writeDocument({ head, foot, root }: CommentedDocument): string {
  const e = createEmitter()
  if (head !== '') {
    e.waiting.head = head
    putHead(e)
    putBreak(e)
  }
  announce(e, root)
  putHead(e)
  writeNode(e, root, 'document')
  if (foot !== '') e.waiting.foot = foot
  e.footIndent = 0
  putFoot(e)
  e.footIndent = -1
  putIndent(e)
  return e.out.join('')
}

/** A part of a document, printed as a document of its own. */
export function writePart(root: CommentedNode): string {
  return writeDocument({ head: '', foot: '', root })
}

/** A node, and what waits behind its beginning; for collections that is before their content, as upstream. */
function writeNode(e: Emitter, node: CommentedNode, context: Context): void {
  begin(e, node, context)
  putBehind(e)
  writeContent(e, node, context)
}

function writeContent(e: Emitter, node: CommentedNode, context: Context): void {
  if (node.kind === 'scalar' || node.kind === 'alias') return
  const isFlow = e.flowLevel > 0 || node.isFlow || node.content.length === 0
  if (node.kind === 'list') (isFlow ? writeFlowList : writeBlockList)(e, node, context)
  else (isFlow ? writeFlowMap : writeBlockMap)(e, node, context)
}

function writeBlockList(
  e: Emitter,
  { content, line, foot }: CommentedList,
  context: Context,
): void {
  const inMap = context === 'value' || context === 'key'
  const isCompact = inMap && (e.column === 0 || !e.isIndented)
  const outer = enter(e, context === 'item' ? 2 : undefined, false, isCompact)
  for (const item of content) {
    announce(e, item)
    putHead(e)
    putIndent(e)
    putIndicator(e, '-', { needsSpace: true, isIndented: true })
    writeNode(e, item, 'item')
  }
  wait(e, { head: '', line, foot })
  e.indent = outer
}

function writeBlockMap(e: Emitter, map: CommentedMap, context: Context): void {
  const outer = enter(e, context === 'item' ? 2 : undefined)
  let tail = ''
  for (const [key, value, foot] of pairs(map)) {
    announce(e, key, tail)
    tail = foot
    putHead(e)
    putIndent(e)
    writeKey(e, key)
    announce(e, value)
    putKeyLine(e, value)
    writeNode(e, value, 'value')
  }
  if (tail !== '') e.waiting.tail = tail
  wait(e, { head: '', line: map.line, foot: map.foot })
  putHead(e)
  e.indent = outer
}

type Pair = readonly [key: CommentedNode, value: CommentedNode, foot: string]

/** Keys without the comments below their pair, which wait until the value is written. */
function pairs({ content }: CommentedMap): readonly Pair[] {
  return content.flatMap((key, i): readonly Pair[] => {
    const value = content[i + 1]
    if (i % 2 === 1 || value === undefined) return []
    return [[key.foot === '' ? key : { ...key, foot: '' }, value, key.foot]]
  })
}

/** The key and its colon. A comment behind the key waits for its value. */
function writeKey(e: Emitter, key: CommentedNode): void {
  if (e.waiting.line !== '') {
    e.keyLine = e.waiting.line
    e.waiting.line = ''
  }
  if (isSimple(key)) {
    begin(e, key, 'key')
    writeContent(e, key, 'key')
    putIndicator(e, ':')
    return
  }
  putIndicator(e, '?', { needsSpace: true, isIndented: true })
  begin(e, key, 'value')
  writeContent(e, key, 'value')
  putIndent(e)
  putIndicator(e, ':', { needsSpace: true, isIndented: true })
}

function putKeyLine(e: Emitter, value: CommentedNode): void {
  if (e.keyLine === '') return
  if (value.kind === 'scalar') {
    if (e.waiting.line !== '') return
    e.waiting.line = e.keyLine
    e.keyLine = ''
  } else if (value.kind !== 'alias' && !value.isFlow) {
    const { line } = e.waiting
    e.waiting.line = e.keyLine
    e.keyLine = ''
    putLine(e)
    e.waiting.line = line
  }
}

function hasWaiting({ waiting: { line, foot, tail } }: Emitter): boolean {
  return line !== '' || foot !== '' || tail !== ''
}

function writeFlowList(e: Emitter, { content, line, foot }: CommentedList, context: Context): void {
  putIndicator(e, '[', { needsSpace: true, isSpace: true })
  const outer = enter(e, context === 'item' ? 2 : undefined, true)
  e.flowLevel++
  let isSeparated = true
  for (const item of content) {
    announce(e, item)
    if (!isSeparated) putIndicator(e, ',')
    putHead(e)
    if (e.column === 0) putIndent(e)
    isSeparated = hasWaiting(e)
    writeFlowNode(e, item)
  }
  wait(e, { head: '', line, foot })
  e.flowLevel--
  e.indent = outer
  if (e.column === 0) putIndent(e)
  putIndicator(e, ']')
  putBehind(e)
}

/** The comma stands before the comments, and only if there are some. */
function writeFlowNode(e: Emitter, node: CommentedNode): void {
  begin(e, node, 'flow')
  if (hasWaiting(e)) putIndicator(e, ',')
  putBehind(e)
  writeContent(e, node, 'flow')
}

function writeFlowMap(e: Emitter, map: CommentedMap, context: Context): void {
  putIndicator(e, '{', { needsSpace: true, isSpace: true })
  const outer = enter(e, context === 'item' ? 2 : undefined, true)
  e.flowLevel++
  let isSeparated = true
  let tail = ''
  for (const [key, value, foot] of pairs(map)) {
    announce(e, key, tail)
    tail = foot
    if (!isSeparated) putIndicator(e, ',')
    putHead(e)
    if (e.column === 0) putIndent(e)
    isSeparated = writeFlowPair(e, key, value)
  }
  endFlowMap(e, map, tail, isSeparated, outer)
}

/** Whether a comma stands behind the pair already. */
function writeFlowPair(e: Emitter, key: CommentedNode, value: CommentedNode): boolean {
  const simple = isSimple(key)
  if (!simple) putIndicator(e, '?', { needsSpace: true })
  begin(e, key, simple ? 'key' : 'flow')
  writeContent(e, key, 'flow')
  announce(e, value)
  putIndicator(e, ':', { needsSpace: !simple })
  const isSeparated = hasWaiting(e)
  writeFlowNode(e, value)
  return isSeparated
}

function endFlowMap(
  e: Emitter,
  map: CommentedMap,
  tail: string,
  isSeparated: boolean,
  outer: number,
): void {
  if (tail !== '') e.waiting.tail = tail
  wait(e, { head: '', line: map.line, foot: map.foot })
  const { head, foot, tail: last } = e.waiting
  if ((head || foot || last) && !isSeparated) putIndicator(e, ',')
  putHead(e)
  e.flowLevel--
  e.indent = outer
  putIndicator(e, '}')
  putBehind(e)
}

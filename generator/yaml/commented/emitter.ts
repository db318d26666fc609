import type { Comments } from './node.ts'

/** The state of go-yaml v3's emitter; comments wait here from the event that brings them until they are written. */
export type Emitter = {
  readonly out: string[]
  column: number
  indent: number
  flowLevel: number
  /** The last character is a blank or begins a line. */
  isSpace: boolean
  /** Nothing but indentation and dashes stand on the line. */
  isIndented: boolean
  /** Where a foot comment stood: an empty line follows it at the same indentation. */
  footIndent: number
  readonly waiting: Comments & { tail: string }
  keyLine: string
}

/** An emitter at the start of a text. */
export function createEmitter(): Emitter {
  return {
    out: [],
    column: 0,
    indent: -1,
    flowLevel: 0,
    isSpace: true,
    isIndented: true,
    footIndent: -1,
    waiting: { head: '', line: '', foot: '', tail: '' },
    keyLine: '',
  }
}

/** Text as it is, without line breaks. */
export function put(e: Emitter, text: string): void {
  e.out.push(text)
  e.column += text.length
}

/** A line break, or the character that is one. */
export function putBreak(e: Emitter, ch = '\n'): void {
  e.out.push(ch)
  e.column = 0
  e.isIndented = true
}

/** A new line unless the current one is empty, and its indentation. */
export function putIndent(e: Emitter): void {
  const indent = Math.max(e.indent, 0)
  if (!e.isIndented || e.column > indent || (e.column === indent && !e.isSpace)) putBreak(e)
  if (e.footIndent === indent) putBreak(e)
  if (e.column < indent) put(e, ' '.repeat(indent - e.column))
  e.isSpace = true
  e.footIndent = -1
}

/** `[`, `-`, `:`, … */
export function putIndicator(
  e: Emitter,
  text: string,
  { needsSpace = false, isSpace = false, isIndented = false } = {},
): void {
  if (needsSpace && !e.isSpace) put(e, ' ')
  put(e, text)
  e.isSpace = isSpace
  e.isIndented = e.isIndented && isIndented
}

/** A name, tag or scalar behind a space. */
export function putWord(e: Emitter, text: string): void {
  putIndicator(e, text, { needsSpace: true })
}

/** What waits for the place before a node: the foot of the pair before, and the comments above. */
export function putHead(e: Emitter): void {
  const { waiting } = e
  if (waiting.tail !== '') {
    putIndent(e)
    putComment(e, waiting.tail)
    waiting.tail = ''
    e.footIndent = Math.max(e.indent, 0)
  }
  if (waiting.head === '') return
  putIndent(e)
  putComment(e, waiting.head)
  waiting.head = ''
}

/** The comment behind a node. */
export function putLine(e: Emitter): void {
  if (e.waiting.line === '') return
  if (!e.isSpace) put(e, ' ')
  putComment(e, e.waiting.line)
  e.waiting.line = ''
}

/** The comments below a node. */
export function putFoot(e: Emitter): void {
  if (e.waiting.foot === '') return
  putIndent(e)
  putComment(e, e.waiting.foot)
  e.waiting.foot = ''
  e.footIndent = Math.max(e.indent, 0)
}

/** What waits below and behind a node. */
export function putBehind(e: Emitter): void {
  putLine(e)
  putFoot(e)
}

/** Comment lines, each indented; the first one stands where the emitter is. */
function putComment(e: Emitter, comment: string): void {
  const pieces = comment.split(/([\n\r\x85\u2028\u2029])/)
  let isNewLine = false
  for (const [i, piece] of pieces.entries()) {
    if (piece === '') continue
    if (i % 2 === 1) {
      putBreak(e, piece)
      isNewLine = true
      continue
    }
    if (isNewLine) putIndent(e)
    put(e, piece.startsWith('#') ? piece : `# ${piece}`)
    e.isIndented = false
    isNewLine = false
  }
  if (!isNewLine) putBreak(e)
  e.isSpace = true
}

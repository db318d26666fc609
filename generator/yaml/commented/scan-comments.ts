import {
  type Comment,
  isBlank,
  isBreak,
  isBreakOrEnd,
  type Mark,
  markOf,
  origin,
  peek,
  type Scanner,
  take,
  takeBreak,
} from './scanner.ts'

/** go-yaml looks no further for a comment, in bytes of white space. */
const farthest = 512

function push(s: Scanner, parts: Partial<Comment>): void {
  const none = { scan: origin, token: origin, start: origin, end: origin }
  s.comments.push({ ...none, head: '', line: '', foot: '', ...parts })
}

/** The comment behind a token on its own line. */
export function scanLineComment(s: Scanner, token: Mark): void {
  if (s.newlines > 0) return
  let ahead = 0
  while (ahead < farthest && isBlank(peek(s, ahead))) ahead++
  if (ahead === farthest || peek(s, ahead) !== '#') return
  for (; ahead > 0; ahead--) take(s)
  const start = markOf(s)
  push(s, { token, start, line: restOfLine(s) })
}

function restOfLine(s: Scanner): string {
  let text = ''
  while (!isBreakOrEnd(peek(s))) text += take(s)
  return text
}

/** Comment lines that are being gathered between two tokens. */
type Run = {
  scan: Mark
  token: Mark
  start: Mark
  text: string
  line: number
  /** That of the character looked at, from 1. */
  column: number
  wasEmpty: boolean
  /** No empty line was seen yet. */
  isFirst: boolean
  /** The line on which comments may still begin that belong to what stands before them. */
  readonly footLine: number
  readonly indent: number
  readonly followsColon: boolean
}

/** All comments from a `#` on until the next token: those that belong to what stands before, and the last to what follows. */
export function scanComments(s: Scanner, scan: Mark): void {
  const run = begin(s, scan)
  let ahead = 0
  for (let next: number | undefined = 0; next !== undefined && next < farthest; ) {
    ahead = next
    next = look(s, run, ahead)
  }
  if (run.text === '') return
  const end = { index: s.index + ahead - 1, line: run.line, column: run.column }
  push(s, { scan: run.scan, token: run.start, start: run.start, end, head: run.text })
}

function begin(s: Scanner, scan: Mark): Run {
  const last = s.tokens.at(-1)
  const token = last?.type === 'flow-entry' ? (s.tokens.at(-2) ?? last) : last
  const isBehindContent = s.newlines === 0 && s.column > 1
  return {
    scan,
    token: token?.start ?? origin,
    start: origin,
    text: '',
    line: s.line,
    column: s.column,
    wasEmpty: false,
    isFirst: s.newlines <= 1,
    footLine: scan.line > 0 ? s.line - s.newlines + (isBehindContent ? 2 : 1) : -1,
    indent: Math.max(s.indent, 0),
    followsColon: token?.type === 'value',
  }
}

/** Where to look next; undefined at a token, or at the end of the text. */
function look(s: Scanner, run: Run, ahead: number): number | undefined {
  run.column++
  const ch = peek(s, ahead)
  if (isBlank(ch)) return ahead + 1
  const closes = s.flowLevel > 0 && (ch === ']' || ch === '}')
  if (closes || isBreakOrEnd(ch)) {
    if (closes || !run.wasEmpty) endLine(s, run, ahead, closes)
    if (!isBreak(ch)) return undefined
    Object.assign(run, { isFirst: false, wasEmpty: true, column: 0, line: run.line + 1 })
    return ahead + 1
  }
  if (run.text !== '' && run.column - 1 < run.indent && run.column !== run.start.column)
    pushFoot(s, run, ahead)
  if (ch !== '#') return undefined
  takeLine(s, run, ahead)
  return 1
}

/** At the first empty line, or the bracket that ends the level: what was gathered belongs to what stands before, or goes on. */
function endLine(s: Scanner, run: Run, ahead: number, closes: boolean): void {
  const isDedented = run.start.column - 1 < run.indent
  const isFoot = (run.start.line === run.footLine && !run.followsColon) || isDedented
  if (!closes && !(run.isFirst && isFoot)) {
    if (run.text !== '' && peek(s, ahead) !== '') run.text += '\n'
    return
  }
  if (run.text === '') return
  if (isDedented) run.token = run.start
  pushFoot(s, run, ahead)
}

function pushFoot(s: Scanner, run: Run, ahead: number): void {
  const end = { index: s.index + ahead, line: run.line, column: run.column }
  push(s, { scan: run.scan, token: run.token, start: run.start, end, foot: run.text })
  Object.assign(run, { scan: end, token: end, text: '' })
}

function takeLine(s: Scanner, run: Run, ahead: number): void {
  const at = s.index + ahead
  if (run.text === '') run.start = { index: at, line: run.line, column: run.column }
  else run.text += '\n'
  run.wasEmpty = false
  while (s.index < at)
    if (isBreak(peek(s))) takeBreak(s)
    else take(s)
  run.text += restOfLine(s)
  run.column = 0
  run.line = s.line
}

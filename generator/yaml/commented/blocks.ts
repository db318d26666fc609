import type { Style } from '../node.ts'
import {
  type Mark,
  markOf,
  type Scanner,
  type SimpleKey,
  type Token,
  type TokenType,
  unreadable,
} from './scanner.ts'

/** A key ends at most this far behind its start. */
const longestKey = 1024

/** Whether a key may still have begun there: keys stand on one line. Throws a UserError where one must have. */
export function isOpenKey(s: Scanner, key: SimpleKey): boolean {
  const { possible, isRequired, mark } = key
  if (!possible) return false
  if (mark.line >= s.line && mark.index + longestKey >= s.index) return true
  if (isRequired) throw unreadable(mark.line)
  key.possible = false
  return false
}

/** Append a token. */
export function add(
  s: Scanner,
  type: TokenType,
  start: Mark,
  value = '',
  style: Style = 'plain',
): void {
  s.tokens.push({ type, start, value, style })
}

/** A block begins where its column is deeper than the indentation; its token may stand before others. */
export function openBlock(s: Scanner, type: TokenType, start: Mark, at = s.tokens.length): void {
  if (s.flowLevel > 0 || s.indent >= start.column) return
  s.indents.push(s.indent)
  s.indent = start.column
  const token: Token = { type, start, value: '', style: 'plain' }
  s.tokens.splice(at, 0, token)
}

/** The ends of blocks come before the comments that stand at the indentation of what goes on behind them. */
export function closeBlocks(s: Scanner, column: number, scan: Mark): void {
  if (s.flowLevel > 0) return
  let mark: Mark = { ...scan, index: scan.index - 1 }
  while (s.indent > column) {
    let stop = mark.index
    for (let i = s.comments.length - 1; i >= 0; i--) {
      const comment = s.comments[i]
      if (comment === undefined || comment.end.index < stop) break
      if (comment.start.column === s.indent + 1) mark = comment.start
      stop = comment.scan.index
    }
    add(s, 'block-end', mark)
    s.indent = s.indents.pop() ?? -1
  }
}

/** A key may begin here. */
export function noteKey(s: Scanner): void {
  if (!s.isSimpleKeyAllowed) return
  forgetKey(s)
  s.simpleKeys[s.simpleKeys.length - 1] = {
    possible: true,
    isRequired: s.flowLevel === 0 && s.indent === s.column,
    number: s.tokens.length,
    mark: markOf(s),
    isSought: true,
  }
}

/** No key begins where one might have. Throws a UserError where one must have. */
export function forgetKey(s: Scanner): void {
  const key = s.simpleKeys.at(-1)
  if (key === undefined || !key.possible) return
  if (key.isRequired) throw unreadable(key.mark.line)
  key.possible = false
}

/** Throws a UserError where no dash, key or value may begin in a block. */
export function expectIndicator(s: Scanner): void {
  if (s.flowLevel === 0 && !s.isSimpleKeyAllowed) throw unreadable(s.line)
}

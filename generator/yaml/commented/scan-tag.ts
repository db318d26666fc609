import { add, closeBlocks, forgetKey, noteKey } from './blocks.ts'
import {
  isBlankOrEnd,
  markOf,
  peek,
  type Scanner,
  type Token,
  takeBreak,
  takeTo,
  unreadable,
} from './scanner.ts'

/** The characters of an address; go-yaml takes commas and square brackets for some of them everywhere. */
const address = String.raw`(?:[-\w;/?:@&=+$,.!~*'()[\]]|%[0-9a-fA-F]{2})`
const verbatim = new RegExp(`!<(${address}+)>`, 'y')
const named = new RegExp(String.raw`(![-\w]*!)(${address}*)`, 'y')
const local = new RegExp(`!(${address}*)`, 'y')
const directive = new RegExp(
  String.raw`%(?:YAML[ \t]+(\d{1,2}\.\d{1,2})|TAG[ \t]+(![-\w]*!|!)[ \t]+(${address}+)(?![^\s\x85]))[ \t]*(?:#[^\n\r\x85\u2028\u2029]*)?`,
  'y',
)

function match(s: Scanner, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = s.index
  return pattern.exec(s.text)
}

/** A tag as its handle, empty where it is spelled out, and the rest. */
export function fetchTag(s: Scanner): void {
  noteKey(s)
  s.isSimpleKeyAllowed = false
  const start = markOf(s)
  const isVerbatim = peek(s, 1) === '<'
  const found = isVerbatim ? match(s, verbatim) : (match(s, named) ?? match(s, local))
  const [whole = '', first = '', rest] = found ?? []
  if (found === null || rest === '') throw unreadable(s.line)
  takeTo(s, s.index + whole.length)
  if (!isBlankOrEnd(peek(s))) throw unreadable(s.line)
  const isAlone = whole === '!'
  const handle = rest === undefined ? (isVerbatim || isAlone ? '' : '!') : first
  const suffix = isAlone ? '!' : decoded(s, rest ?? first)
  s.tokens.push({ type: 'tag', start, value: handle, style: 'plain', suffix })
}

/** With its signs in the place of `%` and their bytes. */
function decoded(s: Scanner, text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw unreadable(s.line)
  }
}

/** A line that begins with `%`. */
export function fetchDirective(s: Scanner): void {
  closeBlocks(s, -1, markOf(s))
  forgetKey(s)
  s.isSimpleKeyAllowed = false
  const start = markOf(s)
  const found = match(s, directive)
  if (found === null) throw unreadable(s.line)
  const [whole, version, handle = '', prefix = ''] = found
  takeTo(s, s.index + whole.length)
  if (!/^[\n\r\x85\u2028\u2029]?$/.test(peek(s))) throw unreadable(s.line)
  takeBreak(s)
  if (version !== undefined) add(s, 'version-directive', start, version)
  else {
    const suffix = decoded(s, prefix)
    const token: Token = { type: 'tag-directive', start, value: handle, style: 'plain', suffix }
    s.tokens.push(token)
  }
}

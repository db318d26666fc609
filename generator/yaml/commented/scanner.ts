import { UserError } from '../../core/finding.ts'
import type { Style } from '../node.ts'

/** A place in the text; lines and columns count from 0. */
export type Mark = { readonly index: number; readonly line: number; readonly column: number }

/** Comment lines that stand together. `token` is the place from which they belong to a token; `scan` where the search for them began. */
export type Comment = {
  readonly scan: Mark
  token: Mark
  readonly start: Mark
  readonly end: Mark
  head: string
  line: string
  readonly foot: string
}

/** libyaml's kinds of tokens. */
export type TokenType =
  | 'stream-start'
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-list-start'
  | 'block-map-start'
  | 'block-end'
  | 'flow-list-start'
  | 'flow-list-end'
  | 'flow-map-start'
  | 'flow-map-end'
  | 'entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'

/**
 * `value` is the text of a scalar, the name of an anchor or alias, the version of a directive, or the handle of a tag:
 * `suffix` is the rest of the tag, or what a directive puts in the place of the handle.
 */
export type Token = {
  readonly type: TokenType
  readonly start: Mark
  readonly value: string
  readonly style: Style
  readonly suffix?: string
  /** Where the line begins that follows a literal or folded scalar. */
  readonly end?: number
}

/** Where a key without `?` may have begun, by level of brackets; `number` is that of its token. */
export type SimpleKey = {
  possible: boolean
  /** Nothing but a key can stand here. */
  readonly isRequired: boolean
  readonly number: number
  readonly mark: Mark
  /** Whether tokens are scanned until it is known: no more behind brackets in which no key may have begun. */
  isSought: boolean
}

/** go-yaml 3 reads resources; 2, which sees no comments and looks less far ahead, what sigs.k8s.io/yaml reads. */
export type Version = 2 | 3

/** The state of libyaml's scanner. Tokens are never removed: `parsed` of them are consumed. */
export type Scanner = {
  readonly text: string
  readonly version: Version
  index: number
  line: number
  column: number
  /** Line breaks since the last character that is neither blank nor a break. */
  newlines: number
  readonly tokens: Token[]
  parsed: number
  readonly comments: Comment[]
  indent: number
  readonly indents: number[]
  flowLevel: number
  isSimpleKeyAllowed: boolean
  readonly simpleKeys: SimpleKey[]
}

/** The start of the text. */
export const origin: Mark = { index: 0, line: 0, column: 0 }

/** A scanner that has produced the start of the stream. */
export function createScanner(text: string, version: Version = 3): Scanner {
  const start: Token = { type: 'stream-start', start: origin, value: '', style: 'plain' }
  return {
    text,
    version,
    ...origin,
    newlines: 0,
    tokens: [start],
    parsed: 0,
    comments: [],
    indent: -1,
    indents: [],
    flowLevel: 0,
    isSimpleKeyAllowed: true,
    simpleKeys: [{ possible: false, isRequired: false, number: 0, mark: origin, isSought: false }],
  }
}

/** What go-yaml does not read. */
export function unreadable(line: number): UserError {
  return new UserError({
    message: `Go does not read line ${line + 1}`,
    hint: 'correct it, or write it in a plainer way',
  })
}

/** What would end the process. */
export function nestedTooDeep(line: number): UserError {
  return new UserError({
    message: `line ${line + 1} is nested more than 1000 levels deep`,
    hint: 'no Kubernetes object needs that; make the file flatter',
  })
}

/** The place of the scanner. */
export function markOf({ index, line, column }: Scanner): Mark {
  return { index, line, column }
}

/** A character ahead; empty behind the end of the text. */
export function peek(s: Scanner, ahead = 0): string {
  return s.text.charAt(s.index + ahead)
}

/** A space or tab. */
export function isBlank(ch: string): boolean {
  return ch === ' ' || ch === '\t'
}

/** A line break as YAML 1.1 knows them. */
export function isBreak(ch: string): boolean {
  return ch === '\n' || ch === '\r' || ch === '\x85' || ch === '\u2028' || ch === '\u2029'
}

/** A line break or the end of the text. */
export function isBreakOrEnd(ch: string): boolean {
  return ch === '' || isBreak(ch)
}

/** A blank, a line break or the end of the text. */
export function isBlankOrEnd(ch: string): boolean {
  return isBlank(ch) || isBreakOrEnd(ch)
}

/** Consume one code unit that is no line break, and give it; columns count characters. */
export function take(s: Scanner): string {
  const ch = peek(s)
  if (!isBlank(ch)) s.newlines = 0
  s.index++
  if (ch < '\udc00' || ch > '\udfff') s.column++
  return ch
}

/** Consume everything up to an index on the same line, and give it. */
export function takeTo(s: Scanner, end: number): string {
  const text = s.text.slice(s.index, end)
  if (/[^ \t]/.test(text)) s.newlines = 0
  s.index = end
  s.column += /[\udc00-\udfff]/.test(text) ? [...text].length : text.length
  return text
}

/** The index of the line break that ends the line, or of the end of the text. */
export function lineEnd({ text, index }: Scanner): number {
  anyBreak.lastIndex = index
  return anyBreak.test(text) ? anyBreak.lastIndex - 1 : text.length
}

const anyBreak = /[\n\r\x85\u2028\u2029]/g

/** Consume a line break, if there is one, and give what it means in a scalar. */
export function takeBreak(s: Scanner): string {
  const ch = peek(s)
  if (!isBreak(ch)) return ''
  s.index += ch === '\r' && peek(s, 1) === '\n' ? 2 : 1
  s.column = 0
  s.line++
  s.newlines++
  return ch === '\u2028' || ch === '\u2029' ? ch : '\n'
}

import type { Style } from '../node.ts'
import { writeDouble } from '../write-text.ts'
import { type Emitter, put, putBreak, putIndent, putIndicator, putLine } from './emitter.ts'

/** What a text allows, as go-yaml v3's emitter analyses it. */
export type Analysis = {
  readonly plain: boolean
  readonly flowPlain: boolean
  readonly single: boolean
  readonly block: boolean
  readonly multiline: boolean
}

const unprintable = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const broken = /[\n\r\x85\u2028\u2029]/
const indicator =
  /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \t\n\r\x85\u2028\u2029]#/
const flowIndicator = /[,?[\]{}:]/

/** Which styles a text may be written in. */
export function analyze(text: string): Analysis {
  if (text === '')
    return { plain: true, flowPlain: false, single: true, block: false, multiline: false }
  const multiline = broken.test(text)
  const isSpecial = unprintable.test(text)
  const spaceBreak = / [\n\r\x85\u2028\u2029]/.test(text)
  const breakSpace = /[\n\r\x85\u2028\u2029] /.test(text)
  const isPadded = /^[ \n\r\x85\u2028\u2029]|[ \n\r\x85\u2028\u2029]$/.test(text)
  const single = !breakSpace && !spaceBreak && !isSpecial && !text.includes('\t')
  const plain = single && !isPadded && !multiline && !indicator.test(text)
  return {
    plain,
    flowPlain: plain && !flowIndicator.test(text),
    single,
    block: !text.endsWith(' ') && !spaceBreak && !isSpecial,
    multiline,
  }
}

/** The style that is used instead of one that is asked for and does not fit. */
export function fittingStyle(e: Emitter, text: string, asked: Style, isKey: boolean): Style {
  const allowed = analyze(text)
  let style = isKey && allowed.multiline ? 'double' : asked
  const isPlain = e.flowLevel > 0 ? allowed.flowPlain : allowed.plain
  if (style === 'plain' && (!isPlain || (text === '' && (e.flowLevel > 0 || isKey))))
    style = 'single'
  if (style === 'single' && !allowed.single) style = 'double'
  const isBlock = style === 'literal' || style === 'folded'
  return isBlock && (!allowed.block || e.flowLevel > 0 || isKey) ? 'double' : style
}

/** A scalar in a style that fits it; lines are never folded. */
export function writeScalar(e: Emitter, text: string, style: Style): void {
  if (style === 'literal') writeLiteral(e, text)
  else if (style === 'folded') writeFolded(e, text)
  else writeOnLine(e, text, style)
}

function writeOnLine(e: Emitter, text: string, style: Style): void {
  if (style === 'double') putIndicator(e, doubleOf(text), { needsSpace: true })
  else if (style === 'single') writeSingle(e, text)
  else if (text !== '') putIndicator(e, text, { needsSpace: true })
  e.isIndented = false
}

function doubleOf(text: string): string {
  return writeDouble(text, { column: Number.NEGATIVE_INFINITY, indent: 0 })
}

function isBreak(ch: string): boolean {
  return ch === '\n' || ch === '\r' || ch === '\x85' || ch === '\u2028' || ch === '\u2029'
}

function writeSingle(e: Emitter, text: string): void {
  putIndicator(e, "'", { needsSpace: true })
  let isNewLine = false
  for (const ch of text) {
    if (isBreak(ch)) {
      if (!isNewLine && ch === '\n') putBreak(e)
      putBreak(e, ch)
      isNewLine = true
      continue
    }
    if (ch !== ' ' && isNewLine) putIndent(e)
    put(e, ch === "'" ? "''" : ch)
    if (ch === ' ') continue
    e.isIndented = false
    isNewLine = false
  }
  putIndicator(e, "'")
}

function putHeader(e: Emitter, sign: string, text: string): void {
  const hint = text.startsWith(' ') || isBreak(text.charAt(0)) ? '2' : ''
  putIndicator(e, `${sign}${hint}${chomping(text)}`, { needsSpace: true })
  if (e.waiting.line === '') putBreak(e)
  else putLine(e)
  e.isSpace = true
}

function chomping(text: string): string {
  if (!isBreak(text.charAt(text.length - 1))) return '-'
  return text.length === 1 || isBreak(text.charAt(text.length - 2)) ? '+' : ''
}

function writeLiteral(e: Emitter, text: string): void {
  putHeader(e, '|', text)
  let isNewLine = true
  for (const ch of text) {
    if (isBreak(ch)) {
      putBreak(e, ch)
      isNewLine = true
      continue
    }
    if (isNewLine) putIndent(e)
    put(e, ch)
    e.isIndented = false
    isNewLine = false
  }
}

/** Between lines that are folded stands one more line break; upstream looks at the start of the text for what follows the breaks. */
function writeFolded(e: Emitter, text: string): void {
  putHeader(e, '>', text)
  const start = text.search(/[^\n\r\x85\u2028\u2029]/)
  const isBlankStart = start < 0 || /[ \t]/.test(text.charAt(start))
  let isNewLine = true
  let isDeep = true
  for (const ch of text) {
    if (isBreak(ch)) {
      if (!isNewLine && !isDeep && ch === '\n' && !isBlankStart) putBreak(e)
      putBreak(e, ch)
      isNewLine = true
      continue
    }
    if (isNewLine) {
      putIndent(e)
      isDeep = ch === ' ' || ch === '\t'
    }
    put(e, ch)
    e.isIndented = false
    isNewLine = false
  }
}

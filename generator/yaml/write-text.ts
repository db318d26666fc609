/** Where a text is written: the column of its first character, and the indentation of its further lines. */
export type Spot = { readonly column: number; readonly indent: number }

/** Go's emitter breaks a line at the first chance behind this column. */
const width = 80

const spaces: readonly string[] = Array.from({ length: 64 }, (_, i) => ' '.repeat(i))

/** That many spaces; a table, since every line needs some. */
export function pad(indent: number): string {
  return spaces[indent] ?? ' '.repeat(indent)
}

/** A plain text, folded as libyaml does it: at single spaces behind column 80, words are never split. */
export function writePlain(text: string, { column, indent }: Spot): string {
  return column + text.length <= width ? text : foldSpaces(text, column, indent)
}

/** A text in single quotes, folded alike. U+2028 and U+2029 are line breaks here, with the indentation behind them. */
export function writeSingle(text: string, { column, indent }: Spot): string {
  const inner = text.replaceAll("'", "''")
  if (/[\u2028\u2029]/.test(inner)) return `'${brokenLines(inner, column + 1, indent)}'`
  const isShort = column + inner.length < width
  return `'${isShort ? inner : foldSpaces(inner, column + 1, indent)}'`
}

function brokenLines(text: string, column: number, indent: number): string {
  const [first = '', ...rest] = text.split(/([\u2028\u2029]+)/)
  const further = rest.map((part, i) => {
    if (i % 2 === 0) return part
    return part === '' ? '' : pad(indent) + foldSpaces(part, indent, indent)
  })
  return foldSpaces(first, column, indent) + further.join('')
}

/** Breaks at a space that neither starts, ends, precedes nor follows another one. */
function foldSpaces(text: string, start: number, indent: number): string {
  const lines: string[] = []
  let from = 0
  let column = start
  for (;;) {
    let at = text.indexOf(' ', from + Math.max(0, width + 1 - column))
    while (at >= 0 && !isSingleSpace(text, at)) at = text.indexOf(' ', at + 1)
    lines.push(at < 0 ? text.slice(from) : text.slice(from, at))
    if (at < 0) return lines.join(`\n${pad(indent)}`)
    from = at + 1
    column = indent
  }
}

function isSingleSpace(text: string, i: number): boolean {
  return i > 0 && i < text.length - 1 && text.charAt(i - 1) !== ' ' && text.charAt(i + 1) !== ' '
}

const names: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

const escaped = /[^\x20\x21\x23-\x5b\x5d-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u

/** A text in double quotes with go-yaml v2's escapes; it may break before a run of spaces too. */
export function writeDouble(text: string, { column, indent }: Spot): string {
  const characters = [...text]
  const isAllEscaped = text.startsWith('\ufeff') // a quirk: libyaml's is_bom looks at the first byte only
  let out = '"'
  let at = column + 1
  for (const [i, ch] of characters.entries()) {
    if (at > width && ch === ' ' && !isAllEscaped && startsRun(characters, i)) {
      const isRun = characters[i + 1] === ' '
      out += `\n${pad(indent)}${isRun ? '\\' : ''}`
      at = indent + (isRun ? 1 : 0)
    } else {
      const shown = isAllEscaped || escaped.test(ch) ? escapeOf(ch) : ch
      out += shown
      at += shown.length
    }
  }
  return `${out}"`
}

function startsRun(characters: readonly string[], i: number): boolean {
  return i > 0 && i < characters.length - 1 && characters[i - 1] !== ' '
}

function escapeOf(ch: string): string {
  const name = names[ch]
  if (name !== undefined) return name
  const code = ch.codePointAt(0) ?? 0
  const [letter, digits] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8]
  return `\\${letter}${code.toString(16).toUpperCase().padStart(Number(digits), '0')}`
}

/** A literal block with its header; it ends with a line break, whatever the text does. */
export function writeLiteral(text: string, indent: number): string {
  const hint = /^[ \n\u2028\u2029]/.test(text) ? '2' : ''
  const body = text.replace(/[^\n\u2028\u2029]+/g, (run, at: number) =>
    at === 0 || isBreak(text.charAt(at - 1)) ? pad(indent) + run : run,
  )
  return `|${hint}${chomping(text)}\n${body}${/[\n\u2028\u2029]$/.test(text) ? '' : '\n'}`
}

function chomping(text: string): string {
  if (!isBreak(text.charAt(text.length - 1))) return '-'
  return text.length === 1 || isBreak(text.charAt(text.length - 2)) ? '+' : ''
}

function isBreak(ch: string): boolean {
  return ch === '\n' || ch === '\u2028' || ch === '\u2029'
}

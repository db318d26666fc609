import type { Random } from '../random.ts'
import { isBody, isList, isRaw, type Raw, type Value } from './value.ts'

/** How often a document uses each way of writing. */
type Style = {
  readonly flow: number
  readonly quoted: number
  readonly comments: number
  readonly anchors: number
  /** Keys with a question mark, merge keys, tags that say what is plain anyway. */
  readonly rare: number
  /** Lines broken inside of brackets, quotes and plain texts. */
  readonly breaks: number
  readonly indent: string
  readonly listIndent: string
  readonly names: Map<string, string>
}

/** A document as somebody may write it: block or flow, quotes, comments, anchors. */
export function writeYaml(r: Random, value: Value, comments?: number): string {
  if (r.chance(0.04))
    return `${escaped(JSON.stringify(plainOf(value), undefined, r.pick([0, 2])))}\n`
  const rare = r.chance(0.06) ? 0.06 : 0
  const style: Style = {
    flow: r.pick([0, 0, 0.1, 0.3]),
    quoted: r.pick([0, 0.1, 0.5]),
    // Comments in collections with tags make go-yaml write what it cannot read.
    comments: rare > 0 ? 0 : (comments ?? r.pick([0, 0, 0, 0.1])),
    anchors: r.pick([0, 0, 0, 0, 0.05]),
    rare,
    breaks: r.chance(0.08) ? 0.2 : 0,
    indent: r.pick(['  ', '  ', '  ', '    ']),
    listIndent: r.pick(['', '', '  ']),
    names: new Map(),
  }
  const written =
    isList(value) && value.length > 0
      ? `\n${block(r, style, value, '')}`
      : after(r, style, value, '')
  return dressed(r, `${written.replace(/^\n| /, '')}\n`)
}

/** The same document, now and then as other editors leave it. */
function dressed(r: Random, text: string): string {
  if (!r.chance(0.05)) return text
  return r.pick<() => string>([
    () => `---\n${text}`,
    () => `\n# first\n\n${text}`,
    () => `\ufeff${text}`,
    () => text.replaceAll('\n', '\r\n'),
    () => text.replace(/\n$/, ''),
    () => `${text}...\n`,
    () => `${text}\n\n# last\n`,
    () => `${text}---\n`,
    () => text.replace(/\n(?=[a-z])/g, '\n\n'),
    () => (text.includes('!!') ? text : text.replace(/([a-z0-9])\n/g, '$1 # note\n')),
    () => text.replace(/:\n/g, ':  \n'),
  ])()
}

/** What JSON can say of a value. */
export function plainOf(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value
  if (isRaw(value)) return value.text
  if (isList(value)) return value.map(plainOf)
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plainOf(child)]))
}

/** What stands after a colon or a dash: a space and one line, or a line break and a block. */
function after(r: Random, style: Style, value: Value, pad: string): string {
  const [prefix, known] = anchored(r, style, value)
  if (known) return ` ${prefix}`
  const lead = (prefix === '' ? '' : ` ${prefix}`) + tagText(r, style, value)
  const empty = (isList(value) ? value : isBody(value) ? Object.keys(value) : []).length === 0
  if (isRaw(value)) return `${lead} ${value.text}`
  if (value === null || typeof value !== 'object') {
    const block = typeof value === 'string' && r.chance(0.7) && literal(r, value, pad)
    return `${lead} ${block || inline(r, style, value)}`
  }
  if (empty || r.chance(style.flow)) return `${lead} ${inline(r, style, value)}`
  return `${lead}\n${block(r, style, value, pad)}`
}

function block(
  r: Random,
  style: Style,
  value: Exclude<Value, Raw | null | string | number | boolean>,
  pad: string,
): string {
  if (isList(value)) {
    const inner = `${pad}  `
    return value.map((element) => `${pad}-${item(r, style, element, inner)}`).join('\n')
  }
  const merged = r.chance(style.rare * 2) ? r.pick(Object.keys(value)) : undefined
  const rows = Object.entries(value).map(([key, child]) => {
    const deeper = pad + (isList(child) ? style.listIndent : style.indent)
    const inherited = () => `<<: {${keyText(r, style, key)}: ${inline(r, style, child)}}`
    const row = pad + (key === merged ? inherited() : field(r, style, key, child, pad, deeper))
    return r.chance(style.comments) ? commented(r, row, pad, key) : row
  })
  return rows.join('\n')
}

/** A row with a comment above, behind or below it. */
function commented(r: Random, row: string, pad: string, key: string): string {
  const isLine = !row.includes('\n') && !/[|>][-+]?$/.test(row)
  return r.weighted([
    [3, `${pad}# ${key}\n${row}`],
    [isLine ? 3 : 0, `${row} # ${key}`],
    [1, `${row}\n${pad}# below\n`],
    [1, `\n${pad}# one\n${pad}# two\n${row}`],
    [0.5, `# far left\n${row}`],
  ])
}

/** A key with its value; `deeper` is where the lines of the value begin. */
function field(
  r: Random,
  style: Style,
  key: string,
  value: Value,
  pad: string,
  deeper: string,
): string {
  if (r.chance(style.rare))
    return `? ${keyText(r, style, key)}\n${pad}:${after(r, style, value, deeper)}`
  return `${keyText(r, style, key)}:${after(r, style, value, deeper)}`
}

/** A tag that says what the value is without it. */
function tagText(r: Random, style: Style, value: Value): string {
  if (isRaw(value) || !r.chance(style.rare)) return ''
  if (isList(value)) return ' !!seq'
  if (isBody(value)) return ' !!map'
  return typeof value === 'string' ? ' !!str' : ''
}

/** An element: a map begins on the line of its dash. */
function item(r: Random, style: Style, value: Value, pad: string): string {
  const written = after(r, style, value, pad)
  const begin = `\n${pad}`
  const compact = isBody(value) && written.startsWith(begin) && !written.startsWith(`${begin}#`)
  return compact ? ` ${written.slice(begin.length)}` : written
}

/** An anchor before a value, or an alias instead of one that was written before. */
function anchored(r: Random, style: Style, value: Value): readonly [string, boolean] {
  if (style.anchors === 0 || isRaw(value) || !r.chance(style.anchors * 4)) return ['', false]
  const key = JSON.stringify(plainOf(value))
  const name = style.names.get(key)
  if (name !== undefined) return [`*${name}`, true]
  const fresh = `a${style.names.size}`
  style.names.set(key, fresh)
  return [`&${fresh}`, false]
}

/** A value on one line. */
function inline(r: Random, style: Style, value: Value): string {
  if (value === null) return r.pick(['null', '~', 'null'])
  if (typeof value === 'string') return quoted(r, style, value)
  if (typeof value !== 'object') return String(value)
  if (isRaw(value)) return /[,[\]{}\n:]/.test(value.text) || value.text === '' ? '""' : value.text
  const space = r.chance(style.breaks) ? far : r.chance(0.1) ? ' ' : ''
  const comma = r.chance(style.breaks) ? r.pick([`,${far}`, ` ,`, `, # next${far}`, ',']) : ', '
  if (isList(value))
    return `[${space}${value.map((element) => inline(r, style, element)).join(comma)}${space}]`
  const rows = Object.entries(value).map(
    ([key, child]) => `${keyText(r, style, key)}: ${inline(r, style, child)}`,
  )
  return `{${space}${rows.join(comma)}${space}}`
}

/** A line break, and more blanks than any document is deep. */
const far = `\n${' '.repeat(30)}`

const safe = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/
const words = /^(?:y|n|yes|no|on|off|true|false|null|nil)$/i

const isSafe = (value: string) => safe.test(value) && !words.test(value)

function keyText(r: Random, style: Style, key: string): string {
  if (key === '<<') return key
  return isSafe(key) && !r.chance(style.quoted / 10) ? key : quoted(r, { ...style, breaks: 0 }, key)
}

function quoted(r: Random, style: Style, value: string): string {
  const isBroken = /^[A-Za-z-]\S* \S/.test(value) && !/[^\x21-\x7e] |\n/.test(value)
  if (isBroken && r.chance(style.breaks)) return broken(r, style, value)
  if (isSafe(value) && !r.chance(style.quoted)) return value
  const printable = /^[\x20-\x7e\u00a1-\u1fff\u3000-\ud7ff]*$/.test(value)
  if (printable && r.chance(0.5)) return `'${value.replaceAll("'", "''")}'`
  return escaped(JSON.stringify(value))
}

/** A text whose first blank is a line break, which YAML folds into one. */
function broken(r: Random, style: Style, value: string): string {
  const whole = quoted(r, { ...style, breaks: 0 }, value)
  return whole.replace(' ', r.pick([far, far, ` ${far}`]))
}

/** JSON in which no character stands that YAML takes for a line break, or forbids. */
const escaped = (json: string): string =>
  json.replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Several lines as a literal or folded block, where that is possible. */
function literal(r: Random, value: string, pad: string): string | false {
  if (!/^[^\s].*\n/.test(value) || /[^\n\x20-\x7e\u00a1-\u1fff]| \n| $/.test(value)) return false
  if (value.split('\n').every((line) => line === '')) return false
  const chomp = value.endsWith('\n\n') ? '+' : value.endsWith('\n') ? '' : '-'
  const inner = pad === '' ? '  ' : pad
  const body = value.replace(/\n$/, '').split('\n')
  const folded = !value.includes(':') && r.chance(0.1) ? '>' : '|'
  return `${folded}${chomp}\n${body.map((line) => (line === '' ? '' : inner + line)).join('\n')}`
}

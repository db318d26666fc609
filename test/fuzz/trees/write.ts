import type { Random } from '../random.ts'
import { isBody, isList, isRaw, type Raw, type Value } from './value.ts'

/** How often a document uses each way of writing. */
type Style = {
  readonly flow: number
  readonly quoted: number
  readonly comments: number
  readonly anchors: number
  readonly listIndent: string
  readonly names: Map<string, string>
}

/** A document as somebody may write it: block or flow, quotes, comments, anchors. */
export function writeYaml(r: Random, value: Value): string {
  if (r.chance(0.04))
    return `${escaped(JSON.stringify(plainOf(value), undefined, r.pick([0, 2])))}\n`
  const style: Style = {
    flow: r.pick([0, 0, 0.1, 0.3]),
    quoted: r.pick([0, 0.1, 0.5]),
    comments: r.pick([0, 0, 0, 0.1]),
    anchors: r.pick([0, 0, 0, 0, 0.05]),
    listIndent: r.pick(['', '', '  ']),
    names: new Map(),
  }
  const written =
    isList(value) && value.length > 0
      ? `\n${block(r, style, value, '')}`
      : after(r, style, value, '')
  return `${written.replace(/^\n| /, '')}\n`
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
  const lead = prefix === '' ? '' : ` ${prefix}`
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
  const rows = Object.entries(value).map(([key, child]) => {
    const deeper = isList(child) ? pad + style.listIndent : `${pad}  `
    const row = `${pad}${keyText(r, style, key)}:${after(r, style, child, deeper)}`
    return r.chance(style.comments) ? `${pad}# ${key}\n${row}` : row
  })
  return rows.join('\n')
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
  const space = r.chance(0.1) ? ' ' : ''
  if (isList(value))
    return `[${space}${value.map((element) => inline(r, style, element)).join(', ')}${space}]`
  const rows = Object.entries(value).map(
    ([key, child]) => `${keyText(r, style, key)}: ${inline(r, style, child)}`,
  )
  return `{${space}${rows.join(', ')}${space}}`
}

const safe = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/
const words = /^(?:y|n|yes|no|on|off|true|false|null|nil)$/i

const isSafe = (value: string) => safe.test(value) && !words.test(value)

function keyText(r: Random, style: Style, key: string): string {
  if (key === '<<') return key
  return isSafe(key) && !r.chance(style.quoted / 10) ? key : quoted(r, style, key)
}

function quoted(r: Random, style: Style, value: string): string {
  if (isSafe(value) && !r.chance(style.quoted)) return value
  const printable = /^[\x20-\x7e\u00a1-\u1fff\u3000-\ud7ff]*$/.test(value)
  if (printable && r.chance(0.5)) return `'${value.replaceAll("'", "''")}'`
  return escaped(JSON.stringify(value))
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

import { floatOf, integerOf } from './go-number.ts'
import { type Dialect, isScalar, type Node, scalar, type Tag } from './node.ts'
import { rfc3339 } from './timestamp.ts'

const nulls = ['', '~', 'null', 'Null', 'NULL']
const booleans: readonly (readonly [boolean, readonly string[]])[] = [
  [true, ['true', 'True', 'TRUE']],
  [false, ['false', 'False', 'FALSE']],
]
const oldBooleans: readonly (readonly [boolean, readonly string[]])[] = [
  [true, ['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']],
  [false, ['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']],
]

/** Infinities and NaN: floats of YAML that JSON, and so Kubernetes, cannot hold. */
const unbounded = new Set(
  ['inf', 'Inf', 'INF']
    .flatMap((word) => [`.${word}`, `+.${word}`, `-.${word}`])
    .concat('.nan', '.NaN', '.NAN'),
)

/** In a resource the text of a null or boolean is kept: an annotation prints it as written. */
const resourceWords = new Map<string, Node>([
  ...nulls.map((w) => [w, w === 'null' ? null : scalar(w, 'plain', '!!null')] as const),
  ...booleans.flatMap(([value, words]) =>
    words.map((w) => [w, w === String(value) ? value : scalar(w, 'plain', '!!bool')] as const),
  ),
])
const configWords = new Map<string, Node>([
  ...nulls.map((w) => [w, null] as const),
  ...[...booleans, ...oldBooleans].flatMap(([value, words]) =>
    words.map((w) => [w, value] as const),
  ),
])
const longestWord = 5

/** What the first character allows: 1 = perhaps a word of the tables, 2 = perhaps a number or timestamp. */
const hints = new Uint8Array(128)
for (const c of 'yYnNtTfFoO~') hints[c.charCodeAt(0)] = 1
for (const c of '+-.0123456789') hints[c.charCodeAt(0)] = 2

const canonicalInteger = /^(?:0|-?[1-9][0-9]{0,14})$/

/**
 * The node of a plain scalar without a tag, by the tables and rules of go-yaml's `resolve`.
 * Undefined for `.inf` and `.nan` in `config`, where everything becomes JSON at once.
 */
export function resolvePlain(text: string, dialect: Dialect): Node | undefined {
  const hint = text === '' ? 1 : (hints[text.charCodeAt(0)] ?? 0)
  if (hint === 0) return text
  if (hint === 2) return resolveNumber(text, dialect)
  return wordOf(text, dialect)
}

function wordOf(text: string, dialect: Dialect): Node {
  if (text.length > longestWord) return text
  const found = (dialect === 'resource' ? resourceWords : configWords).get(text)
  return found === undefined ? text : found
}

function resolveNumber(text: string, dialect: Dialect): Node | undefined {
  if (canonicalInteger.test(text)) return Number(text)
  // No JSON and no output holds it, but labels, annotations and what is dropped in between may.
  if (unbounded.has(text))
    return dialect === 'resource' ? scalar(text, 'plain', '!!float') : undefined
  if (text.charCodeAt(4) === 45 && rfc3339(text) !== undefined)
    return dialect === 'resource' ? scalar(text, 'plain', '!!timestamp') : text
  if (integerOf(text) !== undefined) return scalar(text, 'plain', '!!int')
  const value = floatOf(text)
  if (value === undefined) return text
  return String(value) === text ? value : scalar(text, 'plain', '!!float')
}

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/

/** Whether go-yaml v2 leaves this text without quotes: its own reader, and YAML 1.1's base 60, see a string. */
export function readsAsString(text: string): boolean {
  const hint = text === '' ? 1 : (hints[text.charCodeAt(0)] ?? 0)
  if (hint === 0) return true
  if (hint === 1) return text.length > longestWord || !configWords.has(text)
  if (unbounded.has(text) || base60.test(text)) return false
  if (text.charCodeAt(4) === 45 && rfc3339(text) !== undefined) return false
  return integerOf(text) === undefined && floatOf(text) === undefined
}

/** Whether this text is a string when it stands without quotes, as far as its type goes: it may still be no plain scalar. */
export function readsAsText(text: string, dialect: Dialect): boolean {
  return resolvePlain(text, dialect) === text
}

/** The tag of a value that stands as itself: integers of more than 64 bits are floats. */
export function tagOfValue(value: Node): Tag {
  if (typeof value === 'string') return '!!str'
  if (typeof value === 'boolean') return '!!bool'
  if (typeof value !== 'number') return '!!null'
  return integerOf(String(value)) === undefined ? '!!float' : '!!int'
}

/** The tag that a text without quotes has in a resource. */
export function tagOfText(text: string): Tag {
  const node = resolvePlain(text, 'resource')
  if (node === null) return '!!null'
  if (typeof node === 'boolean') return '!!bool'
  if (typeof node === 'number') return tagOfValue(node)
  return typeof node === 'object' && isScalar(node) ? (node.tag ?? '!!str') : '!!str'
}

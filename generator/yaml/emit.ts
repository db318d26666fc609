import { collectionIn, isScalar, type Node, scalar } from './node.ts'
import { spread } from './unprinted.ts'
import { pad, type Spot } from './write-text.ts'

/** What separates one printer from another; the shape of mappings and lists is the same. */
export type Look = {
  /** The keys of a mapping in the order in which they are printed. */
  readonly keys: (keys: string[]) => string[]
  /** The text of a key, or undefined where it takes the `? key` form. */
  readonly key: (key: string) => string | undefined
  /** The text of a string, number, scalar, …; a literal block ends with its line break. */
  readonly value: (value: unknown, spot: Spot) => string
  /** The look for what a mapping or list of the tree holds. */
  readonly inside?: (collection: Node[] | Map<string, Node>) => Look
}

type Out = string[]

/** V8 ends the process, without an error to catch, where an array outgrows its limit of 134 million. */
const mostPieces = 50_000_000

function refuseTooLong(out: Out): void {
  if (out.length > mostPieces) throw new RangeError('too many values to print')
}

/** A document from a `Node` or plain JSON, with a line break at its end. Members that are undefined are left out. */
export function emit(value: unknown, look: Look): string {
  const out: Out = []
  if (Array.isArray(value) && value.length > 0) list(out, value, 0, look)
  else if (isMapping(value)) mapping(out, value, 0, look)
  else scalarLine(out, value, { column: 0, indent: 2 }, look)
  return out.join('')
}

type Mapping = ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>

function isMapping(value: unknown): value is Mapping {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if (value instanceof Map) return value.size > 2 || spread(value).size > 0
  return !isScalar(value) && hasMember(value)
}

function hasMember(object: object): boolean {
  for (const value of Object.values(object)) if (value !== undefined) return true
  return false
}

function lookIn(collection: unknown, look: Look): Look {
  if (look.inside === undefined) return look
  const isNode = collection instanceof Map || Array.isArray(collection)
  return isNode ? look.inside(collection) : look
}

/** The cursor stands at the column of the first key. */
function mapping(out: Out, written: Mapping, indent: number, outer: Look): void {
  refuseTooLong(out)
  const look = lookIn(written, outer)
  const map = written instanceof Map ? spread(written) : written
  let isFirst = true
  for (const key of look.keys(keysOf(map))) {
    const value: unknown = map instanceof Map ? map.get(key) : (map as Record<string, unknown>)[key]
    if (value === undefined) continue
    if (!isFirst) out.push(pad(indent))
    isFirst = false
    member(out, key, value, indent, look)
  }
}

function keysOf(map: Mapping): string[] {
  return map instanceof Map ? [...map.keys()] : Object.keys(map)
}

function member(out: Out, key: string, value: unknown, indent: number, look: Look): void {
  const name = look.key(key)
  if (name === undefined) complexMember(out, key, value, indent, look)
  else if (Array.isArray(value) && value.length > 0) {
    out.push(`${name}:\n${pad(indent)}`)
    list(out, value, indent, look)
  } else if (isMapping(value)) {
    out.push(`${name}:\n${pad(indent + 2)}`)
    mapping(out, value, indent + 2, look)
  } else if (collectionIn(value)) member(out, key, collectionIn(value), indent, look)
  else {
    out.push(`${name}: `)
    scalarLine(out, value, { column: indent + name.length + 2, indent: indent + 2 }, look)
  }
}

/** Keys with line breaks or of more than 128 bytes: `? key`, and the value behind a colon of its own. */
function complexMember(out: Out, key: string, value: unknown, indent: number, look: Look): void {
  out.push('? ')
  // It has had quotes in its file: only those make a key of several lines.
  scalarLine(out, scalar(key, 'double'), { column: indent + 2, indent: indent + 2 }, look)
  out.push(`${pad(indent)}: `)
  inner(out, value, indent + 2, look)
}

/** The cursor stands at the column of the first dash. */
function list(out: Out, items: readonly unknown[], indent: number, outer: Look): void {
  refuseTooLong(out)
  const look = lookIn(items, outer)
  let isFirst = true
  for (const item of items) {
    if (!isFirst) out.push(pad(indent))
    isFirst = false
    out.push('- ')
    inner(out, item, indent + 2, look)
  }
}

/** A value that starts where the cursor is, at `indent`. */
function inner(out: Out, value: unknown, indent: number, look: Look): void {
  if (Array.isArray(value) && value.length > 0) list(out, value, indent, look)
  else if (isMapping(value)) mapping(out, value, indent, look)
  else if (collectionIn(value)) inner(out, collectionIn(value), indent, look)
  else scalarLine(out, value, { column: indent, indent }, look)
}

function scalarLine(out: Out, value: unknown, spot: Spot, look: Look): void {
  const text = textOf(value, spot, look)
  // Only a literal can end with U+2028 or U+2029, and for Go's emitter that ends the line.
  const last = text.charCodeAt(text.length - 1)
  out.push(last === 0x0a || last === 0x2028 || last === 0x2029 ? text : `${text}\n`)
}

function textOf(value: unknown, spot: Spot, look: Look): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return String(value)
  lookIn(value, look)
  if (Array.isArray(value)) return '[]'
  const isEmptyMap = typeof value === 'object' && !isScalar(value)
  return isEmptyMap ? '{}' : look.value(value, spot)
}

import type { Problem } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import { didYouMean } from '../../core/suggest.ts'
import { goFloat32 } from '../../yaml/index.ts'
import { compareBytes } from '../node/go-json.ts'

/** What a field of kustomization.yaml may hold. `any` is passed on unread; an `int64` is a bigint where a number would lose digits; a `text` may be written as a number or a word without quotes; a list that `isFull` has no null. */
export type Shape =
  | 'string'
  | 'text'
  | 'boolean'
  | 'integer'
  | 'int64'
  | 'any'
  | { readonly list: Shape; readonly isFull?: true }
  | { readonly map: 'string' | 'text' }
  | { readonly fields: Readonly<Record<string, Shape>> }

/** A mistake, and the JSON pointer of what is wrong. */
export type Mistake = { readonly pointer: string; readonly key?: boolean } & Problem

/**
 * Read a JSON value the way Go's decoder reads it into a struct: field names in any case, unknown ones are
 * mistakes, null is as good as absent, no value changes its type. The result has the names as declared.
 */
export function decode(
  value: unknown,
  shape: Shape,
  report: (mistake: Mistake) => void,
  unknown: 'refused' | 'ignored' = 'refused',
): unknown {
  return read(value, shape, '', { report, unknown })
}

type Reading = {
  readonly report: (mistake: Mistake) => void
  readonly unknown: 'refused' | 'ignored'
}

function read(value: unknown, shape: Shape, pointer: string, reading: Reading): unknown {
  if (value === null || value === undefined) return undefined
  if (shape === 'any') return value
  if (typeof shape === 'string') return readScalar(value, shape, pointer, reading)
  if ('list' in shape) {
    if (Array.isArray(value))
      return value.map((element, i) => {
        const at = `${pointer}/${i}`
        if (shape.isFull && element === null) return wrong(element, 'a map', at, reading)
        return read(element, shape.list, at, reading) ?? emptyOf(shape.list)
      })
    return wrong(value, 'a list', pointer, reading)
  }
  if (typeof value !== 'object' || Array.isArray(value))
    return wrong(value, 'a map', pointer, reading)
  return 'map' in shape
    ? readMap(value, shape.map, pointer, reading)
    : readFields(value, shape.fields, pointer, reading)
}

/** Go's zero value for a null in a list. */
function emptyOf(shape: Shape): unknown {
  if (typeof shape !== 'string') return 'list' in shape ? [] : {}
  return shape === 'string' || shape === 'text'
    ? ''
    : shape === 'boolean'
      ? false
      : shape === 'integer' || shape === 'int64'
        ? 0
        : null
}

function readScalar(value: unknown, shape: string, pointer: string, reading: Reading): unknown {
  if (shape === 'text') {
    const text = typeof value === 'object' ? undefined : textOf(value)
    return text ?? wrong(value, 'a string', pointer, reading)
  }
  const isInteger = shape === 'integer' || shape === 'int64'
  const fits = isInteger ? isInt64(value) : typeof value === shape
  if (fits) return shape === 'integer' ? Number(value) : value
  const wanted = isInteger ? 'an integer' : `a ${shape}`
  return wrong(value, shape === 'boolean' ? 'true or false' : wanted, pointer, reading)
}

function isInt64(value: unknown): boolean {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 63
}

/** Integers that have no room in 64 bits are floats in Go. */
function textOf(value: unknown): string {
  if (typeof value !== 'number') return String(value)
  const isFloat = !Number.isInteger(value) || value >= 2 ** 64 || value <= -(2 ** 63)
  return isFloat ? goFloat32(value) : String(value)
}

function readMap(value: object, shape: Shape, pointer: string, reading: Reading): unknown {
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    read(member, shape, pointerTo(pointer, key), reading) ?? '',
  ])
  return Object.fromEntries(entries)
}

function readFields(
  value: object,
  fields: Readonly<Record<string, Shape>>,
  pointer: string,
  reading: Reading,
): unknown {
  const result = new Map<string, unknown>()
  const members = Object.entries(value)
  const folded = new Set(members.map(([written]) => foldCase(written)))
  // Of `images` and `Images` Go decodes capitals first, and the other into what is there already; null takes that away.
  if (folded.size < members.length) members.sort(([a], [b]) => compareBytes(a, b))
  for (const [written, member] of members) {
    const name = nameOf(written, fields)
    if (name === undefined && reading.unknown === 'ignored') continue
    if (name === undefined) {
      reading.report({
        pointer: pointerTo(pointer, written),
        key: true,
        message: `unknown field "${written}"`,
        hint: `kustomize has no such field${didYouMean(written, Object.keys(fields)) || ' here; remove it'}`,
      })
      continue
    }
    const read1 = read(member, fields[name] ?? 'any', pointerTo(pointer, written), reading)
    if (read1 !== undefined) result.set(name, decodedInto(result.get(name), read1))
    else if (typeof fields[name] === 'object') result.delete(name)
  }
  return Object.fromEntries(result)
}

/** What Go makes of a second value for one field: maps and the elements of lists take it in, the rest is replaced. */
function decodedInto(old: unknown, value: unknown): unknown {
  if (Array.isArray(old) && Array.isArray(value))
    return value.map((element, i) => decodedInto(old[i], element))
  if (!isObject(old) || !isObject(value)) return value
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    decodedInto(Object.hasOwn(old, key) ? old[key] : undefined, member),
  ])
  return Object.fromEntries([...Object.entries(old), ...entries])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nameOf(written: string, fields: Readonly<Record<string, Shape>>): string | undefined {
  if (Object.hasOwn(fields, written)) return written
  const folded = foldCase(written)
  return Object.keys(fields).find((name) => foldCase(name) === folded)
}

/** What names of fields that Go takes for one have in common. It also takes the long s for an s. */
export function foldCase(name: string): string {
  return name.toLowerCase().replaceAll('ſ', 's')
}

const printable = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value

function wrong(value: unknown, wanted: string, pointer: string, reading: Reading): undefined {
  const received = JSON.stringify(value, printable).slice(0, 80)
  const quote = wanted === 'a string' && typeof value !== 'object' ? '; put it in quotes' : ''
  reading.report({
    pointer,
    message: `${pointer.slice(1).replaceAll('/', '.') || 'the file'} is ${received}, must be ${wanted}`,
    hint: `write ${wanted}${quote}`,
  })
  return undefined
}

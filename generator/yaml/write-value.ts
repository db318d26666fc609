import { oneLine } from './print-yaml.ts'
import { writeDouble } from './write-text.ts'

type Json = Readonly<Record<string, unknown>>

/** How a value is put into a file: within `width` columns on one line, longer ones as a block; 0 is always a block. */
export type Width = number

/** A value on one line, as it may stand anywhere: `{ a: 1, b: [x, y] }`. Members that are undefined are left out. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (!isObject(value)) return scalarText(value)
  const members = membersOf(value).map(([k, v]) => `${flowString(k)}: ${flowText(v)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** A map or list that holds something, as lines of a block without indentation. */
export function blockLines(value: unknown, width: Width): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => {
      if (isInline(item, width - 2)) return [`- ${flowText(item)}`]
      const [first = '', ...rest] = blockLines(item, width - 2)
      return [`- ${first}`, ...rest.map(indented)]
    })
  return membersOf(value as Json).flatMap(([key, member]) => memberLines(key, member, width))
}

/** `key: value` on one line where it fits, else the key with the value below it. */
export function memberLines(key: string, value: unknown, width: Width): readonly string[] {
  const name = oneLine(key)
  if (isInline(value, width - name.length - 2)) return [`${name}: ${inlineText(value)}`]
  return [`${name}:`, ...blockLines(value, width - 2).map(indented)]
}

/** Whether a value stands on one line: scalars and what is empty always do. */
export function isInline(value: unknown, width: Width): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.keys(value).length === 0 || flowText(value).length <= width
}

/** A value behind a key or dash of a block. */
export const inlineText = (value: unknown): string =>
  typeof value === 'string' ? oneLine(value) : flowText(value)

const indented = (line: string): string => `  ${line}`

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

const membersOf = (value: Json) => Object.entries(value).filter(([, v]) => v !== undefined)

const scalarText = (value: unknown): string =>
  typeof value === 'string' ? flowString(value) : String(value)

/** Brackets and commas end a plain scalar between brackets. */
function flowString(text: string): string {
  const written = oneLine(text)
  return written === text && /[[\]{},]/.test(text)
    ? writeDouble(text, { column: Number.NEGATIVE_INFINITY, indent: 0 })
    : written
}

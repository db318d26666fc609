import { analyze } from './analyze.ts'
import { emit, type Look } from './emit.ts'
import { goNumber } from './go-number.ts'
import { isScalar, type Scalar } from './node.ts'
import { readsAsString } from './resolve.ts'
import { scalarValue } from './to-json.ts'
import { type Spot, writeDouble, writeLiteral, writeSingle } from './write-text.ts'

/**
 * YAML of ours for generated files: keys in their order, 2 spaces, lists at the column of their key as kustomize
 * prints them, no folding. A string has quotes wherever Go or YAML 1.1 or 1.2 would read something else; several
 * lines are a literal block. Members that are undefined are left out.
 */
export function printYaml(value: unknown): string {
  return emit(value, readable)
}

const readable: Look = { keys: (keys) => keys, key: keyText, value: valueText }

const unfolded = Number.NEGATIVE_INFINITY
const longestKey = 1000

function keyText(key: string): string | undefined {
  if (key.length > longestKey) return undefined
  return oneLine(key)
}

function valueText(value: unknown, { indent }: Spot): string {
  if (typeof value === 'string') return stringText(value, indent)
  if (typeof value === 'number') return goNumber(value)
  if (isScalar(value)) return scalarText(value, indent)
  throw new Error(`a ${typeof value} cannot be printed as YAML`)
}

/** Numbers and dates as they were written, everything else by its value. */
function scalarText(s: Scalar, indent: number): string {
  const isText = s.tag === '!!str' || s.tag === '!!binary' || s.style !== 'plain'
  if (!isText && s.tag !== '!!null') return s.text
  const value = scalarValue(s)
  return typeof value === 'string' ? stringText(value, indent) : String(value)
}

/** Line breaks, and nothing that a block scalar cannot show or that readers disagree about. */
const block = /^(?=\n*[^\n]+\n)[\t\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]*$/

function stringText(text: string, indent: number): string {
  return block.test(text) && !/^\n* *(?:\t|\n|$)/.test(text)
    ? writeLiteral(text, indent)
    : oneLine(text)
}

/** A string as a key or value in a block, on one line whatever it holds. */
export function oneLine(text: string): string {
  const spot = { column: unfolded, indent: 0 }
  const isMisread = !readsAsString(text) || otherwiseRead.test(text)
  if (isMisread || text.includes('\n')) return writeDouble(text, spot)
  const { plain, single } = analyze(text)
  if (plain) return text
  return single && !/[\u2028\u2029]/.test(text) ? writeSingle(text, spot) : writeDouble(text, spot)
}

/** A merge key, a YAML 1.1 default value, and numbers that only some readers take for one (`1e400`, `._5`, `-0o7`). */
const otherwiseRead =
  /^(?:<<|=|[-+]?(?=[._]*[0-9])[0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?0[xXoObB][0-9a-fA-F_]+)$/

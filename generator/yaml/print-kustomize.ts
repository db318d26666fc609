import { UserError } from '../core/finding.ts'
import { analyze, isSimple } from './analyze.ts'
import { isInBrackets } from './brackets.ts'
import { emit, type Look } from './emit.ts'
import { goNumber } from './go-number.ts'
import { sortKeys } from './key-order.ts'
import { isScalar, type Scalar } from './node.ts'
import { mayBeBlock } from './refold.ts'
import { readsAsString } from './resolve.ts'
import { scalarValue } from './to-json.ts'
import { type Spot, writeDouble, writeLiteral, writePlain, writeSingle } from './write-text.ts'

/** Longer keys, in bytes, are written as `? key`. */
const longestKey = 128

/**
 * One object exactly as kustomize 5.8.1 prints it: go-yaml v2 with sorted keys, folded behind column 80, every
 * style chosen from the value alone. Takes a `Node` or plain JSON. Strings with DEL or C1 controls are a UserError.
 */
export function printKustomize(value: unknown): string {
  return emit(value, kustomize)
}

const kustomize: Look = {
  keys: sortKeys,
  key: keyText,
  value: (value, spot) => valueText(value, spot, false),
  inside: (collection) => (isInBrackets(collection, false) ? inBrackets : kustomize),
}

const inBrackets: Look = {
  keys: sortKeys,
  key: keyText,
  value: (value, spot) => valueText(value, spot, true),
  inside: (collection) => (isInBrackets(collection, true) ? inBrackets : kustomize),
}

function keyText(key: string): string | undefined {
  if (isSimple(key) && key.length <= longestKey) return readsAsString(key) ? key : `"${key}"`
  if (key.includes('\x85')) throw refusal(key) // a line break in a key of JSON
  const text = jsonText(key)
  const { plain, single, multiline } = analyze(text)
  if (multiline || (text.length > longestKey / 3 && Buffer.byteLength(text) > longestKey))
    return undefined
  const spot = { column: Number.NEGATIVE_INFINITY, indent: 0 } // keys are never folded
  if (!readsAsString(text)) return writeDouble(text, spot)
  return plain ? text : single ? writeSingle(text, spot) : writeDouble(text, spot)
}

function valueText(value: unknown, spot: Spot, inBrackets: boolean): string {
  if (typeof value === 'string') return stringText(bareText(value, value, inBrackets), spot)
  if (typeof value === 'number') return goNumber(value)
  if (!isScalar(value)) throw new Error(`a ${typeof value} cannot be printed as YAML`)
  const plain = scalarValue(value, inBrackets)
  if (typeof plain !== 'string') return typeof plain === 'number' ? goNumber(plain) : String(plain)
  return stringText(bareText(value, plain, inBrackets), spot)
}

/**
 * The text of a single value. Outside of brackets one of several lines that has no quotes becomes a block on kustomize's
 * way to JSON, which a tab may not begin: throws UserError.
 */
export function bareText(value: string | Scalar, text: string, inBrackets: boolean): string {
  if (inBrackets || text.charCodeAt(0) !== 9) return text
  const style = typeof value === 'string' ? 'plain' : value.style
  const isBlock = style === 'literal' || (style === 'plain' && text.includes('\n'))
  if (!isBlock || !mayBeBlock(text)) return text
  throw new UserError({
    message: `a block of lines begins with a tab: ${JSON.stringify(text.slice(0, 60))}`,
    hint: 'kustomize makes a block of it that it cannot read: begin with an empty line, or with spaces',
  })
}

function stringText(value: string, spot: Spot): string {
  if (isSimple(value) && readsAsString(value)) return value
  const text = jsonText(value)
  const { plain, single, literal } = analyze(text)
  if (text.includes('\n'))
    return literal ? writeLiteral(text, spot.indent) : writeDouble(text, spot)
  if (!readsAsString(text)) return writeDouble(text, spot)
  if (plain) return writePlain(text, spot)
  return single ? writeSingle(text, spot) : writeDouble(text, spot)
}

const refused = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/
const nextLines = / *\x85(?: *\x85)* */g

/** A text behind kustomize's JSON step, which go-yaml v2 reads as a double-quoted scalar: U+0085 is a line break to fold. Throws UserError. */
export function jsonText(text: string): string {
  if (!/[\x7f-\x9f\ud800-\udfff\ufffe\uffff]/.test(text)) return text
  if (refused.test(text)) throw refusal(text)
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(nextLines, (run) => {
    const breaks = run.replaceAll(' ', '').length
    return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)
  })
}

function refusal(text: string): UserError {
  return new UserError({
    message: `kustomize prints no control characters: ${JSON.stringify(text.slice(0, 60))}`,
    hint: 'remove DEL and the characters U+0080 to U+009F',
  })
}

import { type Problem, UserError } from '../core/finding.ts'
import { noteRefused, scalarOf, shortTag } from './full-scalar.ts'
import { goFloat32, integerOf } from './go-number.ts'
import { isNull, isScalar, type Node, type Scalar, scalar } from './node.ts'
import { resolvePlain } from './resolve.ts'
import { isAlias, isWritten, type Written } from './syntax.ts'
import { scalarValue } from './to-json.ts'
import type { Unprinted } from './unprinted.ts'
import { offsetOf, problem, type Walk } from './walk.ts'

/** In characters of the source, as in libyaml. */
const longestKey = 1024

/** What a key is, and how many problems there were before its value. */
export type Named = {
  readonly name: string | undefined
  readonly odd: Unprinted | undefined
  readonly before: number
}

/** The name of a key, with what is wrong with it noted. */
export function namedKey(w: Walk, key: unknown, isFlow: boolean): Named {
  if (!w.isGo) noteKey(w, key, isFlow)
  const odd = oddKey(w, key, isFlow)
  const name = isNothing(w, key) ? '' : (odd?.name ?? keyText(w, key, isFlow))
  return { name, odd, before: w.problems.length }
}

/**
 * The text of a key, or undefined with a problem noted. Kustomize refuses resources with keys that are no
 * strings; sigs.k8s.io/yaml turns numbers and booleans into text (`n:` is `"false"`).
 */
function keyText(w: Walk, key: unknown, isFlow: boolean): string | undefined {
  if (isWritten(key) && !w.isGo) noteOddKey(w, key)
  const node = keyNode(w, key, isFlow)
  if (typeof node === 'string') return node
  if (node !== undefined && isStringScalar(node)) return node.text
  const text = w.dialect === 'config' && node !== undefined ? convertedKey(node) : undefined
  if (text === undefined) w.problems.push(noString(w, key))
  return text
}

/** The problem of a key that is no string. */
export function noString(w: Walk, key: unknown): Problem {
  const written = isWritten(key) ? `the key "${String(key.value ?? '')}"` : 'this key'
  const place = w.placeAt(offsetOf(key))
  return { message: `${written} is no string`, hint: 'write it in quotes', place }
}

/** A key that is a number, boolean, date, mapping or list, in a reading that leaves it to the printer to refuse it. */
function oddKey(w: Walk, key: unknown, isFlow: boolean): Unprinted | undefined {
  if (w.keys !== 'kept') return undefined
  if (!isWritten(key)) return { name: '', problem: noString(w, key), isMisfit: true }
  const text = String(key.value ?? '')
  const tag = shortTag(key.tag)
  const isTagged = /^!(?:[^!]|!(?!(?:str|null|merge)$))/.test(tag ?? '')
  const node = isTagged ? false : keyNode(w, key, isFlow)
  if (node === undefined || typeof node === 'string' || isStringScalar(node)) return undefined
  if (isNull(node) && text === '' && tag === undefined) return undefined
  const tagged = isTagged && tag !== undefined ? scalar(text, 'plain', tag) : undefined
  const misfit = tagged === undefined ? [] : misfitOf(w, tagged, key)
  const [problem = noString(w, key)] = misfit
  const isMisfit = misfit.length > 0
  const odd = { name: text, problem, isNull: isNull(node), isMisfit }
  return tag === '!!binary' && tagged && !isMisfit
    ? { ...odd, text: String(scalarValue(tagged)) }
    : odd
}

function misfitOf(w: Walk, value: Scalar, key: Written): readonly Problem[] {
  try {
    scalarValue(value)
    return []
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.problems.map((one) => ({ ...one, place: w.placeAt(offsetOf(key)) }))
  }
}

function noteOddKey(w: Walk, key: Written): void {
  const [start, end] = key.range ?? [0, 0]
  noteRefused(w, key, String(key.value ?? ''), false)
  if (/["'].*[\u2028\u2029]/s.test(w.text.slice(start, end)))
    problem(w, key, 'U+2028 and U+2029 end a line for Go', 'use another key')
  if (end - start > longestKey)
    problem(
      w,
      key,
      `a key is longer than ${longestKey} characters`,
      'perhaps a quote is not closed',
    )
}

/** The problem of a key that stands twice in one mapping, with both places. */
export function duplicate(w: Walk, name: string, first: number, key: unknown): Problem {
  const { line, column } = w.placeAt(first)
  const again = w.placeAt(offsetOf(key))
  const where = line === again.line ? `in column ${column}` : `in line ${line}`
  return {
    message: `the key "${name}" is there twice, first ${where}`,
    hint: 'remove or rename one of them',
    place: again,
  }
}

/** Notes what go-yaml would refuse in the syntax of a key that the `yaml` package has read. */
function noteKey(w: Walk, key: unknown, isFlow: boolean): void {
  if (isFlow) noteFlowKey(w, key)
  noteColon(w, key)
}

/** Go wants a colon right behind its key, unless `? ` stands before it. */
function noteColon(w: Walk, key: unknown): void {
  const [start, end] = isWritten(key) ? (key.range ?? [0, 0]) : [0, 0]
  if (end === 0 || !/^[^\S\n]*(?:#[^\n]*)?\n\s*:(?:\s|$)/.test(w.text.slice(end, end + 400))) return
  if (isExplicit(w, start)) return
  problem(w, key, 'the colon of this key stands in another line', 'write "key: value" in one line')
}

/** Whether `? ` stands before a key. */
function isExplicit(w: Walk, start: number): boolean {
  return /\?\s+$/.test(w.text.slice(Math.max(0, start - 80), start))
}

/** A key of a resource that is nothing at all, behind a question mark or an anchor: it is null, and printed as an empty text. */
function isNothing({ dialect }: Walk, key: unknown): boolean {
  if (dialect === 'config') return false
  return isWritten(key) && key.value === '' && key.type === 'PLAIN' && key.tag === undefined
}

/** Keys between brackets that go-yaml reads differently: over several lines (refused), or `a:` before a comma (part of the key). */
function noteFlowKey(w: Walk, key: unknown): void {
  if (!isWritten(key)) return
  const [start, end] = key.range ?? [0, 0]
  const isKey = /^(?:\s|#[^\n]*\n)*:/.test(w.text.slice(end, end + 400))
  if (isKey && w.text.slice(start, end).includes('\n') && !isExplicit(w, start))
    problem(w, key, 'a key must be on one line', 'perhaps a comma or a quote is missing')
  else if (key.type === 'PLAIN' && /^:|\?/.test(String(key.value)))
    problem(w, key, 'Go does not read this between brackets', 'put the key in quotes')
  else if (key.type === 'PLAIN' && /^:[,[\]{}]/.test(w.text.slice(end, end + 2)))
    problem(w, key, 'a blank is missing behind the colon of this key', 'write "key: value"')
}

/** Whether a key without quotes has the tag of a string. */
export function isTaggedText(key: unknown): boolean {
  return isWritten(key) && key.type === 'PLAIN' && shortTag(key.tag) === '!!str'
}

/** A plain `<<`, or one that is tagged so. */
export function isMergeKey(key: unknown): boolean {
  if (!isWritten(key) || key.value !== '<<') return false
  return shortTag(key.tag) === '!!merge' || (key.type === 'PLAIN' && key.tag === undefined)
}

function keyNode(w: Walk, key: unknown, isFlow: boolean): Node | undefined {
  if (isAlias(key)) return w.anchors.get(key.source)
  if (!isWritten(key)) return undefined
  const text = String(key.value ?? '')
  if (key.anchor !== undefined) w.anchors.set(key.anchor, text)
  if (w.dialect === 'config') return infiniteKey(key, text) ?? scalarOf(w, key, false)
  const tag = shortTag(key.tag)
  // A date with a colon gets quotes in brackets, on kustomize's way out.
  const isDate = isFlow && text.includes(':')
  const isPlain = (key.type === 'PLAIN' || key.type === undefined) && !isDate
  if (tag === undefined) return isPlain ? resolvePlain(text, w.dialect) : text
  return taggedKey(text, tag)
}

/** What JSON lacks as a number it has as a key. */
function infiniteKey({ type, tag }: Written, text: string): string | undefined {
  const isPlain = type === 'PLAIN' && tag === undefined
  const isInfinite = isPlain && resolvePlain(text, 'config') === undefined
  return isInfinite ? text.toLowerCase().replace('+', '') : undefined
}

function taggedKey(text: string, tag: string): Node | undefined {
  if (tag === '!!null' && isNull(resolvePlain(text, 'resource'))) return null
  return tag === '!!str' || tag === '!!merge' || (tag === '!' && text === '') ? text : undefined
}

function isStringScalar(node: Node): node is Scalar {
  return (
    isScalar(node) && (node.tag === '!!str' || (node.tag === undefined && node.style !== 'plain'))
  )
}

function convertedKey(node: Node): string | undefined {
  if (typeof node === 'boolean') return String(node)
  if (typeof node === 'number') return Number.isInteger(node) ? String(node) : goFloat32(node)
  if (!isScalar(node)) return undefined
  if (node.tag === '!!int') return String(integerOf(node.text))
  return node.tag === '!!float' ? goFloat32(Number(scalarValue(node))) : undefined
}

/** By the text of the key, or by what it becomes in JSON (`no:` is "false"). */
export function isNamed(key: unknown, name: string): boolean {
  if (!isWritten(key)) return false
  const text = String(key.value ?? '')
  return text === name || (key.type === 'PLAIN' && String(resolvePlain(text, 'config')) === name)
}

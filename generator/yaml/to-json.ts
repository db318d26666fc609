import { type Problem, UserError } from '../core/finding.ts'
import { isInBrackets } from './brackets.ts'
import { floatOf, integerOf } from './go-number.ts'
import { isScalar, type Node, type Scalar } from './node.ts'
import { collectionIn } from './null-collection.ts'
import { refold } from './refold.ts'
import { resolvePlain, tagOfText } from './resolve.ts'
import { rfc3339 } from './timestamp.ts'
import { refuseUnprinted, spread } from './unprinted.ts'

/**
 * Plain JSON of a node as Go's JSON step sees it: timestamps are RFC 3339 strings, `__proto__` is an ordinary
 * own key, integers beyond 2^53 lose digits (as they do in every JSON 6902 patch).
 */
export function toJson(node: Node): unknown {
  return toJsonIn(node, false)
}

/** The same, with a bigint for an integer that no number holds. */
export function toExactJson(node: Node): unknown {
  return toJsonIn(node, false, exact)
}

const exact = (value: bigint): unknown =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value

/** The same of a part of something, which may stand in brackets. */
export function toJsonIn(
  node: Node,
  inBrackets: boolean,
  integer: (value: bigint) => unknown = Number,
): unknown {
  if (typeof node !== 'object' || node === null) return node
  if (node instanceof Map) return objectOf(node, isInBrackets(node, inBrackets), integer)
  if (Array.isArray(node)) {
    const inside = isInBrackets(node, inBrackets)
    return node.map((element) => toJsonIn(element, inside, integer))
  }
  const inside = collectionIn(node)
  if (inside !== undefined) return toJsonIn(inside, inBrackets, integer)
  const value = scalarValue(node, inBrackets)
  return typeof value === 'bigint' ? integer(value) : value
}

function objectOf(
  map: Map<string, Node>,
  inBrackets: boolean,
  integer: (value: bigint) => unknown,
): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [key, value] of spread(map))
    if (key === '__proto__')
      Object.defineProperty(object, key, {
        value: toJsonIn(value, inBrackets, integer),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    else object[key] = toJsonIn(value, inBrackets, integer)
  return object
}

type Value = string | number | bigint | boolean | null

/**
 * The value of a scalar with integers in full; a UserError when its text does not fit its tag. In brackets go-yaml v3
 * writes quotes around texts that may not be plain there, on kustomize's way out, and around nothing at all.
 */
export function scalarValue(s: Scalar, inBrackets = false): Value {
  if (inBrackets && isQuotedThere(s)) return s.text
  switch (s.tag) {
    case undefined:
      return s.style === 'plain' ? untagged(s) : stringOf(s)
    case '!!str':
      return stringOf(s)
    case '!!int':
      return integerOf(s.text) ?? misfit(s)
    case '!!float':
      return integral(s) ?? floatOf(s.text) ?? misfit(s)
    case '!!bool':
      return (
        /^(true|True|TRUE)$/.test(s.text) || (!/^(false|False|FALSE)$/.test(s.text) && misfit(s))
      )
    case '!!null':
      return /^(?:~|null|Null|NULL)?$/.test(s.text) ? null : misfit(s)
    case '!!timestamp':
      return rfc3339(s.text) ?? misfit(s)
    case '!!binary':
      return binary(s)
    default:
      refuseUnprinted(s)
      return s.text
  }
}

/** Whether it is a text in brackets, as it stands and whatever it would be in a block. */
function isQuotedThere({ text, style, tag, isTagged }: Scalar): boolean {
  if (style === 'folded') return tag === undefined || tag === '!!str'
  const mayBe = style === 'plain' && (text === '' || text.includes(':'))
  return mayBe && !(isTagged && tag) && (tag === undefined || tag === tagOfText(text))
}

function stringOf({ style, text }: Scalar): string {
  return style === 'folded' ? refold(text) : text
}

function untagged(s: Scalar): Value {
  const node = resolvePlain(s.text, 'resource')
  if (node === undefined) return misfit(s)
  return isScalar(node) ? scalarValue(node) : (node as Value)
}

function integral(s: Scalar): number | undefined {
  const value = integerOf(s.text)
  return value === undefined ? undefined : Number(value)
}

function binary(s: Scalar): string {
  const text = s.text.replace(/[\r\n]/g, '')
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, 'base64').toString('utf8')
    : misfit(s)
}

/** Where a text stands that does not fit its tag. Not state: noted when it is read. */
const misfits = new WeakMap<Scalar, readonly Problem[]>()

/** Note what is wrong with a scalar, which a resource may hold until it is printed. */
export function noteMisfit(s: Scalar, problems: readonly Problem[]): Scalar {
  misfits.set(s, problems)
  return s
}

function misfit(s: Scalar): never {
  const noted = misfits.get(s)
  if (noted !== undefined) throw new UserError(noted)
  throw new UserError({
    message: `"${s.text}" cannot be read as ${s.tag ?? 'a value that JSON can hold'}`,
    hint: 'change the tag or the value; quote it if it is text',
  })
}

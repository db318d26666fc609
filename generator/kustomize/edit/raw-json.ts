import { UserError } from '../../core/finding.ts'
import { isScalar, type Node, type Scalar, scalar } from '../../yaml/index.ts'
import { goJson } from '../node/go-json.ts'
import { floatNode, nodeOf, withMergeKey } from '../node/json-node.ts'
import { isMap } from '../node/node.ts'

/** Scalars whose text JSON can write in several ways, which upstream compares as they stand. Noted when one is read: no state. */
const raw = new WeakSet<Scalar>()

/** A null that an operation brings itself, which is not the absence of a value. */
export const givenNull: Scalar = rawScalar('null')

function rawScalar(text: string): Scalar {
  const made = scalar(text, 'plain')
  raw.add(made)
  return made
}

/** The text of JSON that a scalar of a patch stands in, when it is not the one that Go would write. */
export function rawText(node: Node): string | undefined {
  return isScalar(node) && raw.has(node) ? node.text : undefined
}

/** Whether something in a node is written as Go would not, or given as a null. */
export function holdsRaw(node: Node): boolean {
  if (isMap(node)) return [...node.values()].some(holdsRaw)
  return Array.isArray(node) ? node.some(holdsRaw) : rawText(node) !== undefined
}

/** A node without texts of JSON. Throws UserError for a number that is too large for any. */
export function withoutRaw(node: Node): Node {
  if (Array.isArray(node)) return node.map(withoutRaw)
  if (isMap(node))
    return withMergeKey(new Map([...node].map(([key, value]) => [key, withoutRaw(value)])))
  const text = rawText(node)
  if (text === undefined) return node
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'number' || Number.isFinite(value)) return nodeOf(value, floatNode)
  throw new UserError({
    message: `the number ${text} is too large`,
    hint: 'a JSON patch can only write numbers that a float64 holds',
  })
}

const token = /\s*("(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+)/gy

/** Read JSON that `JSON.parse` takes, keeping how scalars are written. */
export function readRawJson(text: string): Node {
  const tokens = text.matchAll(token)
  const next = () => tokens.next().value?.[1] ?? ''
  return valueAt(next(), next)
}

function valueAt(first: string, next: () => string): Node {
  if (first === '[') return elements(next)
  if (first === '{') return members(next)
  const value: unknown = JSON.parse(first)
  // Long integers have lost their last digits in the object too.
  const isCanonical = /^-?[1-9]\d{15,}$/.test(first) || goJson(value) === first
  return isCanonical && !Object.is(value, -0) ? nodeOf(value, floatNode) : rawScalar(first)
}

function elements(next: () => string): Node {
  const list: Node[] = []
  for (let at = next(); at !== ']'; at = next()) if (at !== ',') list.push(valueAt(at, next))
  return list
}

function members(next: () => string): Node {
  const map = new Map<string, Node>()
  for (let at = next(); at !== '}'; at = next()) {
    if (at === ',') continue
    next() // the colon
    map.set(JSON.parse(at), valueAt(next(), next))
  }
  return withMergeKey(map)
}

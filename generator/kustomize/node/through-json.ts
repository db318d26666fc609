import { UserError } from '../../core/finding.ts'
import {
  isScalar,
  jsonText,
  type Node,
  printKustomize,
  putBrackets,
  scalar,
  spread,
  toJson,
} from '../../yaml/index.ts'
import { isMap } from './node.ts'

/** A node of JSON that go-yaml has read: all brackets and double quotes, dates are texts, `1.0` is 1, nothing has a tag. */
export function throughJson(node: Node): Node {
  if (Array.isArray(node)) return putBrackets(node.map(throughJson))
  if (isMap(node)) {
    const pairs = [...spread(node)].map(
      ([key, value]) => [jsonKey(key), throughJson(value)] as const,
    )
    const made = new Map(pairs)
    // As kyaml reads the JSON, this key is lost.
    made.delete('<<')
    return putBrackets(made)
  }
  if (isScalar(node) && node.held !== undefined) return throughJson(node.held)
  const value = toJson(node) as string | number | boolean | null
  if (typeof value === 'string') return scalar(jsonText(value), 'double')
  if (Object.is(value, -0)) return scalar('-0', 'plain', '!!int')
  const isLong = isScalar(node) && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isLong && node.tag === '!!int'
    ? scalar(printKustomize(node).trim(), 'plain', '!!int')
    : value
}

/** A key behind a JSON step. Throws UserError for one with the line break U+0085, which ends before its colon. */
export function jsonKey(key: string): string {
  if (!key.includes('\x85')) return jsonText(key)
  throw new UserError({
    message: `the key ${JSON.stringify(key)} holds the line break U+0085`,
    hint: 'remove it',
  })
}

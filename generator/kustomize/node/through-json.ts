import {
  isScalar,
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
    const made = new Map([...spread(node)].map(([key, value]) => [key, throughJson(value)]))
    // As kyaml reads the JSON, this key is lost.
    made.delete('<<')
    return putBrackets(made)
  }
  const value = toJson(node) as string | number | boolean | null
  if (typeof value === 'string') return scalar(value, 'double')
  if (Object.is(value, -0)) return scalar('-0', 'plain', '!!int')
  const isLong = isScalar(node) && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isLong && node.tag === '!!int'
    ? scalar(printKustomize(node).trim(), 'plain', '!!int')
    : value
}

import { isScalar, type Node, printKustomize, scalar, toJson } from '../../yaml/index.ts'
import { isMap } from './node.ts'

/** A node as it is after Go's JSON: dates and quoted texts are double-quoted texts, `1.0` is 1, nothing has a tag. */
export function throughJson(node: Node): Node {
  if (Array.isArray(node)) return node.map(throughJson)
  if (isMap(node)) return new Map([...node].map(([key, value]) => [key, throughJson(value)]))
  const value = toJson(node) as string | number | boolean | null
  if (typeof value === 'string') return scalar(value, 'double')
  if (Object.is(value, -0)) return scalar('-0', 'plain', '!!int')
  const isLong = isScalar(node) && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isLong && node.tag === '!!int'
    ? scalar(printKustomize(node).trim(), 'plain', '!!int')
    : value
}

import { type Node, toJson } from '../../yaml/index.ts'
import { compareBytes, goJson } from '../node/go-json.ts'
import { isMap, textOf } from '../node/node.ts'

/** Go's JSON of a node; integers of 64 bits keep every digit. `line` is the line break with its indentation, or nothing. */
export function textOfJson(node: Node, line: string): string {
  const inner = line && `${line}  `
  if (Array.isArray(node)) {
    const items = node.map((element) => inner + textOfJson(element, inner))
    return items.length === 0 ? '[]' : `[${items.join(',')}${line}]`
  }
  if (!isMap(node)) return textOfScalar(node)
  const colon = line ? ': ' : ':'
  const fields = [...node]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, value]) => `${inner}${goJson(key)}${colon}${textOfJson(value, inner)}`)
  return fields.length === 0 ? '{}' : `{${fields.join(',')}${line}}`
}

function textOfScalar(node: Node): string {
  const value = toJson(node)
  const text = textOf(node)
  if (typeof value !== 'number' || !/^-?\d+$/.test(text)) return goJson(value)
  const exact = BigInt(text)
  const fits = exact >= -(2n ** 63n) && exact < 2n ** 64n
  return fits ? String(exact) : goJson(value)
}

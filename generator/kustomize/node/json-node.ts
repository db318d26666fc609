import {
  addUnprinted,
  bareText,
  goFloat,
  isInBrackets,
  isScalar,
  type Node,
  printKustomize,
  printYaml,
  type Style,
  scalar,
  spread,
  toJsonIn,
} from '../../yaml/index.ts'

/** Node of a plain JSON value; members that are `undefined` are left out. Strings get the quotes that `printYaml` would give them, numbers what `numberOf` makes of them. */
export function nodeOf(value: unknown, numberOf: (value: number) => Node = Number): Node {
  if (typeof value === 'string') return stringNode(value)
  if (typeof value === 'number') return numberOf(value)
  if (Array.isArray(value)) return value.map((element) => nodeOf(element, numberOf))
  if (typeof value === 'object' && value !== null) {
    const map = new Map<string, Node>()
    for (const [key, member] of Object.entries(value))
      if (member !== undefined) map.set(key, nodeOf(member, numberOf))
    return withMergeKey(map)
  }
  return value as null | boolean
}

/** What a node becomes on a way through JSON: `nodeOf(toJson(node))`, without the objects in between. */
export function throughJson(node: Node, inBrackets = false): Node {
  if (typeof node === 'string') return stringNode(bareText(node, node, inBrackets))
  if (typeof node !== 'object' || node === null) return nodeOf(node, floatNode)
  if (isScalar(node)) {
    if (node.held !== undefined) return throughJson(node.held, inBrackets)
    const value = toJsonIn(node, inBrackets)
    const isText = typeof value === 'string'
    return nodeOf(isText ? bareText(node, value, inBrackets) : value, floatNode)
  }
  const inside = isInBrackets(node, inBrackets)
  if (Array.isArray(node)) return node.map((element) => throughJson(element, inside))
  const map = new Map<string, Node>()
  spread(node).forEach((value, key) => {
    map.set(key, throughJson(value, inside))
  })
  return withMergeKey(map)
}

/** A map made of JSON. The text "<<" has no quotes in the YAML that Go writes, and is a merge key when it is read again. */
export function withMergeKey(map: Map<string, Node>): Map<string, Node> {
  if (!map.has('<<')) return map
  const message = 'the key "<<" has no mapping'
  const problem = { message, hint: 'kustomize takes it for a merge key: choose another one' }
  addUnprinted(map, { name: '<<', problem, isMerge: true })
  return map
}

/** A number as Go writes a float64 into YAML: from a million on with an exponent, which an annotation shows. */
export function floatNode(value: number): Node {
  // Which reads as an integer again.
  if (Object.is(value, -0)) return scalar('-0', 'plain', '!!int')
  const text = goFloat(value)
  return text === String(value) ? value : scalar(text, 'plain', '!!float')
}

const styles: Readonly<Record<string, Style>> = { '"': 'double', "'": 'single', '|': 'literal' }

/** Texts that need no quotes in any YAML: most are, and asking the printer costs more. */
const simple = /^(?:=|(?!(?:y|yes|n|no|on|off|true|false|null)$)[a-z][\w./-]*)$/i

/** What other readers than Go take for a number or a merge key, and ours quotes for them. */
const numeric = /^[-+.\d=<_][ -~]*$/

function stringNode(text: string): Node {
  // A block of text for Go, which it cannot read again: printing refuses it.
  if (text.charCodeAt(0) === 9 && text.includes('\n')) return text
  const print = numeric.test(text) ? printKustomize : printYaml
  const style = simple.test(text) ? undefined : styles[print(text)[0] ?? '']
  return style === undefined ? text : scalar(text, style)
}

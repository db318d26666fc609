import { hasBrackets, likewise, textOfCommented } from './brackets.ts'
import { refuseCarried } from './carried-comments.ts'
import { type CommentedNode, readText } from './commented/index.ts'
import { isScalar, type Node, scalar } from './node.ts'
import { mayBeBlock } from './refold.ts'
import { unprintedOf } from './unprinted.ts'

/**
 * A document as it is read again when it has been written: upstream writes a comment at its end behind an empty line,
 * which a block of lines has one more of when it is the last of the document, and keeps its line breaks. Throws
 * a UserError where comments cannot be read again. Comments below and in `renewed`, the path of what has been written
 * anew, are lost.
 */
export function readAgain<N extends Node>(document: N, renewed?: readonly string[]): N {
  refuseCarried(document)
  const text = textOfCommented(document)
  if (text === undefined || !endsLong(document)) return document
  const written = readText(text)
  if (!written?.foot || hasFoot(document, written.root, renewed)) return document
  return longer(document) as N
}

/** Whether the last text of something is a block that ends with an empty line. */
function endsLong(node: Node): boolean {
  if (isCollection(node)) {
    const last = hasBrackets(node) ? undefined : lastOf(node)
    return last !== undefined && endsLong(last[1])
  }
  if (typeof node !== 'string' && !isScalar(node)) return false
  const { text, style } = typeof node === 'string' ? { text: node, style: 'plain' } : node
  return style !== 'single' && style !== 'double' && /(?:^|\n)\n$/.test(text) && mayBeBlock(text)
}

/** Whether another comment stands below the last text, which then comes first. */
function hasFoot(node: Node, written: CommentedNode, renewed: readonly string[] = []): boolean {
  if (written.foot !== '') return true
  const last = isCollection(node) ? lastOf(node) : undefined
  if (last === undefined || written.kind === 'scalar' || written.kind === 'alias') return false
  const [key, value] = last
  const { kind, content } = written
  if (kind === 'list') return key === content.length - 1 && hasFoot(value, content[key] ?? written)
  const rest = key === renewed[0] ? renewed.slice(1) : undefined
  if (rest?.length === 0) return false
  const at = content.findIndex((one, i) => i % 2 === 0 && isNamed(one, key))
  const [name, below] = content.slice(at, at + 2)
  return at >= 0 && below !== undefined && (name?.foot !== '' || hasFoot(value, below, rest))
}

const isNamed = (key: CommentedNode, name: unknown): boolean =>
  key.kind === 'scalar' && key.value === name

const isCollection = (node: Node): node is Node[] | Map<string, Node> =>
  Array.isArray(node) || node instanceof Map

function lastOf(collection: Node[] | Map<string, Node>): readonly [unknown, Node] | undefined {
  return [...collection.entries()].findLast(([, value]) => unprintedOf(value) === undefined)
}

function longer(node: Node): Node {
  if (Array.isArray(node))
    return likewise([...node.slice(0, -1), longer(node.at(-1) ?? null)], node)
  if (node instanceof Map) {
    const [key = '', value = null] = (lastOf(node) ?? []) as readonly [string?, Node?]
    return likewise(new Map(node).set(key, longer(value)), node)
  }
  return isScalar(node) ? scalar(`${node.text}\n`, node.style, node.tag) : `${String(node)}\n`
}

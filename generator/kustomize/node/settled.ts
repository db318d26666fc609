import { inNodeOf, isScalar, type Node, placeAt, scalar } from '../../yaml/index.ts'
import { createdStyle, createdText } from './created-text.ts'
import { inPlaceOf } from './links.ts'
import { untyped } from './untyped.ts'

/** Upstream writes every field anew, and gives quotes to a text that YAML 1.1 takes for anything else. */
export function settled(node: Node): Node {
  if (typeof node === 'string') return createdStyle(node) === 'plain' ? node : createdText(node)
  if (!isScalar(node) || node.style !== 'plain') return node
  const isImplied = node.tag === '!!str' && placeAt(node) > 0
  if (node.isTagged || (node.tag !== undefined && !isImplied)) return node
  const style = createdStyle(node.text)
  if (style === 'plain') return node
  const made = scalar(node.text, style)
  return inPlaceOf(node, inNodeOf(node, isImplied ? made : untyped(made)))
}

import { likewise } from './brackets.ts'
import { isScalar, type Node, type Scalar, type Style, scalar } from './node.ts'

/**
 * Upstream writes a comment at the end of a document behind an empty line, which a text that keeps its line breaks then
 * has one more of, as long as it is the last of the document. What it was is a hidden field of the scalar, not state.
 */
const formers = new WeakMap<Scalar, Scalar>()

/** A text that a comment at the end of its document makes longer. */
export function grown(text: string, style: Style): Scalar {
  const made = scalar(`${text}\n`, style)
  formers.set(made, scalar(text, style))
  return made
}

/** A document, or what was copied out of it, without the comment at its end. */
export function ungrown<N extends Node>(node: N): N {
  const last = lastOf(node)
  const former = last && formers.get(last)
  return last && former ? (replaced(node, last, former) as N) : node
}

/** A changed document: only what is still its last text is longer. */
export function stillGrown<N extends Node>(changed: N, before: Node): N {
  const last = lastOf(before)
  const former = last && formers.get(last)
  if (!last || !former || lastOf(changed) === last) return changed
  return replaced(changed, last, former) as N
}

/** The text at the end of a document. */
function lastOf(node: Node): Scalar | undefined {
  let last: Node | undefined = node
  while (Array.isArray(last) || last instanceof Map) last = lastIn(last)
  return isScalar(last) ? last : undefined
}

function lastIn(collection: Node[] | Map<string, Node>): Node | undefined {
  if (Array.isArray(collection)) return collection.at(-1)
  let last: Node | undefined
  for (const value of collection.values()) last = value
  return last
}

function replaced(node: Node, old: Scalar, made: Scalar): Node {
  if (node === old) return made
  if (Array.isArray(node))
    return likewise(
      node.map((element) => replaced(element, old, made)),
      node,
    )
  if (!(node instanceof Map)) return node
  return likewise(new Map([...node].map(([key, value]) => [key, replaced(value, old, made)])), node)
}

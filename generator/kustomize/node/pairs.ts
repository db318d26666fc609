import { UserError } from '../../core/finding.ts'
import { isScalar, type Node, type Scalar, scalar, unprintedOf } from '../../yaml/index.ts'
import { isMap, type MapNode, textOf } from './node.ts'

/**
 * Labels or annotations as upstream walks through them: of a list every second element is a key. Throws UserError
 * where the last of them has no value, which ends every build there.
 */
export function pairsOf(node: Node | undefined, field: string): MapNode {
  if (isMap(node)) return lastOf(node)
  if (node !== undefined && isScalar(node) && node.held !== undefined)
    return pairsOf(node.held, field)
  const found: MapNode = new Map(node !== undefined && isScalar(node) ? unseen.get(node) : [])
  if (!Array.isArray(node)) return found
  if (node.length % 2 > 0)
    throw new UserError({
      message: `metadata.${field} is a list, must be a map`,
      hint: 'write name: text',
    })
  for (let i = 0; i < node.length; i += 2) found.set(textOf(node[i]), node[i + 1] ?? null)
  return found
}

/** What upstream has written into a null, where only it finds it again. Not state: set once, when the null is made. */
const unseen = new WeakMap<Scalar, MapNode>()

/** A null into which texts were written. */
export function nullWith(texts: MapNode): Node {
  const made = scalar('null', 'plain', '!!null')
  unseen.set(made, texts)
  return made
}

/** Of equal keys the last one counts. */
function lastOf(map: MapNode): MapNode {
  let found = map
  for (const [key, value] of map) {
    const second = unprintedOf(value)
    if (second === undefined) continue
    if (found === map) found = new Map(map)
    found.delete(key)
    if (second.value !== undefined) found.set(second.name, second.value)
  }
  return found
}

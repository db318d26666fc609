import { type MapNode, withField, withoutField } from '../node/node.ts'
import { metadataOf } from './entry.ts'

/** An object without what a strategic merge writes anew, changed or not: name and namespace. */
export function nameless(node: MapNode): MapNode {
  const rest = withoutField(withoutField(metadataOf(node), 'name'), 'namespace')
  return withField(node, 'metadata', rest)
}

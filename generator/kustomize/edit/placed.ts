import { behindKeyOf, type Node } from '../../yaml/index.ts'
import { isMap, restyled } from '../node/node.ts'
import { settled } from '../node/settled.ts'

/** How a merged value is written in its field: like the old one, and without the comment behind its key where it is new. */
export function placed(merged: Node, old: Node | undefined, patch: Node | undefined): Node {
  if (old === undefined) return settled(behindKeyOf(old, merged))
  const like = styled(old, patch)
  const isOwn = merged === old && (patch === undefined || typeof merged !== 'string')
  return isOwn && like === old ? settled(merged) : restyled(merged, old, like)
}

/** Whose quotes or brackets stay: those of the patch where the old value is empty. */
function styled(old: Node, patch: Node | undefined): Node {
  const isEmpty = isMap(old) ? old.size === 0 : Array.isArray(old) && old.length === 0
  return isEmpty && patch !== undefined ? patch : old
}

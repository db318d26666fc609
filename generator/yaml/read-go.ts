import type { Problem } from '../core/finding.ts'
import type { CommentedNode } from './commented/node.ts'
import { deAnchor } from './de-anchor.ts'
import { atStart, below, nodeOf, type Reading } from './full-read.ts'
import { goTree, syntaxOf } from './go-syntax.ts'
import { loneList, noteAssembled } from './lone-list.ts'
import type { Dialect, Node } from './node.ts'
import { placesOf } from './syntax.ts'
import { withTextKeys } from './unprinted.ts'
import type { DuplicateKeys, Walk } from './walk.ts'

/** The first document of a text as go-yaml reads it; or where it does not. */
export function readGo(
  text: string,
  file: string,
  dialect: Dialect,
  keys: DuplicateKeys,
  before = atStart,
): Reading | Problem {
  const placeAt = below(placesOf(text, file), before)
  const tree = goTree(text, dialect)
  if ('refused' in tree) {
    const place = { file, line: tree.refused + 1 + before.lines, column: 1 }
    return { message: 'Go does not read this', hint: 'write it in a plainer way', place }
  }
  const { root } = tree
  const { isPlaced } = before
  const source = { text, isGo: true, isPlaced, anchors: new Map<string, Node>() }
  const w: Walk = { ...source, dialect, keys, placeAt, problems: [], count: before.count }
  const node =
    root === undefined
      ? null
      : dialect === 'config'
        ? nodeOf(w, syntaxOf(root), false)
        : resourceOf(w, root, before.isOnly)
  return { nodes: [node], problems: w.problems, count: w.count }
}

/** Of a list that is alone in its file only the items are read. */
function resourceOf(w: Walk, root: CommentedNode, isOnly: boolean): Node {
  const list = isOnly ? loneList(root) : undefined
  const nodes = deAnchor(w, root, list === undefined ? [root] : (list.items ?? [])).map((one) =>
    withTextKeys(nodeOf(w, syntaxOf(one), false)),
  )
  if (list === undefined) {
    const [node = null] = nodes
    noteAssembled(node)
    return node
  }
  const rest =
    list.items === undefined ? (['functionConfig', null] as const) : (['items', nodes] as const)
  return new Map<string, Node>([['kind', list.kind], rest])
}

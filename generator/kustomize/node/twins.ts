import { likewise, type Node } from '../../yaml/index.ts'
import { isMap } from './node.ts'

/**
 * Elements of a list that are one node in several places, as upstream makes them where one element of a patch fits
 * several: what changes one of them changes all. That they are is a hidden field of the element, not state.
 */
const twins = new WeakSet<object>()

/** Note which elements of a list that was just made are there more than once. */
export function noteTwins(list: readonly Node[]): void {
  const seen = new Set<Node>()
  for (const element of list) {
    if (isMap(element) && seen.has(element)) twins.add(element)
    seen.add(element)
  }
}

/** Put another element into a list of one's own, also in the place of those that are one with it. */
export function putElement(list: Node[], index: number, changed: Node): void {
  const old = list[index]
  if (isMap(old) && twins.has(old)) {
    if (isMap(changed)) twins.add(changed)
    for (const [i, element] of list.entries()) if (element === old) list[i] = changed
  } else list[index] = changed
}

/** Every element changed, one after another; the same list when none is. */
export function withElements(list: Node[], change: (element: Node) => Node): Node[] {
  let result = list
  for (let i = 0; i < list.length; i++) {
    const element = result[i] ?? null
    const changed = change(element)
    if (changed === element) continue
    if (result === list) result = likewise([...list], list)
    putElement(result, i, changed)
  }
  return result
}

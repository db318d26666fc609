import { stepsOf } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import type { Demand } from './demands/demand.ts'
import { type PathTree, pathTree, placesIn } from './paths.ts'
import { podOf } from './pods.ts'
import type { Mistake } from './rule-shapes.ts'

type Judge = (value: unknown, demands: readonly string[], field: string) => string | undefined

/** What a table of demands finds in an object; `judge` says what is wrong with one value, if anything. */
export function demandsOf(
  table: Readonly<Record<string, readonly Demand[]>>,
  judge: Judge,
): (resource: Resource) => Iterable<Mistake> {
  const trees = new Map(
    Object.entries(table).map(([kind, rows]) => [
      kind,
      pathTree(rows.map(([path, ...demands]) => [path, demands] as const)),
    ]),
  )
  return function* (resource) {
    const { kind, apiVersion } = resource
    const group = groupOf(apiVersion)
    const own = trees.get(group === '' ? kind : `${kind}.${group}`)
    if (own !== undefined) yield* found(own, resource, '', judge)
    const pod = podOf(resource)
    const ofPods = trees.get('pod')
    if (pod !== undefined && ofPods !== undefined)
      yield* found(ofPods, pod.spec, `${pod.pointer}/spec`, judge)
  }
}

function* found(
  tree: PathTree<readonly string[]>,
  value: unknown,
  at: string,
  judge: Judge,
): Iterable<Mistake> {
  for (const place of placesIn(tree, value, at)) {
    const { value: found, what, field, pointer } = place
    if (judge(found, what, field) === undefined) continue
    const message = judge(found, what, fieldOf(pointer)) ?? ''
    yield { pointer, message }
  }
}

/** The last step of a pointer in words: `name`, or `hosts[0]` for an element of a list. */
function fieldOf(pointer: string): string {
  const [last = '', holder = ''] = stepsOf(pointer).toReversed()
  return /^[0-9]+$/.test(last) ? `${holder}[${last}]` : last
}

import { pointerTo, stepsOf } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import type { Demand } from './demands/demand.ts'
import { type PathTree, pathTree, visitPlaces } from './paths.ts'
import { POD_KINDS, podOf } from './pods.ts'
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
  const ofPods = trees.get('pod')
  return (resource) => {
    const { kind, apiVersion } = resource
    const group = groupOf(apiVersion)
    const own = trees.get(group === '' ? kind : `${kind}.${group}`)
    const mistakes: Mistake[] = []
    if (own !== undefined) collect(own, resource, '', judge, mistakes)
    const pod = podOf(resource)
    if (pod !== undefined && ofPods !== undefined)
      collect(ofPods, pod.spec, `${pod.pointer}/spec`, judge, mistakes)
    return mistakes
  }
}

/** The kinds that a table of demands speaks of, of any group. */
export function kindsIn(table: Readonly<Record<string, unknown>>): readonly string[] {
  const kinds = Object.keys(table).flatMap((name) =>
    name === 'pod' ? POD_KINDS : [name.split('.')[0] ?? ''],
  )
  return [...new Set(kinds)]
}

function collect(
  tree: PathTree<readonly string[]>,
  value: unknown,
  at: string,
  judge: Judge,
  mistakes: Mistake[],
): void {
  visitPlaces(tree, value, (found, what, steps) => {
    if (judge(found, what, String(steps.at(-1) ?? '')) === undefined) return
    const pointer = steps.reduce<string>(pointerTo, at)
    mistakes.push({ pointer, message: judge(found, what, fieldOf(pointer)) ?? '' })
  })
}

/** The last step of a pointer in words: `name`, or `hosts[0]` for an element of a list. */
function fieldOf(pointer: string): string {
  const [last = '', holder = ''] = stepsOf(pointer).toReversed()
  return /^[0-9]+$/.test(last) ? `${holder}[${last}]` : last
}

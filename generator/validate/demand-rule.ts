import { pointerTo, stepsOf } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import type { Demand } from './demands/demand.ts'
import { isAnyWrong, type Look, lookOf, type PathTree, pathTree, visitPlaces } from './paths.ts'
import { POD_KINDS, podOf } from './pods.ts'
import { remembered } from './remembered.ts'
import type { Mistake } from './rule-shapes.ts'

type Judge = (value: unknown, demands: readonly string[], field: string) => string | undefined

type Trees = {
  readonly tree: PathTree<readonly string[]>
  readonly look: Look<readonly string[]>
}

/** What a table of demands finds in an object; `judge` says what is wrong with one value, if anything. */
export function demandsOf(
  table: Readonly<Record<string, readonly Demand[]>>,
  judge: Judge,
): (resource: Resource) => Iterable<Mistake> {
  const treeOf = remembered((kind: string) => {
    const rows = Object.hasOwn(table, kind) ? table[kind] : undefined
    if (rows === undefined) return undefined
    const tree = pathTree(rows.map(([path, ...demands]) => [path, demands] as const))
    return { tree, look: lookOf(tree, isWrong) }
  })
  const isWrong = (value: unknown, demands: readonly string[], field: string): boolean =>
    judge(value, demands, field) !== undefined
  const judged = (found: Trees, value: unknown, at: string, mistakes: Mistake[]): void => {
    if (isAnyWrong(found.look, value, '', isWrong)) collect(found.tree, value, at, judge, mistakes)
  }
  return (resource) => {
    const { kind, apiVersion } = resource
    const group = groupOf(apiVersion)
    const own = treeOf(group === '' ? kind : `${kind}.${group}`)
    const mistakes: Mistake[] = []
    if (own !== undefined) judged(own, resource, '', mistakes)
    const pod = podOf(resource)
    const ofPods = pod && treeOf('pod')
    if (pod !== undefined && ofPods !== undefined)
      judged(ofPods, pod.spec, `${pod.pointer}/spec`, mistakes)
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

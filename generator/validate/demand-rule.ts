import { pointerTo, stepsOf } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import type { Demand } from './demands/demand.ts'
import { type PathTree, pathTree, visitPlaces } from './paths.ts'
import { POD_KINDS, podOf } from './pods.ts'
import { remembered } from './remembered.ts'
import type { Reason, Reasons } from './rule.ts'
import type { Mistake } from './rule-shapes.ts'

/** What is wrong with a value that stands in a field, if anything, by the demands on it. */
export type WrongWith = (
  value: unknown,
  demands: readonly string[],
  field: string,
) => string | undefined

type Table = Readonly<Record<string, readonly Demand[]>>

/** What a table of demands finds in an object. */
export function demandsOf(
  table: Table,
  wrongWith: WrongWith,
): (resource: Resource) => readonly Mistake[] {
  const treeOf = remembered((kind: string) => {
    const rows = Object.hasOwn(table, kind) ? table[kind] : undefined
    return rows && pathTree(rows.map(([path, ...demands]) => [path, demands] as const))
  })
  return (resource) => {
    const { kind, apiVersion } = resource
    const group = groupOf(apiVersion)
    const own = treeOf(group === '' ? kind : `${kind}.${group}`)
    const mistakes: Mistake[] = []
    if (own !== undefined) collect(own, resource, '', wrongWith, mistakes)
    const pod = podOf(resource)
    const ofPods = pod && treeOf('pod')
    if (pod !== undefined && ofPods !== undefined)
      collect(ofPods, pod.spec, `${pod.pointer}/spec`, wrongWith, mistakes)
    return mistakes
  }
}

/** Where a value of an object of a kind is wrong, so that a rule of these demands need not look at any other object. */
export function wrongBy(table: Table, wrongWith: WrongWith): (kind: string) => Reasons {
  const reason = (before: string, [path, ...demands]: Demand): Reason => {
    const last = path.split('/').at(-1) ?? ''
    const field = last === '*' ? '0' : last
    return [before + path, (value) => wrongWith(value, demands, field) !== undefined]
  }
  return (kind) => ({
    [kind]: Object.entries(table)
      .filter(([name]) => name.split('.')[0] === kind)
      .flatMap(([, rows]) => rows.map((row) => reason('', row))),
    pod: (table.pod ?? []).map((row) => reason('spec/', row)),
  })
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
  wrongWith: WrongWith,
  mistakes: Mistake[],
): void {
  visitPlaces(tree, value, (found, what, steps) => {
    if (wrongWith(found, what, String(steps.at(-1) ?? '')) === undefined) return
    const pointer = steps.reduce<string>(pointerTo, at)
    mistakes.push({ pointer, message: wrongWith(found, what, fieldOf(pointer)) ?? '' })
  })
}

/** The last step of a pointer in words: `name`, or `hosts[0]` for an element of a list. */
function fieldOf(pointer: string): string {
  const [last = '', holder = ''] = stepsOf(pointer).toReversed()
  return /^[0-9]+$/.test(last) ? `${holder}[${last}]` : last
}

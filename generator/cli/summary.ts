import type { planChanges } from '../core/lock.ts'
import type { Checking } from './check.ts'
import type { Style } from './command.ts'
import type { Loaded } from './load.ts'

type Changes = ReturnType<typeof planChanges>
type Counts = { readonly created: number; readonly changed: number; readonly removed: number }

/** What a person wants to know after `generate`: what changed where, and that it was proven and checked. */
export function summaryOf(
  { plan, fleet }: Loaded,
  changes: Changes,
  { objects, renderings, findings }: Checking,
  style: Style,
): string {
  const removed = changes.removed.flatMap((path) => /^overlays\/[^/]+(?=\/)/.exec(path)?.[0] ?? [])
  const used = fleet.environments.flatMap(({ name }) =>
    plan.overlays.some((o) => o.environment === name) ? [`overlays/${name}`] : [],
  )
  const groups = ['base', ...new Set([...used, ...removed]), 'clusters']
  const width = Math.max(...groups.map((g) => g.length))
  const lines = groups.map((group) => {
    const [counts, names] = [countsOf(group, changes), applicationsIn(group, changes)]
    const what = sentence(counts)
    return `${style('bold', group.padEnd(width))}  ${what}${names.length > 0 ? style('dim', `  ${names.join(', ')}`) : ''}`
  })
  const notes = plan.overlays.flatMap((o) =>
    o.notes.map(
      (n) =>
        `${style('yellow', 'note')} ${o.instance} in ${o.environment}: ${n.message}\n${style('dim', `  ${n.hint}`)}`,
    ),
  )
  const warnings = findings.length > 0 ? `, ${findings.length} warnings` : ''
  return [
    ...lines,
    ...notes,
    style('green', `${renderings} renderings proven and checked, ${objects} objects${warnings}`),
    '',
  ].join('\n')
}

const sentence = ({ created, changed, removed }: Counts): string => {
  const parts = [
    created > 0 ? `${created} created` : '',
    changed > 0 ? `${changed} changed` : '',
    removed > 0 ? `${removed} removed` : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'unchanged'
}

const inside = (group: string, paths: readonly string[]): readonly string[] =>
  paths.filter((path) => path.startsWith(`${group}/`))

const countsOf = (group: string, changes: Changes): Counts => ({
  created: inside(group, changes.created).length,
  changed: inside(group, changes.changed).length,
  removed: inside(group, changes.removed).length,
})

/** The applications that a group's changes belong to; the folder below the group. */
function applicationsIn(group: string, { created, changed, removed }: Changes): readonly string[] {
  const paths = [created, changed, removed].flatMap((list) => inside(group, list))
  const names = paths.map((path) => path.slice(group.length + 1).split('/'))
  return [...new Set(names.flatMap(([name, rest]) => (name && rest ? [name] : [])))].sort()
}

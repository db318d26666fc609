import { UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import { didYouMean } from '../core/suggest.ts'
import { type OverlayPlan, readersOf } from '../layout/index.ts'
import type { World } from './command.ts'
import { type Loaded, loadFleet, repositoryFor } from './load.ts'

type Rows = readonly (readonly string[])[]

/** What can be listed: the header, and a row per thing. */
const LISTS: Readonly<
  Record<string, readonly [head: readonly string[], rows: (loaded: Loaded) => Rows]>
> = {
  apps: [
    ['APPLICATION', 'USES', 'NAMESPACE', 'ENVIRONMENTS', 'WHAT IT IS'],
    ({ fleet }) =>
      fleet.instances.map(({ name, app, site, placements }) => [
        name,
        app.name,
        site.namespace,
        placements.map((p) => p.environment).join(', '),
        app.summary,
      ]),
  ],
  environments: [
    ['ENVIRONMENT', 'CLUSTER', 'PLATFORM', 'VERSION', 'ENGINE', 'APPLICATIONS'],
    ({ fleet, plan }) =>
      fleet.environments.map(({ name, cluster }) => [
        name,
        cluster.name,
        cluster.platform,
        cluster.openshift
          ? `OpenShift ${cluster.openshift} (${cluster.kubernetes})`
          : cluster.kubernetes,
        cluster.delivery.engine,
        String(plan.overlays.filter((o) => o.environment === name).length),
      ]),
  ],
  files: [
    ['FILE', 'BYTES'],
    (loaded) =>
      Array.from(repositoryFor(loaded).tree, ([path, text]) => [
        path,
        String(Buffer.byteLength(text)),
      ]).sort(byFirst),
  ],
  images: [
    ['IMAGE', 'ENVIRONMENT', 'APPLICATIONS'],
    ({ plan }) =>
      grouped(
        plan.overlays.flatMap((o) =>
          imagesOf(o).map((image) => [image, o.environment, o.instance]),
        ),
      ),
  ],
  secrets: [
    ['ENVIRONMENT', 'NAMESPACE', 'SECRET', 'KEY', 'PROVIDER', 'READ BY', 'WHAT FOR'],
    ({ plan }) =>
      plan.overlays.flatMap((o) =>
        o.secrets.flatMap(({ name, keys }) =>
          keys.map(({ key, purpose }) => [
            o.environment,
            o.namespace,
            name,
            key,
            o.cluster.secrets.provider,
            readers(o, name, key),
            `${o.instance}: ${purpose}`,
          ]),
        ),
      ),
  ],
}

/** `strata list`: a table on stdout, of one environment if it is named. */
export async function listFleet(world: World, what: string, environment?: string): Promise<number> {
  const list = LISTS[what]
  const names = Object.keys(LISTS)
  if (!Object.hasOwn(LISTS, what) || list === undefined)
    throw new UserError({
      message: `there is no list of "${what}"${didYouMean(what, names)}`,
      hint: `use one of ${names.join(', ')}`,
    })
  const [head, rows] = list
  const loaded = await loadFleet(world)
  const all = unique(rows(loaded))
  world.out(table([head, ...(environment ? inside(environment, head, all, loaded) : all)]))
  return 0
}

function inside(name: string, head: readonly string[], rows: Rows, { fleet }: Loaded): Rows {
  const names = fleet.environments.map((e) => e.name)
  if (!names.includes(name))
    throw new UserError({
      message: `there is no environment "${name}"${didYouMean(name, names)}`,
      hint: `use one of ${names.join(', ')}`,
    })
  const column = head.findIndex((title) => title.startsWith('ENVIRONMENT'))
  if (column < 0)
    throw new UserError({
      message: 'this list does not tell environments apart',
      hint: 'leave --environment out',
    })
  return rows.filter((row) => row[column]?.split(', ').includes(name))
}

/** Pull secrets are read by every pod; a few names are enough. */
function readers(overlay: OverlayPlan, name: string, key: string): string {
  const names = readersOf(overlay, name, key)
  const more = names.length > 3 ? ` and ${names.length - 2} more` : ''
  return names.slice(0, more === '' ? 3 : 2).join(', ') + more || '-'
}

const byFirst = (a: readonly string[], b: readonly string[]): number =>
  (a[0] ?? '') < (b[0] ?? '') ? -1 : 1

const unique = (rows: Rows): Rows =>
  Array.from(new Map(rows.map((row) => [row.join('\0'), row])).values())

function table(rows: Rows): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** Rows of image, environment and application to one row per image and environment. */
function grouped(rows: Rows): Rows {
  const groups = new Map<string, { row: readonly string[]; names: Set<string> }>()
  for (const [image = '', environment = '', name = ''] of rows) {
    const key = `${image}\0${environment}`
    const group = groups.get(key) ?? { row: [image, environment], names: new Set() }
    group.names.add(name)
    groups.set(key, group)
  }
  return Array.from(groups.values(), ({ row, names }) => [
    ...row,
    [...names].sort().join(', '),
  ]).sort(byFirst)
}

const imagesOf = ({ parts }: OverlayPlan): readonly string[] => [
  ...new Set(parts.flatMap((p) => p.side.resources.flatMap((r) => imagesIn(r)))),
]

/** Every `image` of a list called containers or initContainers, wherever it stands. */
function imagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value as Resource).flatMap(([key, member]) => {
    const containers = /^(initC|c)ontainers$/.test(key) && Array.isArray(member)
    const own = containers
      ? member.flatMap((c: { image?: string }) => (c.image ? [c.image] : []))
      : []
    return [...own, ...imagesIn(member)]
  })
}

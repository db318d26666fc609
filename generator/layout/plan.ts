import { type Problem, UserError } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import { type Checked, placeOfValue } from '../fleet/index.ts'
import type {
  Cluster,
  Desired,
  Fleet,
  Note,
  Placement,
  Platform,
  SecretContract,
} from '../fleet/types.ts'
import { isClusterScoped } from '../kustomize/index.ts'
import type { Side } from '../overlay/index.ts'
import { adapt, valueReasons, type Why } from './adapt.ts'
import { shareSecrets, type Wish, withPullSecrets } from './secrets.ts'

/** One application with its common values. `handWritten`: its objects stand in files of the user (`uses: manifests`). */
export type BasePlan = {
  readonly instance: string
  readonly side: Side
  readonly handWritten: boolean
}

/** A kustomization of its own inside an overlay: the namespaced objects, the runs, or the objects of another namespace. */
export type Part = {
  readonly name: string
  readonly side: Side
  readonly namespace: string | undefined
  readonly fromBase: boolean
}

/** What one application must be in one environment. */
export type OverlayPlan = {
  readonly instance: string
  readonly environment: string
  readonly cluster: Cluster
  readonly namespace: string
  readonly base: BasePlan
  readonly parts: readonly Part[]
  readonly why: Why
  readonly secrets: readonly SecretContract[]
  readonly notes: readonly Note[]
}

export type Plan = {
  readonly bases: readonly BasePlan[]
  readonly overlays: readonly OverlayPlan[]
}

/** Ask every application what it wants, everywhere. Throws one UserError with everything that applications refuse. */
export function planFleet(fleet: Fleet, platforms: readonly Platform[], checked: Checked): Plan {
  const problems: Problem[] = []
  const bases = fleet.instances.map(({ name, app, values, site }): BasePlan => {
    const { resources, configs = [] } = attempt(problems, () => app.resources(values, site))
    const own = resources.filter((r) => r.metadata.namespace === undefined)
    return {
      instance: name,
      side: { resources: own, configs },
      handWritten: app.name === 'manifests',
    }
  })
  const usable = fleet.instances.flatMap(({ placements }) =>
    placements.filter((placement) => {
      const refused = problemsOf(placement, checked)
      problems.push(...refused)
      return refused.length === 0
    }),
  )
  const wishes = usable.flatMap((placement) =>
    attempts(problems, () => {
      const { app, values, site } = placement
      return { placement, desired: withPullSecrets(app.resources(values, site), site) }
    }),
  )
  const byInstance = new Map(bases.map((base) => [base.instance, base]))
  const overlays = shareSecrets(wishes).flatMap((wish): OverlayPlan[] => {
    const { placement } = wish
    const platform = platforms.find((p) => p.name === placement.site.cluster.platform)
    const base = byInstance.get(placement.instance)
    const labels = fleet.environments.find((e) => e.name === placement.environment)?.labels ?? {}
    return platform && base ? attempts(problems, () => overlayOf(wish, platform, base, labels)) : []
  })
  if (problems.length > 0) throw new UserError(problems)
  return { bases, overlays }
}

/** A UserError of one application must not hide those of the others. */
function attempts<T>(problems: Problem[], make: () => T): T[] {
  try {
    return [make()]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    problems.push(...error.problems)
    return []
  }
}

const attempt = (problems: Problem[], make: () => Desired): Desired =>
  attempts(problems, make)[0] ?? { resources: [] }

function problemsOf(
  { app, values, runs, site, instance, environment }: Placement,
  checked: Checked,
): Problem[] {
  const found: Problem[] = []
  for (const p of attempts(found, () => app.problems?.(values, site) ?? []).flat())
    found.push({
      message: `${instance} in ${environment}: ${p.message}`,
      hint: p.hint,
      place: placeOfValue(checked, instance, environment, p.pointer),
    })
  const at = `${pointerTo(`${pointerTo('/applications', instance)}/environments`, environment)}/runs`
  for (const run of runs) {
    const i = checked.written.applications[instance]?.environments[environment]?.runs?.findIndex(
      (r) => r.id === run.id,
    )
    for (const p of attempts(found, () => app.run?.problems?.(values, run, site) ?? []).flat())
      found.push({
        message: `${instance} in ${environment}, run ${run.id}: ${p.message}`,
        hint: p.hint,
        place: checked.place(`${at}/${i}${p.pointer === '/id' ? '/id' : `/values${p.pointer}`}`),
      })
  }
  return found
}

type Labels = Readonly<Record<string, string>>

function overlayOf(
  { placement, desired: wished }: Wish,
  platform: Platform,
  base: BasePlan,
  labels: Labels,
): OverlayPlan {
  const { app, values, site, runs, instance, environment } = placement
  const { desired, why } = adapt(wished, site, platform)
  const ran = runs.map(
    (run) =>
      adapt(app.run?.resources(values, run, site) ?? { resources: [] }, site, platform).desired,
  )
  const place = (d: Desired): Side => placed(d, site.namespace, labels)
  const main = place(desired)
  const foreign = main.resources.filter((r) => isForeign(r, site.namespace))
  const own = { ...main, resources: main.resources.filter((r) => !isForeign(r, site.namespace)) }
  const runSides = ran.map(place)
  const said = valueReasons(placement)
  const parts: Part[] = [
    { name: 'overlay', side: own, namespace: site.namespace, fromBase: true },
    ...byNamespace(foreign).map(
      ([name, resources]): Part => ({
        name,
        side: { resources, configs: [] },
        namespace: undefined,
        fromBase: false,
      }),
    ),
    {
      name: 'runs',
      side: {
        resources: runSides.flatMap((s) => s.resources),
        configs: runSides.flatMap((s) => s.configs),
      },
      namespace: site.namespace,
      fromBase: false,
    },
  ]
  return {
    instance,
    environment,
    cluster: site.cluster,
    namespace: site.namespace,
    base,
    parts: parts.filter((p) => p.side.resources.length + p.side.configs.length > 0),
    why: (key, pointer) => {
      const lines = [...said(key, pointer), ...why(key, pointer)]
      return lines.length > 0 ? lines : [`fleet.yaml: what cluster ${site.cluster.name} offers`]
    },
    secrets: [...(desired.secrets ?? []), ...ran.flatMap((d) => d.secrets ?? [])],
    notes: [...(desired.notes ?? []), ...ran.flatMap((d) => d.notes ?? [])],
  }
}

const isForeign = (r: Resource, namespace: string): boolean =>
  r.metadata.namespace !== undefined && r.metadata.namespace !== namespace

function byNamespace(
  resources: readonly Resource[],
): readonly (readonly [string, readonly Resource[]])[] {
  const names = [...new Set(resources.map((r) => r.metadata.namespace ?? ''))].sort()
  return names.map((name) => [name, resources.filter((r) => r.metadata.namespace === name)])
}

/** The objects with the namespace and the labels of their environment. */
function placed({ resources, configs = [] }: Desired, namespace: string, labels: Labels): Side {
  const labelled = Object.keys(labels).length > 0
  const own = (r: Resource): Resource => {
    const metadata = {
      ...r.metadata,
      ...(isClusterScoped(r.apiVersion, r.kind) || r.metadata.namespace ? {} : { namespace }),
      ...(labelled ? { labels: { ...r.metadata.labels, ...labels } } : {}),
    }
    return withSubjects({ ...r, metadata }, namespace, resources)
  }
  const labelConfigs = configs.map((c) =>
    labelled ? { ...c, labels: { ...c.labels, ...labels } } : c,
  )
  return { resources: resources.map(own), configs: labelConfigs }
}

type Subject = { readonly kind: string; readonly name: string; readonly namespace?: string }

/** Subjects without namespace mean a ServiceAccount of the same application. */
function withSubjects(r: Resource, namespace: string, all: readonly Resource[]): Resource {
  if (r.kind !== 'RoleBinding' && r.kind !== 'ClusterRoleBinding') return r
  const accounts = new Set(
    all.filter((a) => a.kind === 'ServiceAccount').map((a) => a.metadata.name),
  )
  const subjects = (r.subjects as readonly Subject[] | undefined)?.map((s) =>
    s.namespace === undefined && s.kind === 'ServiceAccount' && accounts.has(s.name)
      ? { ...s, namespace }
      : s,
  )
  return subjects ? { ...r, subjects } : r
}

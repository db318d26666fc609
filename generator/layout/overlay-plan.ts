import { groupOf, type Resource } from '../core/resource.ts'
import type { Cluster, Desired, Note, Placement, Platform, SecretContract } from '../fleet/types.ts'
import { isClusterScoped } from '../kustomize/index.ts'
import type { Side } from '../overlay/index.ts'
import { adapt, valueReasons, type Why } from './adapt.ts'
import type { Wish } from './secrets.ts'

/** One application with its common values. `handWritten`: its objects stand in files of the user (`uses: manifests`). */
export type BasePlan = {
  readonly instance: string
  readonly side: Side
  readonly handWritten: boolean
}

/**
 * A kustomization of its own inside an overlay: `overlay` (the application's own objects), `secrets` (what makes its
 * Secrets), `runs`, or the objects of a foreign namespace.
 */
export type Part = {
  readonly name: string
  readonly role: 'application' | 'secrets' | 'foreign' | 'runs'
  /** Where its objects live. */
  readonly home: string
  readonly side: Side
  /** What its kustomization sets; nothing for a foreign namespace, which it must not touch. */
  readonly namespace: string | undefined
  readonly fromBase: boolean
  /** Who asked for what is different in it. */
  readonly why: Why
}

/** What one application must be in one environment. */
export type OverlayPlan = {
  readonly instance: string
  readonly environment: string
  readonly cluster: Cluster
  readonly namespace: string
  readonly base: BasePlan
  readonly parts: readonly Part[]
  readonly secrets: readonly SecretContract[]
  readonly notes: readonly Note[]
}

type Labels = Readonly<Record<string, string>>

/** The difference that one application makes in one environment, as kustomizations of their own. */
export function overlayOf(
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
  const said = valueReasons(placement)
  const reasons: Why = (key, pointer) => {
    const lines = [...said(key, pointer), ...why(key, pointer)]
    return lines.length > 0 ? lines : [`${VAGUE}${site.cluster.name} offers`]
  }
  const place = (d: Desired): Side => placed(d, site.namespace, labels)
  const parts = [
    ...partsOf(place(desired), site.namespace, base.side, reasons),
    runsPart(ran.map(place), placement),
  ]
  return {
    instance,
    environment,
    cluster: site.cluster,
    namespace: site.namespace,
    base,
    parts: parts.filter((p) => p.side.resources.length + p.side.configs.length > 0),
    secrets: [desired, ...ran].flatMap((d) => d.secrets ?? []),
    notes: [desired, ...ran].flatMap((d) => d.notes ?? []),
  }
}

/** What nobody in particular asked for; how the reason begins. */
export const VAGUE = 'fleet.yaml: what cluster '

/** What makes Secrets comes first, then the application's own objects, then one part per foreign namespace, which `namespace:` must not move. */
function partsOf(
  { resources, configs }: Side,
  namespace: string,
  base: Side,
  why: Why,
): readonly Part[] {
  const foreign = resources.filter((r) => isForeign(r, namespace))
  const own = resources.filter((r) => !isForeign(r, namespace))
  const makers = own.filter((r) => makesSecret(r, base))
  const rest = own.filter((r) => !makers.includes(r))
  const home = { home: namespace, namespace }
  return [
    {
      ...home,
      name: 'secrets',
      role: 'secrets',
      side: { resources: makers, configs: [] },
      fromBase: false,
      why,
    },
    {
      ...home,
      name: 'overlay',
      role: 'application',
      side: { resources: rest, configs },
      fromBase: true,
      why,
    },
    ...byNamespace(foreign).map(
      ([name, members]): Part => ({
        name: OTHER_FOLDERS.has(name) ? `namespace-${name}` : name,
        role: 'foreign',
        home: name,
        side: { resources: members, configs: [] },
        namespace: undefined,
        fromBase: false,
        why,
      }),
    ),
  ]
}

/** Folders of an overlay that are something else. */
const OTHER_FOLDERS = new Set(['secrets', 'overlay', 'runs', 'app', 'custom', 'patches', 'files'])

/** It syncs apart, so that the Secret is there before the application's own preflight looks at it. */
function makesSecret({ apiVersion, kind, metadata }: Resource, base: Side): boolean {
  return (
    kind === 'ExternalSecret' &&
    groupOf(apiVersion) === 'external-secrets.io' &&
    !base.resources.some((r) => r.kind === kind && r.metadata.name === metadata.name)
  )
}

/** Runs of one-shot Jobs sync apart: a finished or failed Job must not hold up the application. */
function runsPart(sides: readonly Side[], { instance, environment, site }: Placement): Part {
  const line = `fleet.yaml: applications.${instance}.environments.${environment}.runs`
  return {
    name: 'runs',
    role: 'runs',
    home: site.namespace,
    side: {
      resources: sides.flatMap((s) => s.resources),
      configs: sides.flatMap((s) => s.configs),
    },
    namespace: site.namespace,
    fromBase: false,
    why: () => [line],
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

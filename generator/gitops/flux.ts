import { digestOf } from '../core/lock.ts'
import type { Resource } from '../core/resource.ts'
import { type Awaited, type DeliveryPlan, depths, secretsOf, type Unit } from './plan.ts'
import { shardLabel } from './shard.ts'

/** The plan as Flux reads it. */
export type Flux = {
  /** Source and Kustomizations; the first Kustomization syncs the folder that all of them stand in. */
  readonly objects: readonly Resource[]
  /** What a gate applies while it waits, in a folder of its own. */
  readonly gates: readonly { readonly folder: string; readonly objects: readonly Resource[] }[]
}

const SOURCE = 'fleet'
const ROOT = 'root'

/** One Kustomization per unit. Where nothing of ours makes the Secrets that an application awaits, a gate of its own waits for them. */
export function flux(plan: DeliveryPlan): Flux {
  depths(plan.units)
  const gated = plan.units.filter((u) => u.awaits.length > 0)
  const own = new Set(plan.units.map((u) => u.name))
  const awaited = new Map(gated.map((u) => [secretsOf(u), u.awaits]))
  const gates = [...new Map(gated.map((u) => [secretsOf(u), u])).values()].filter(
    (u) => !own.has(secretsOf(u)),
  )
  return {
    objects: [
      gitRepository(plan),
      rootOf(plan),
      ...gates.map((unit) => gateOf(plan, unit)),
      ...plan.units.map((unit) => unitOf(plan, unit, awaited.get(unit.name) ?? [])),
    ],
    gates: gates.map((unit) => ({ folder: gateFolder(plan, unit), objects: [listOf(plan, unit)] })),
  }
}

const gateFolder = ({ folder }: DeliveryPlan, { environment, instance }: Unit): string =>
  `${folder}/awaits/${environment}.${instance}`

const metadataOf = ({ engine }: DeliveryPlan, name: string, labels = {}) => ({
  name,
  namespace: engine.namespace,
  labels: { ...labels, 'app.kubernetes.io/managed-by': 'strata' },
})

const gitRepository = (plan: DeliveryPlan): Resource => {
  const { url, branch, secretRef } = plan.repository
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: metadataOf(plan, SOURCE),
    spec: {
      interval: '1m0s',
      timeout: '1m0s',
      url,
      ref: { branch },
      ...(secretRef === undefined ? {} : { secretRef: { name: secretRef } }),
    },
  }
}

type Options = {
  readonly path: string
  readonly interval: string
  readonly retry: string
  readonly timeout: string
  readonly labels?: Readonly<Record<string, string>>
  readonly after?: readonly string[]
  readonly health: object
  readonly deletion?: 'MirrorPrune' | 'Orphan'
}

const kustomization = (plan: DeliveryPlan, name: string, options: Options): Resource => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: metadataOf(plan, name, options.labels),
  spec: {
    ...(options.after?.length
      ? { dependsOn: options.after.map((after) => ({ name: after })) }
      : {}),
    interval: options.interval,
    retryInterval: options.retry,
    timeout: options.timeout,
    sourceRef: { kind: 'GitRepository', name: SOURCE },
    path: `./${options.path}`,
    prune: true,
    deletionPolicy: options.deletion ?? 'MirrorPrune',
    ...options.health,
  },
})

/** Deleting the root by mistake must not take the cluster's applications along. */
const rootOf = (plan: DeliveryPlan): Resource =>
  kustomization(plan, ROOT, {
    path: plan.folder,
    interval: '10m0s',
    retry: '1m0s',
    timeout: '1m0s',
    health: { wait: false },
    deletion: 'Orphan',
  })

function unitOf(plan: DeliveryPlan, unit: Unit, awaited: readonly Awaited[]): Resource {
  const { name, role, instance, environment, folder, after, awaits } = unit
  const own = {
    'app.kubernetes.io/name': instance,
    'app.kubernetes.io/part-of': environment,
  }
  const quick = awaited.length > 0
  return kustomization(plan, name, {
    path: folder,
    interval: spread(name),
    retry: quick ? GATE.retry : '1m0s',
    timeout: quick ? GATE.timeout : '5m0s',
    labels: role === 'namespaces' ? {} : { ...own, ...shardLabel(plan, name) },
    after: [...after, ...(awaits.length > 0 ? [secretsOf(unit)] : [])],
    // A run may take hours, or fail: that is the Job's affair. What was applied is what counts.
    health: quick ? healthOf(awaited) : { wait: role !== 'runs' },
  })
}

/** A missing Secret is named within half a minute and noticed as soon after it came; a gate that waits longer would keep a worker of Flux from the others. */
const GATE = { retry: '15s', timeout: '15s' } as const

const gateOf = (plan: DeliveryPlan, unit: Unit): Resource =>
  kustomization(plan, secretsOf(unit), {
    path: gateFolder(plan, unit),
    interval: '10m0s',
    ...GATE,
    labels: shardLabel(plan, secretsOf(unit)),
    after: unit.after,
    health: healthOf(unit.awaits),
  })

/** A Kustomization cannot be empty: this one applies the list of what it waits for, for people to read. */
const listOf = (plan: DeliveryPlan, unit: Unit): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadataOf(plan, secretsOf(unit)),
  data: Object.fromEntries(
    unit.awaits.map(({ name: secret, namespace, keys }) => [
      secret,
      [`in namespace ${namespace}`, ...keys.map(({ key, purpose }) => `${key} (${purpose})`)]
        .map((line) => `${line}\n`)
        .join(''),
    ]),
  ),
})

/** The Secrets themselves are waited for, not the Job that looks at them: a failed Job is never made again, so it would not heal. */
function healthOf(awaits: readonly Awaited[]) {
  const conditions = awaits.map(({ name, keys }) => {
    const there = keys.map(({ key }) => `${text(key)} in data && data[${text(key)}] != ''`)
    return `(metadata.name != ${text(name)} || (${there.join(' && ')}))`
  })
  return {
    wait: false,
    healthChecks: awaits.map(({ name, namespace }) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      name,
      namespace,
    })),
    healthCheckExprs: [{ apiVersion: 'v1', kind: 'Secret', current: conditions.join(' && ') }],
  }
}

const text = (value: string): string => `'${value.replaceAll(/['\\]/g, '\\$&')}'`

/** Not all at once, but always the same: 50 to 69 minutes by the name. Pushes do not wait for it. */
const spread = (name: string): string =>
  `${50 + (Number.parseInt(digestOf(name).slice(0, 6), 16) % 20)}m0s`

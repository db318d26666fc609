import type { Resource } from '../../generator/core/resource.ts'
import { argocd, type DeliveryPlan, flux } from '../../generator/gitops/index.ts'
import { assert } from '../harness.ts'
import { expand } from './expand.ts'

/** What an engine would do with what we write for it, in words that both engines share. */
export type Delivery = {
  /** Unit → folder that is synced; the namespaces are the root's under Argo CD. */
  readonly folders: ReadonlyMap<string, string>
  /** `first < second`, sorted. */
  readonly order: readonly string[]
  /** Units of which nothing is applied before their Secrets are there. */
  readonly gated: readonly string[]
  /** Units whose objects go when they go. */
  readonly cascading: readonly string[]
}

type Spec = Readonly<Record<string, unknown>>
const specOf = (r: Resource): Spec => r.spec as Spec
const sorted = (list: Iterable<string>): readonly string[] => [...list].sort()

const waveOf = (r: Resource): number =>
  Number(r.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? '0')

/** Read the Applications as Argo CD would: waves for the order, PreSync hooks for the Secrets, finalizers for removal. */
export function asArgoCd(plan: DeliveryPlan): Delivery {
  const { synced } = argocd(plan)
  const applications = synced.flatMap((r) => (r.kind === 'ApplicationSet' ? expand(r) : [r]))
  const namespaces = plan.units.filter((u) => u.role === 'namespaces')
  // The root applies the set, and nothing of it before the namespaces are there.
  const [set] = synced.filter((r) => r.kind === 'ApplicationSet')
  const wave = (r: Resource) => waveOf(set ?? r)
  const folders = new Map([
    ...namespaces.map((u) => [u.name, u.folder] as const),
    ...applications.map((a) => [a.metadata.name, String((specOf(a).source as Spec).path)] as const),
  ])
  assert.is(folders.size, namespaces.length + applications.length, 'an Application twice')
  const later = applications.filter((a) => wave(a) > 0)
  const hooked = plan.units.filter((u) => u.objects.some((o) => o.job === 'preflight'))
  return {
    folders,
    // Waves wait for what has a health of its own: Namespaces do, Applications do not.
    order: sorted(namespaces.flatMap((n) => later.map((a) => `${n.name} < ${a.metadata.name}`))),
    gated: sorted(hooked.filter((u) => u.awaits.length > 0).map((u) => u.name)),
    cascading: sorted([
      ...namespaces.map((n) => n.name),
      ...applications
        .filter((a) => (a.metadata.finalizers as readonly string[]).length === 1)
        .map((a) => a.metadata.name),
    ]),
  }
}

/** Read the Kustomizations as Flux would: dependsOn for the order, health checks of Secrets for the gates. */
export function asFlux(plan: DeliveryPlan): Delivery {
  const { objects, gates } = flux(plan)
  const units = new Set(plan.units.map((u) => u.name))
  const all = objects.filter((o) => o.kind === 'Kustomization' && o.metadata.name !== 'root')
  const own = all.filter((k) => units.has(k.metadata.name))
  const named = new Map(all.map((k) => [k.metadata.name, k]))
  assert.is(named.size, all.length, 'a Kustomization twice')
  assert.is(all.length, own.length + gates.length, 'a gate without a folder')
  const dependsOn = (k: Resource) =>
    ((specOf(k).dependsOn ?? []) as readonly { readonly name: string }[]).map((d) => d.name)
  for (const k of all)
    for (const name of dependsOn(k)) assert.ok(named.has(name), `${name} is not there`)
  const waits = (unit: string): readonly string[] =>
    dependsOn(named.get(unit) as Resource).flatMap((name) =>
      checkedSecrets(named.get(name) as Resource),
    )
  for (const { name, awaits } of plan.units)
    assert.equal(sorted(waits(name)), sorted(awaits.map((a) => `${a.namespace}/${a.name}`)))
  return {
    folders: new Map(own.map((k) => [k.metadata.name, String(specOf(k).path).slice(2)])),
    order: sorted(
      own.flatMap((k) =>
        dependsOn(k)
          .filter((name) => plan.units.some((u) => u.name === name && u.role === 'namespaces'))
          .map((name) => `${name} < ${k.metadata.name}`),
      ),
    ),
    // Runs are no matter of the engine on Argo CD: their pods wait. What Flux waits for is looked at above.
    gated: sorted(
      plan.units
        .filter(({ name, role }) => role !== 'runs' && waits(name).length > 0)
        .map((u) => u.name),
    ),
    cascading: sorted(
      own
        .filter((k) => specOf(k).prune === true && specOf(k).deletionPolicy === 'MirrorPrune')
        .map((k) => k.metadata.name),
    ),
  }
}

/** Secrets that a Kustomization waits for; with `wait: true` Flux would not look at them. */
function checkedSecrets(k: Resource): readonly string[] {
  const { wait, healthChecks = [] } = specOf(k) as {
    readonly wait: boolean
    readonly healthChecks?: readonly { readonly namespace: string; readonly name: string }[]
  }
  if (healthChecks.length > 0) assert.is(wait, false)
  return healthChecks.map((h) => `${h.namespace}/${h.name}`)
}

/** The same plan with an ApplicationSet. */
export const withSet = (plan: DeliveryPlan): DeliveryPlan => ({
  ...plan,
  engine: { ...plan.engine, applicationSet: true },
})

/** The set makes the very Applications that would be files. */
export function assertSameSet(plan: DeliveryPlan): void {
  const [set, ...others] = argocd(withSet(plan)).synced
  assert.ok(set?.kind === 'ApplicationSet' && others.length === 0)
  const byName = (list: readonly Resource[]) =>
    Object.fromEntries(list.map((r) => [r.metadata.name, r]))
  assert.equal(byName(expand(set)), byName(argocd(plan).synced))
  assert.equal(asArgoCd(withSet(plan)), asArgoCd(plan))
}

/** Both translations of a plan do the same; nothing twice, nothing lost, everything named as Kubernetes allows. */
export function assertEquivalent(plan: DeliveryPlan): void {
  const [a, f] = [asArgoCd(plan), asFlux(plan)]
  assertSameSet(plan)
  const wanted = new Map(plan.units.map((u) => [u.name, u.folder]))
  assert.equal(sortedMap(a.folders), sortedMap(wanted))
  assert.equal(sortedMap(f.folders), sortedMap(wanted))
  assert.is(new Set(wanted.values()).size, plan.units.length, 'a folder twice')
  assert.equal(a.order, f.order)
  assert.equal(a.gated, f.gated)
  assert.equal(a.cascading, f.cascading)
  const ids = plan.units.flatMap((u) =>
    u.objects.map((o) => `${o.group}/${o.kind}/${o.namespace}/${o.name}`),
  )
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i)
  assert.equal(twice, [], 'an object twice')
}

const sortedMap = (map: ReadonlyMap<string, string>): readonly string[] =>
  sorted(Array.from(map, ([name, folder]) => `${name}: ${folder}`))

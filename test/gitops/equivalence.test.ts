import { readFileSync } from 'node:fs'
import { apps } from '../../generator/apps/index.ts'
import { loadFleet } from '../../generator/cli/load.ts'
import type { Resource } from '../../generator/core/resource.ts'
import type { Cluster } from '../../generator/fleet/types.ts'
import type { DeliveryPlan } from '../../generator/gitops/index.ts'
import { readFiles } from '../../generator/io/index.ts'
import { createRenderer } from '../../generator/kustomize/index.ts'
import { deliveryPlans } from '../../generator/layout/index.ts'
import { platforms } from '../../generator/platforms/index.ts'
import { assert, describe } from '../harness.ts'
import { chance } from '../overlay/chance.ts'
import { randomFleet } from './random-fleet.ts'
import { asArgoCd, assertEquivalent } from './read-back.ts'

const loaded = await loadFleet({
  catalog: async () => ({ apps, platforms }),
  cwd: process.cwd(),
  home: process.cwd(),
  out: () => {},
  err: () => {},
  style: (_format, text) => text,
  progress: () => {},
  now: () => new Date('2026-11-21T09:05:59Z'),
})

/** The delivery of the shipped fleet with every cluster on one engine. */
function shipped(engine: Cluster['delivery']['engine']): readonly DeliveryPlan[] {
  const clusters = loaded.fleet.clusters.map((c) => ({
    ...c,
    delivery: { ...c.delivery, engine },
  }))
  return deliveryPlans({ ...loaded.fleet, clusters }, loaded.plan, new Map(), new Map())
}

describe('Argo CD and Flux deliver the same', {
  'the shipped fleet, whichever engine each cluster has': () => {
    for (const engine of ['argocd', 'flux'] as const)
      for (const plan of shipped(engine)) assertEquivalent(plan)
    const strip = (plans: readonly DeliveryPlan[]) => plans.map((p) => p.units)
    assert.equal(strip(shipped('argocd')), strip(shipped('flux')))
  },
  'a thousand random fleets': () => {
    const seen = { units: 0, gated: 0, foreign: 0, runs: 0, secrets: 0 }
    for (let seed = 1; seed <= 1000; seed++) {
      const { fleet, plan } = randomFleet(chance(seed))
      const plans = deliveryPlans(fleet, plan, new Map(), new Map())
      for (const delivery of plans) {
        assertEquivalent(delivery)
        seen.units += delivery.units.length
        seen.gated += asArgoCd(delivery).gated.length
        for (const { role } of delivery.units)
          if (role === 'foreign' || role === 'runs' || role === 'secrets') seen[role] += 1
      }
      assertComplete(plan.overlays, plans)
    }
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 500, `${what}: ${count}`)
  },
  'each unit of the shipped fleet is what its folder renders to': async () => {
    const renderer = createRenderer(await readFiles('.', ['base/**', 'overlays/**', 'clusters/**']))
    for (const { units } of shipped('argocd'))
      for (const unit of units) {
        readFileSync(`${unit.folder}/kustomization.yaml`)
        const found = renderer.render(unit.folder).objects.map((o) => o.resource)
        assert.equal(found.map(nameOf).sort(), unit.objects.map(plainName).sort(), unit.name)
      }
  },
  'volumes, claims and namespaces are kept by both': () => {
    const kept = shipped('flux').flatMap((p) => p.units.flatMap((u) => u.objects))
    const data = kept.filter((o) =>
      /^(PersistentVolume|PersistentVolumeClaim|Namespace)$/.test(o.kind),
    )
    assert.ok(data.length > 10)
    assert.equal(
      data.filter((o) => !o.kept),
      [],
    )
  },
  'what pods of runs read, their unit waits for': () => {
    let seen = 0
    for (const overlay of loaded.plan.overlays)
      for (const { side } of overlay.parts.filter((p) => p.role === 'runs')) {
        const text = JSON.stringify(side.resources)
        const read = [
          ...text.matchAll(/"secretName":"([^"]+)"|"secretKeyRef":\{[^}]*"name":"([^"]+)"/g),
        ]
        const unit = shipped('flux')
          .flatMap((p) => p.units)
          .find((u) => u.name === `${overlay.environment}.${overlay.instance}.runs`)
        const awaited = (unit?.awaits ?? []).map((a) => a.name)
        for (const [, mounted, inVariable] of read) {
          const name = mounted ?? inVariable ?? ''
          assert.ok(awaited.includes(name), `${unit?.name} reads ${name}`)
          seen += 1
        }
      }
    assert.ok(seen > 5, `${seen} Secrets`)
  },
  'no Job is without an answer to its immutable template': () => {
    const jobs = shipped('argocd').flatMap((p) => p.units.flatMap((u) => u.objects))
    assert.ok(jobs.some((j) => j.job === 'preflight') && jobs.some((j) => j.job === 'run'))
    assert.equal(
      jobs.filter((j) => j.job === 'bare'),
      [],
    )
  },
})

/** Generated names end in a hash; in the plan they are logical. */
const HASH = /-[a-z0-9]{10}$/
const configMaps = new Set(
  loaded.plan.overlays.flatMap((o) => o.parts.flatMap((p) => p.side.configs.map((c) => c.name))),
)
function nameOf({ kind, metadata: { name, namespace = '' } }: Resource): string {
  const logical = name.replace(HASH, '')
  return `${kind}/${namespace}/${kind === 'ConfigMap' && configMaps.has(logical) ? logical : name}`
}
const plainName = (o: { kind: string; namespace: string; name: string }): string =>
  `${o.kind}/${o.namespace}/${o.name}`

type Overlays = ReturnType<typeof randomFleet>['plan']['overlays']

/** Every object of every overlay is in exactly one unit, of its own cluster. */
function assertComplete(overlays: Overlays, plans: readonly DeliveryPlan[]): void {
  for (const { cluster, units } of plans) {
    const wanted = overlays
      .filter((o) => o.cluster.name === cluster)
      .flatMap((o) =>
        o.parts.flatMap((p) => [
          ...p.side.resources.map(
            (r) => `${r.kind}/${r.metadata.namespace ?? ''}/${r.metadata.name}`,
          ),
          ...p.side.configs.map((c) => `ConfigMap/${p.home}/${c.name}`),
        ]),
      )
    const delivered = units
      .filter((u) => u.role !== 'namespaces')
      .flatMap((u) => u.objects.map(plainName))
    assert.equal(delivered.sort(), wanted.sort())
  }
}

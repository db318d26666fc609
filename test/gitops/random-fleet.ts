import type { Resource } from '../../generator/core/resource.ts'
import type { App, Cluster, Desired, Environment, Fleet } from '../../generator/fleet/types.ts'
import { object } from '../../generator/fleet/values.ts'
import { overlayOf, type Plan } from '../../generator/layout/index.ts'
import {
  configMap,
  deployment,
  job,
  persistentVolumeClaim,
  role,
} from '../../generator/model/objects.ts'
import { PREFLIGHT } from '../../generator/model/pods.ts'
import { platforms } from '../../generator/platforms/index.ts'
import type { Chance } from '../overlay/chance.ts'
import { cluster, site } from '../site.ts'

const [PLATFORM] = platforms

/** A fleet of random shape, already planned: clusters, environments that share them, applications with every kind of part. */
export function randomFleet(c: Chance): { readonly fleet: Fleet; readonly plan: Plan } {
  const clusters = Array.from({ length: 1 + c.below(3) }, (_, i) => randomCluster(c, `c${i}`))
  const environments = clusters.flatMap((one) =>
    Array.from(
      { length: 1 + c.below(2) },
      (_, i): Environment => ({
        name: i === 0 ? one.name : `${one.name}-e${i}`,
        cluster: one,
        namespaceSuffix: i === 0 ? '' : `-e${i}`,
        labels: {},
      }),
    ),
  )
  const names = Array.from({ length: 1 + c.below(5) }, (_, i) => `app${i}`)
  const planned = names.map((name) => placed(c, name, environments))
  return {
    fleet: {
      repository: {
        url: 'https://git.example.org/fleet.git',
        revision: c.pick(['main', 'release/{{x}}', '{{{.unit}}}']),
      },
      clusters,
      environments,
      instances: [],
    },
    plan: { bases: planned.map((p) => p.base), overlays: planned.flatMap((p) => p.overlays) },
  }
}

const randomCluster = (c: Chance, name: string): Cluster =>
  cluster({
    name,
    platform: PLATFORM?.name ?? '',
    delivery: {
      engine: c.pick(['argocd', 'flux']),
      namespace: 'engine',
      ...(c.once(2) ? { shards: ['one', 'two', 'three'] } : {}),
    },
    secrets: c.once(2)
      ? { provider: 'existing' }
      : { provider: 'externalSecrets', store: { kind: 'ClusterSecretStore', name: 'vault' } },
  })

function placed(c: Chance, instance: string, environments: readonly Environment[]) {
  const base = { instance, side: { resources: [], configs: [] }, handWritten: false }
  const shared = c.once(3) ? 'shared' : instance
  const overlays = environments
    .filter(() => !c.once(4))
    .flatMap((environment) => {
      if (PLATFORM === undefined) return []
      const where = site(instance, {
        environment: environment.name,
        cluster: environment.cluster,
        namespace: `${shared}${environment.namespaceSuffix}`,
      })
      const runs = Array.from({ length: c.below(3) }, (_, i) => ({ id: `r${i}`, values: {} }))
      const placement = {
        instance,
        environment: environment.name,
        app: runner,
        values: {},
        common: {},
        given: [],
        runs,
        site: where,
      }
      const desired = wanted(c, instance, where.namespace)
      return [overlayOf({ placement, desired }, PLATFORM, base, {})]
    })
  return { base, overlays }
}

/** Its runs are one Job each. */
const runner: App = {
  name: 'runner',
  summary: 'runs Jobs',
  values: object({}, { description: 'nothing' }),
  resources: () => ({ resources: [] }),
  run: {
    values: object({}, { description: 'nothing' }),
    copies: () => ({}),
    resources: (_values, { id }, { instance }) => ({
      resources: [job({ name: `${instance}-${id}` }, {})],
    }),
  },
}

function wanted(c: Chance, name: string, namespace: string): Desired {
  const parts: readonly Resource[] = [
    deployment({ name }, {}),
    persistentVolumeClaim({ name }, { spec: { accessModes: ['ReadWriteOnce'] } }),
    job({ name: `${name}-check`, annotations: PREFLIGHT }, {}),
    configMap({ name: `${name}-plain` }, {}),
    role({ name: `${namespace}-${name}`, namespace: 'kube-system' }, { rules: [] }),
    role({ name: `${namespace}-${name}`, namespace: 'monitoring' }, { rules: [] }),
  ]
  return {
    resources: c.some(parts, parts.length),
    configs: c.once(2) ? [{ name: `${name}-env`, data: { a: 'b' } }] : [],
    secrets: c
      .some(['one', 'two', 'three'], 3)
      .map((s) => ({ name: `${name}-${s}`, keys: [{ key: 'key', purpose: 'to try' }] })),
  }
}

import type { Resource } from '../../generator/core/resource.ts'
import { type DeliveryPlan, deliveryProblems, flux } from '../../generator/gitops/index.ts'
import { deliveryPlans } from '../../generator/layout/index.ts'
import { assert, describe } from '../harness.ts'
import { chance } from '../overlay/chance.ts'
import { randomFleet } from './random-fleet.ts'

const KEY = 'sharding.fluxcd.io/key'
const shardOf = (r: Resource) => r.metadata.labels?.[KEY]

/** Every unit of three hundred random fleets, as one cluster with these shards. */
function sharded(shards: readonly string[]): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  for (const plan of PLANS)
    for (const r of flux(withShards(plan, shards)).objects)
      found.set(`${r.kind}/${r.metadata.name}`, shardOf(r))
  return found
}

const withShards = (plan: DeliveryPlan, shards: readonly string[]): DeliveryPlan => ({
  ...plan,
  engine: { kind: 'flux', namespace: 'flux-system', shards },
})

const PLANS = Array.from({ length: 300 }, (_, i) => randomFleet(chance(i + 1))).flatMap(
  ({ fleet, plan }) => deliveryPlans(fleet, plan, new Map(), new Map()),
)

const THREE = ['shard1', 'shard2', 'shard3']
const BEFORE_SHARDS = ['GitRepository/fleet', 'Kustomization/root', 'Kustomization/namespaces']

describe('shards of Flux', {
  'every unit and gate has one, what starts the cluster has none': () => {
    const found = sharded(THREE)
    const without = [...found].filter(([, shard]) => shard === undefined).map(([name]) => name)
    assert.equal(without.sort(), BEFORE_SHARDS.toSorted())
    assert.ok([...found.keys()].some((name) => name.endsWith('.secrets')))
    assert.equal(new Set(sharded([]).values()), new Set([undefined]))
  },
  'each gets its share': () => {
    const all = [...sharded(THREE).values()].filter((shard) => shard !== undefined)
    for (const shard of THREE) {
      const share = all.filter((s) => s === shard).length / all.length
      assert.ok(share > 0.2 && share < 0.47, `${shard}: ${share}`)
    }
  },
  'another unit moves none, another shard takes only what becomes its own': () => {
    const [PLAN] = PLANS.filter((p) => p.units.length > 4)
    assert.ok(PLAN)
    const shardsOf = (plan: DeliveryPlan) =>
      new Map(flux(withShards(plan, THREE)).objects.map((r) => [r.metadata.name, shardOf(r)]))
    const fewer = shardsOf({ ...PLAN, units: PLAN.units.slice(0, -1) })
    for (const [name, shard] of fewer) assert.is(shardsOf(PLAN).get(name), shard)
    const [three, four] = [sharded(THREE), sharded([...THREE, 'shard4'])]
    for (const [name, shard] of four)
      if (shard !== 'shard4') assert.is(shard, three.get(name), name)
  },
  'no random fleet has a problem by them': () => {
    for (const plan of PLANS) assert.equal(deliveryProblems([withShards(plan, THREE)]), [])
  },
})

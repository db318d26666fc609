import { digestOf } from '../core/lock.ts'
import type { DeliveryPlan } from './plan.ts'

/** What the controllers of a shard select by (`--watch-label-selector`). */
const KEY = 'sharding.fluxcd.io/key'

/**
 * The label that gives a Kustomization to one of the shards; none without shards. Root, namespaces and source never have
 * one: the controllers without a shard start the cluster, whether or not any shard is there yet.
 */
export function shardLabel(
  { engine }: DeliveryPlan,
  name: string,
): Readonly<Record<string, string>> {
  const { shards = [] } = engine
  const weights = shards.map((shard) => ({ shard, weight: digestOf(`${shard}/${name}`) }))
  // The highest digest wins: another unit moves nothing, another shard takes only what becomes its own.
  const [first] = weights.sort((a, b) => (a.weight > b.weight ? -1 : 1))
  return first === undefined ? {} : { [KEY]: first.shard }
}

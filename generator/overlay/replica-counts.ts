import type { Resource } from '../core/resource.ts'
import type { Pairs } from './pair-up.ts'
import { isMap, memberOf } from './tree.ts'

/** Kinds whose `spec.replicas` the field `replicas` sets, in any group. */
const scalable: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
])

/**
 * Object name → count, for the field `replicas`. It sets every scalable object of that name and cannot take a count away: names that
 * two kinds share, and objects without a wanted count (an autoscaler has it), are left to patches.
 */
export function replicaCounts({ kept, added }: Pairs): ReadonlyMap<string, number> {
  const all = [...kept.map(({ wanted }) => wanted), ...added].filter(isScalable)
  const uses = new Map<string, number>()
  for (const { metadata } of all) uses.set(metadata.name, (uses.get(metadata.name) ?? 0) + 1)
  const counts = new Map<string, number>()
  for (const { base, wanted } of kept) {
    const count = replicasOf(wanted)
    if (!isScalable(wanted) || uses.get(wanted.metadata.name) !== 1) continue
    if (isMap(base.spec) && Number.isInteger(count) && count !== replicasOf(base))
      counts.set(wanted.metadata.name, Number(count))
  }
  return counts
}

/** The count an object needs before the field `replicas` sets its own. */
export function replicasOf({ spec }: Resource): unknown {
  return isMap(spec) ? memberOf(spec, 'replicas') : undefined
}

/** Whether the field `replicas` sets the count of this object when it has the name. */
export function isScalable({ kind }: Resource): boolean {
  return scalable.has(kind)
}

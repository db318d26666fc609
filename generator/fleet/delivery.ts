import type { WrittenCluster } from './written.ts'

/** What syncs a cluster, with the options that only one of the engines has. */
export type Delivery = {
  readonly engine: 'argocd' | 'flux'
  readonly namespace: string
  /** Argo CD: one ApplicationSet instead of a file for each Application. */
  readonly applicationSet?: boolean
  /** Flux: label values, one for each set of controllers. */
  readonly shards?: readonly string[]
}

/** Namespaces where the engines live unless told otherwise: their own installers' defaults. */
export function deliveryOf({ delivery, openshift }: WrittenCluster): Delivery {
  const engine = delivery?.engine ?? 'argocd'
  const argocd = openshift === undefined ? 'argocd' : 'openshift-gitops'
  const shards = shardsOf(delivery?.shards)
  return {
    engine,
    namespace: delivery?.namespace ?? (engine === 'flux' ? 'flux-system' : argocd),
    ...(delivery?.applicationSet ? { applicationSet: true } : {}),
    ...(shards.length > 0 ? { shards } : {}),
  }
}

/** A number stands for the keys that Flux's own documentation uses. */
function shardsOf(
  written: NonNullable<WrittenCluster['delivery']>['shards'] = [],
): readonly string[] {
  if (typeof written !== 'number') return written
  return Array.from({ length: written }, (_, i) => `shard${i + 1}`)
}

import { selectorLabels, standardLabels } from '../../model/pods.ts'

const NAME = 'odc-product-generation'
export type Component = 'redis' | 'worker' | 'inserter' | 'check-secrets'

/** Labels that select the pods of one component of one release. */
export const selector = (instance: string, component: Component) =>
  selectorLabels(NAME, instance, component)

/** Labels of an object; on pods `component` too, which upstream's log command selects (`-l component=worker`). */
export const labels = (instance: string, component: Component) =>
  standardLabels(NAME, instance, component, 'open-data-cube')
export const podLabels = (instance: string, component: Component) => ({
  ...labels(instance, component),
  component,
})

/** Which pods may talk to the Redis `redis`: those of the release, and what a person starts by hand with the label. */
export const redisClients = (instance: string, redis: string) => [
  {
    matchLabels: { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/instance': instance },
    matchExpressions: [
      { key: 'app.kubernetes.io/component', operator: 'In', values: ['inserter', 'worker'] },
    ],
  },
  { matchLabels: { [`${redis}-client`]: 'true' } },
]

/** Names of the objects of one run; each run has its own, because the template of a Job cannot change. */
export const runNames = (instance: string, id: string) => ({
  worker: `${instance}-${id}`,
  inserter: `${instance}-${id}-insert`,
  items: `${instance}-${id}-items`,
})

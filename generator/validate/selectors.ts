import type { Resource } from '../core/resource.ts'
import { type Fields, fieldsAt, mapsOf } from './fields.ts'
import type { Pod } from './pods.ts'

type At = readonly [selector: Fields, pointer: string]

/** Every label selector with matchLabels and matchExpressions of an object, and where it stands. */
export function* selectorsIn(resource: Resource, pod: Pod | undefined): Iterable<At> {
  const { spec } = resource
  const one = (name: string): At => [fieldsAt(spec, name), `/spec/${name}`]
  if (resource.kind === 'NetworkPolicy') {
    yield one('podSelector')
    for (const [side, peers] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const)
      for (const [rule, fields] of mapsOf(fieldsAt(spec)[side]))
        yield* inPeers(fields[peers], `/spec/${side}/${rule}/${peers}`)
  } else if (resource.kind !== 'Service' && resource.kind !== 'ReplicationController')
    yield one('selector')
  if ((resource.webhooks ?? resource.aggregationRule) != null || resource.kind === 'ResourceQuota')
    yield* outside(resource)
  if (pod !== undefined && (pod.spec.topologySpreadConstraints ?? pod.spec.affinity) != null)
    yield* inPod(pod)
}

/** Those of kinds without a `selector`. */
function* outside(resource: Resource): Iterable<At> {
  if (resource.kind === 'ClusterRole')
    for (const [index, selector] of mapsOf(fieldsAt(resource.aggregationRule).clusterRoleSelectors))
      yield [selector, `/aggregationRule/clusterRoleSelectors/${index}`]
  if (resource.kind === 'ResourceQuota')
    yield [fieldsAt(resource.spec, 'scopeSelector'), '/spec/scopeSelector']
  for (const [index, hook] of mapsOf(resource.webhooks))
    for (const name of ['namespaceSelector', 'objectSelector'])
      yield [fieldsAt(hook, name), `/webhooks/${index}/${name}`]
}

function* inPeers(list: unknown, pointer: string): Iterable<At> {
  for (const [index, peer] of mapsOf(list))
    for (const name of ['podSelector', 'namespaceSelector'])
      yield [fieldsAt(peer, name), `${pointer}/${index}/${name}`]
}

function* inPod({ spec, pointer }: Pod): Iterable<At> {
  const base = `${pointer}/spec`
  for (const [index, { labelSelector }] of mapsOf(spec.topologySpreadConstraints))
    yield [fieldsAt(labelSelector), `${base}/topologySpreadConstraints/${index}/labelSelector`]
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const at = `${base}/affinity/${kind}`
    const affinity = fieldsAt(spec, 'affinity', kind)
    for (const [index, term] of mapsOf(affinity.requiredDuringSchedulingIgnoredDuringExecution))
      yield* inTerm(term, `${at}/requiredDuringSchedulingIgnoredDuringExecution/${index}`)
    for (const [index, { podAffinityTerm }] of mapsOf(
      affinity.preferredDuringSchedulingIgnoredDuringExecution,
    ))
      yield* inTerm(
        fieldsAt(podAffinityTerm),
        `${at}/preferredDuringSchedulingIgnoredDuringExecution/${index}/podAffinityTerm`,
      )
  }
}

function* inTerm(term: Fields, pointer: string): Iterable<At> {
  for (const name of ['labelSelector', 'namespaceSelector'])
    yield [fieldsAt(term, name), `${pointer}/${name}`]
}

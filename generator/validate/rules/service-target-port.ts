import { groupOf, type Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment, exampleService } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { containersOf, type Pod } from '../pods.ts'
import type { Rule, RuleProblem } from '../rule.ts'
import { indexPods, type PodIndex } from '../workloads.ts'

const web = exampleDeployment({
  ports: [{ name: 'http', containerPort: 8080 }],
  readinessProbe: { tcpSocket: { port: 'http' } },
})

export const serviceTargetPort: Rule = {
  id: 'service-target-port',
  severity: 'error',
  scope: 'rendering',
  reads: {
    Service: ['spec/selector', 'spec/ports'],
    Ingress: ['spec/rules/*/http/paths/*/backend/service'],
    Route: ['spec/to/name', 'spec/port/targetPort'],
    '*': ['spec/rules/*/backendRefs'],
    pod: ['metadata/labels', 'spec/C/ports/*/name'],
  },
  summary:
    'A port that a Service, an Ingress, a Route or an HTTPRoute names exists where it leads.',
  why: 'The API server takes it; the endpoint is missing, and requests are answered with 503.',
  hint: 'use the name of a port of the container, or a port of the Service',
  *check(resources) {
    const pods = indexPods(resources)
    const ports = podPorts(pods)
    const services = new Map<string, Resource>()
    for (const resource of resources)
      if (isService(resource)) {
        services.set(`${resource.metadata.namespace ?? ''}/${resource.metadata.name}`, resource)
        yield* targetPorts(resource, pods, ports)
      }
    for (const resource of resources)
      for (const use of usesOf(resource)) {
        const service = services.get(`${resource.metadata.namespace ?? ''}/${use.service}`)
        if (service === undefined || has(service, use)) continue
        const message = `Service "${use.service}" has no port ${use.port}${didYouMean(String(use.port), names(service))}`
        yield { resource, pointer: use.pointer, message }
      }
  },
  examples: () => ({
    good: [exampleService({ targetPort: 'http' }), web],
    bad: [exampleService({ targetPort: 'https' }), web],
  }),
}

const isService = ({ kind, apiVersion }: Resource): boolean =>
  kind === 'Service' && apiVersion === 'v1'

/** The names of the ports of the pods that a selector matches; looked for once for each selector. */
type PortsOf = (namespace: string | undefined, selector: Fields) => ReadonlySet<string> | undefined

function podPorts(pods: PodIndex): PortsOf {
  const known = new Map<string, ReadonlySet<string> | undefined>()
  return (namespace, selector) => {
    const key = `${namespace} ${JSON.stringify(selector)}`
    if (known.has(key)) return known.get(key)
    const selected = pods.matching(namespace, { matchLabels: selector })
    const ports = selected.length === 0 ? undefined : new Set(selected.flatMap(portNames))
    known.set(key, ports)
    return ports
  }
}

function* targetPorts(service: Resource, pods: PodIndex, portsOf: PortsOf): Iterable<RuleProblem> {
  const { selector, ports } = fieldsAt(service, 'spec')
  const matchLabels = fieldsAt(selector)
  const { namespace } = service.metadata
  if (Object.keys(matchLabels).length === 0) return
  for (const [index, { targetPort }] of mapsOf(ports)) {
    const port = textOf(targetPort)
    if (port === undefined || /^[0-9]+$/.test(port)) continue
    const [first] = pods.matching(namespace, { matchLabels })
    if (first === undefined) return
    const known = portNames(first).includes(port) ? undefined : portsOf(namespace, matchLabels)
    if (known === undefined || known.has(port)) continue
    const message = `no pod behind the Service has a port "${port}"${didYouMean(port, known)}`
    yield { resource: service, pointer: `/spec/ports/${index}/targetPort`, message }
  }
}

const portNames = (pod: Pod): readonly string[] =>
  containersOf(pod).flatMap(({ fields }) =>
    mapsOf(fields.ports).flatMap(([, { name }]) => textOf(name) ?? []),
  )

type Use = { readonly service: string; readonly port: unknown; readonly pointer: string }

const NONE: readonly Use[] = []

function usesOf(resource: Resource): readonly Use[] {
  if (resource.kind !== 'Route' && fieldsAt(resource.spec).rules == null) return NONE
  const spec = fieldsAt(resource, 'spec')
  const group = groupOf(resource.apiVersion)
  if (resource.kind === 'Ingress' && group === 'networking.k8s.io') return ingressUses(spec.rules)
  if (resource.kind === 'Route' && group === 'route.openshift.io')
    return use(
      fieldsAt(spec, 'to').name,
      fieldsAt(spec, 'port').targetPort,
      '/spec/port/targetPort',
    )
  if (group !== 'gateway.networking.k8s.io') return []
  return mapsOf(spec.rules).flatMap(([rule, { backendRefs }]) =>
    mapsOf(backendRefs)
      .filter(([, { kind, namespace }]) => (kind ?? 'Service') === 'Service' && namespace == null)
      .flatMap(([index, { name, port }]) =>
        use(name, port, `/spec/rules/${rule}/backendRefs/${index}/port`),
      ),
  )
}

function ingressUses(rules: unknown): readonly Use[] {
  return mapsOf(rules).flatMap(([rule, fields]) =>
    mapsOf(fieldsAt(fields, 'http').paths).flatMap(([path, { backend }]) => {
      const { name, port } = fieldsAt(backend, 'service')
      const { name: word, number } = fieldsAt(port)
      const pointer = `/spec/rules/${rule}/http/paths/${path}/backend/service/port`
      return use(name, word ?? number, pointer)
    }),
  )
}

function use(name: unknown, port: unknown, pointer: string): readonly Use[] {
  const service = textOf(name)
  return service === undefined || port == null ? [] : [{ service, port, pointer }]
}

/** By number or by name; a Route may also name the port of the pod. */
function has(service: Resource, { port, pointer }: Use): boolean {
  const ports = mapsOf(fieldsAt(service, 'spec').ports).map(([, fields]) => fields)
  const ofPods = pointer === '/spec/port/targetPort'
  return ports.some(
    (one) => one.name === port || (ofPods ? (one.targetPort ?? one.port) : one.port) === port,
  )
}

const names = (service: Resource): readonly string[] =>
  mapsOf(fieldsAt(service, 'spec').ports).flatMap(([, { name }]) => textOf(name) ?? [])

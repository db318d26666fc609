import { addressOf } from '../addresses.ts'
import { exampleService } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const OUTSIDE = ['NodePort', 'LoadBalancer']

export const serviceType = objectRule({
  id: 'service-type',
  severity: 'error',
  when: {
    Service: [
      ['spec/type', (type) => type !== undefined && type !== 'ClusterIP'],
      ...['clusterIP', 'clusterIPs', 'healthCheckNodePort', 'ports/*/nodePort'].map(
        (at) => `spec/${at}`,
      ),
      'spec/externalTrafficPolicy',
      'spec/loadBalancerClass',
      'spec/allocateLoadBalancerNodePorts',
    ],
  },
  summary:
    'What a Service asks for fits its type: node ports, no address of its own, an external name.',
  why: 'The API server refuses the Service.',
  hint: 'change the type, or remove the field',
  kinds: ['Service'],
  *mistakes(resource) {
    const spec = fieldsAt(resource, 'spec')
    const type = textOf(spec.type) ?? 'ClusterIP'
    yield* outside(spec, type)
    yield* [...clusterAddresses(spec, type), ...healthCheck(spec, type)]
    if (type === 'ExternalName') yield* externalName(spec)
    if (spec.clusterIP === 'None' && OUTSIDE.includes(type))
      yield { pointer: '/spec/clusterIP', message: `a Service of type ${type} cannot be headless` }
  },
  examples: () => ({
    good: [exampleService({}, { type: 'ClusterIP', clusterIP: 'None' })],
    bad: [exampleService({}, { type: 'NodePort', clusterIP: 'None' })],
  }),
})

function* outside(spec: Fields, type: string): Iterable<Mistake> {
  if (OUTSIDE.includes(type)) return
  for (const [index, { nodePort }] of mapsOf(spec.ports))
    if (typeof nodePort === 'number' && nodePort !== 0) {
      const message = `nodePort ${nodePort} needs type NodePort, this is ${type}`
      yield { pointer: `/spec/ports/${index}/nodePort`, message }
    }
  const external = Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0
  if (textOf(spec.externalTrafficPolicy) !== undefined && !external)
    yield {
      pointer: '/spec/externalTrafficPolicy',
      message: `externalTrafficPolicy means nothing for type ${type}`,
    }
  for (const field of ['loadBalancerClass', 'allocateLoadBalancerNodePorts'])
    if (spec[field] != null)
      yield { pointer: `/spec/${field}`, message: `${field} needs type LoadBalancer` }
}

function* externalName({ externalName: name, clusterIP }: Fields): Iterable<Mistake> {
  if (textOf(name) === undefined)
    yield { pointer: '/spec/externalName', message: 'type ExternalName needs externalName' }
  if (textOf(clusterIP) !== undefined && clusterIP !== 'None')
    yield { pointer: '/spec/clusterIP', message: 'type ExternalName has no clusterIP' }
}

function* clusterAddresses({ clusterIP, clusterIPs }: Fields, type: string): Iterable<Mistake> {
  if (!Array.isArray(clusterIPs) || clusterIPs.length === 0 || type === 'ExternalName') return
  const [first] = clusterIPs
  if (textOf(clusterIP) === undefined)
    yield { pointer: '/spec/clusterIPs', message: 'clusterIPs needs clusterIP' }
  else if ((first ?? '') !== clusterIP)
    yield {
      pointer: '/spec/clusterIPs/0',
      message: `clusterIPs begins with "${first}", not clusterIP`,
    }
  const families = clusterIPs.map((ip) => String(ip).includes(':'))
  if (clusterIPs.length > 1 && new Set(families).size < clusterIPs.length)
    yield { pointer: '/spec/clusterIPs', message: 'there are two addresses of one family' }
  for (const [index, ip] of clusterIPs.entries())
    if (typeof ip === 'string' && ip !== 'None' && addressOf(ip) === undefined)
      yield { pointer: `/spec/clusterIPs/${index}`, message: `"${ip}" is no IP address` }
}

function* healthCheck(spec: Fields, type: string): Iterable<Mistake> {
  const port = spec.healthCheckNodePort
  if (typeof port !== 'number' || port === 0) return
  if (type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local')
    yield {
      pointer: '/spec/healthCheckNodePort',
      message: 'healthCheckNodePort needs type LoadBalancer and externalTrafficPolicy Local',
    }
}

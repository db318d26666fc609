import { exampleService } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const OUTSIDE = ['NodePort', 'LoadBalancer']

export const serviceType = objectRule({
  id: 'service-type',
  severity: 'error',
  summary:
    'What a Service asks for fits its type: node ports, no address of its own, an external name.',
  why: 'The API server refuses the Service.',
  hint: 'change the type, or remove the field',
  kinds: ['Service'],
  *mistakes(resource) {
    const spec = fieldsAt(resource, 'spec')
    const type = textOf(spec.type) ?? 'ClusterIP'
    yield* outside(spec, type)
    if (type === 'ExternalName') yield* externalName(spec)
    if (spec.clusterIP === 'None' && OUTSIDE.includes(type))
      yield { pointer: '/spec/clusterIP', message: `a Service of type ${type} cannot be headless` }
  },
  examples: {
    good: [exampleService({}, { type: 'ClusterIP', clusterIP: 'None' })],
    bad: [exampleService({}, { type: 'NodePort', clusterIP: 'None' })],
  },
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

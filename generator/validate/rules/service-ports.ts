import { exampleService } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const two = (first: object, second: object) => exampleService({}, { ports: [first, second] })

export const servicePorts = objectRule({
  id: 'service-ports',
  severity: 'error',
  when: { Service: [['spec', (spec) => mapsOf(fieldsAt(spec).ports).length !== 1]] },
  summary:
    'The ports of a Service are there, differ from one another, and have names as soon as there are two.',
  why: 'The API server refuses the Service.',
  hint: 'give every port a name and a number of its own',
  kinds: ['Service'],
  *mistakes(resource) {
    const spec = fieldsAt(resource, 'spec')
    const ports = mapsOf(spec.ports)
    if (ports.length === 0 && spec.type !== 'ExternalName' && spec.clusterIP !== 'None')
      yield { pointer: '/spec/ports', message: 'the Service has no ports' }
    yield* nameMistakes(ports)
  },
  examples: () => ({
    good: [two({ name: 'http', port: 80 }, { name: 'https', port: 443 })],
    bad: [two({ name: 'http', port: 80 }, { name: 'http', port: 443 })],
  }),
})

type Ports = readonly (readonly [index: number, port: Fields])[]

function* nameMistakes(ports: Ports): Iterable<Mistake> {
  const names = new Set<string>()
  for (const [index, { name }] of ports) {
    const pointer = `/spec/ports/${index}/name`
    const text = textOf(name)
    if (text === undefined && ports.length > 1)
      yield { pointer, message: 'a port among several has no name' }
    if (text !== undefined && names.has(text))
      yield { pointer, message: `two ports are called "${text}"` }
    names.add(text ?? '')
  }
}

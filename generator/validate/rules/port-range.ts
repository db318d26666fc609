import type { Resource } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf } from '../fields.ts'
import { portName } from '../names.ts'
import { containersOf, POD_KINDS, podOf } from '../pods.ts'
import { HANDLERS, handlersOf } from '../probes.ts'
import type { Reason, Rule } from '../rule.ts'
import type { Mistake } from '../rule-shapes.ts'

const MOST = 65535

const isOut = (port: number): boolean => port < 1 || port > MOST

/** A number or a name that no port has. */
const isWrong = (port: unknown): boolean =>
  typeof port === 'number' ? isOut(port) : typeof port === 'string' && portName(port) !== undefined

const listening = (containerPort: number): Resource =>
  exampleDeployment({ ports: [{ containerPort }], readinessProbe: { exec: { command: ['true'] } } })

export const portRange: Rule = {
  id: 'port-range',
  severity: 'error',
  scope: 'object',
  kinds: ['Service', 'NetworkPolicy', ...POD_KINDS],
  when: {
    Service: [
      ['spec/ports/*/port', isWrong],
      ['spec/ports/*/targetPort', isWrong],
    ],
    NetworkPolicy: ['ingress', 'egress'].flatMap((side): readonly (string | Reason)[] => [
      [`spec/${side}/*/ports/*/port`, isWrong],
      `spec/${side}/*/ports/*/endPort`,
    ]),
    pod: [
      ['spec/C/ports/*/containerPort', isWrong],
      ['spec/C/ports/*/hostPort', isWrong],
      ...HANDLERS.flatMap((handler) =>
        ['httpGet', 'tcpSocket', 'grpc'].map(
          (way): Reason => [`spec/C/${handler}/${way}/port`, isWrong],
        ),
      ),
    ],
  },
  summary: `Port numbers lie between 1 and ${MOST}, and what names a port has the syntax of a port name.`,
  why: 'The API server refuses the object.',
  hint: `use a number from 1 to ${MOST}, or the name of a port of the container`,
  *check(resources) {
    for (const resource of resources)
      for (const mistake of [...podPorts(resource), ...objectPorts(resource)])
        yield { resource, ...mistake }
  },
  examples: () => ({
    good: [listening(65535), example('ConfigMap', 'ports', { data: { http: '70000' } })],
    bad: [listening(65536)],
  }),
}

function* podPorts(resource: Resource): Iterable<Mistake> {
  const pod = podOf(resource)
  if (pod === undefined) return
  for (const container of containersOf(pod)) {
    for (const [index, port] of mapsOf(container.fields.ports)) {
      yield* portMistakes(port, 'containerPort', `${container.pointer}/ports/${index}`)
      if (port.hostPort !== 0)
        yield* portMistakes(port, 'hostPort', `${container.pointer}/ports/${index}`)
    }
    for (const { fields, pointer } of handlersOf(container))
      for (const handler of ['httpGet', 'tcpSocket', 'grpc'])
        yield* portMistakes(fieldsAt(fields, handler), 'port', `${pointer}/${handler}`)
  }
}

function* objectPorts({ kind, apiVersion, spec }: Resource): Iterable<Mistake> {
  const { ports, ingress, egress } = fieldsAt(spec)
  if (kind === 'Service' && apiVersion === 'v1')
    for (const [index, port] of mapsOf(ports)) {
      yield* portMistakes(port, 'port', `/spec/ports/${index}`)
      if (port.targetPort !== 0 && port.targetPort !== '')
        yield* portMistakes(port, 'targetPort', `/spec/ports/${index}`)
    }
  if (kind === 'NetworkPolicy' && apiVersion.startsWith('networking.k8s.io/')) {
    yield* policyPorts(ingress, '/spec/ingress')
    yield* policyPorts(egress, '/spec/egress')
  }
}

function* policyPorts(list: unknown, pointer: string): Iterable<Mistake> {
  for (const [rule, { ports }] of mapsOf(list))
    for (const [index, port] of mapsOf(ports)) {
      const at = `${pointer}/${rule}/ports/${index}`
      yield* portMistakes(port, 'port', at)
      yield* portMistakes(port, 'endPort', at)
      if (port.endPort == null) continue
      if (typeof port.port !== 'number')
        yield { pointer: `${at}/endPort`, message: 'endPort needs a port that is a number' }
      else if (typeof port.endPort === 'number' && port.endPort < port.port)
        yield {
          pointer: `${at}/endPort`,
          message: `endPort ${port.endPort} is less than port ${port.port}`,
        }
    }
}

function portMistakes(fields: Fields, name: string, at: string): readonly Mistake[] {
  const port = fields[name]
  if (typeof port === 'number' && isOut(port))
    return [{ pointer: `${at}/${name}`, message: `${name} ${port} is not between 1 and ${MOST}` }]
  const wrong = typeof port === 'string' ? portName(port) : undefined
  return wrong === undefined
    ? NONE
    : [{ pointer: `${at}/${name}`, message: `${name} "${port}" ${wrong}` }]
}

const NONE: readonly Mistake[] = []

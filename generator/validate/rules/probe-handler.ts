import type { Resource } from '../../core/resource.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, setIn } from '../fields.ts'
import { HANDLERS, handlersOf, type Probe } from '../probes.ts'
import type { Reason } from '../rule.ts'
import { containerRule, type Mistake } from '../rule-shapes.ts'

const WAYS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep']

const probed = (livenessProbe: object): Resource => exampleDeployment({ livenessProbe })

export const probeHandler = containerRule({
  id: 'probe-handler',
  severity: 'error',
  when: {
    pod: HANDLERS.flatMap((handler): readonly (string | Reason)[] => [
      [`spec/containers/*/${handler}`, (probe) => probe != null && !isPlain(fieldsAt(probe))],
      `spec/initContainers/*/${handler}`,
      `spec/ephemeralContainers/*/${handler}`,
    ]),
  },
  summary:
    'Every probe and lifecycle hook has exactly one handler with all that it needs, and only one success is asked of liveness and startup.',
  why: 'The API server refuses the object.',
  hint: 'give it one of httpGet, tcpSocket, exec, grpc',
  *mistakes(container) {
    const starts =
      container.list === 'initContainers' && container.fields.restartPolicy !== 'Always'
    for (const probe of handlersOf(container)) {
      if (starts || container.list === 'ephemeralContainers')
        yield {
          pointer: probe.pointer,
          message: `cannot have a ${probe.name}: it is no part of the running pod`,
        }
      else yield* [...handlerMistakes(probe), ...thresholdMistakes(probe)]
    }
  },
  examples: () => ({
    good: [probed({ tcpSocket: { port: 80 } })],
    bad: [probed({ periodSeconds: 10 })],
  }),
})

function* handlerMistakes({ name, pointer, fields }: Probe): Iterable<Mistake> {
  const handlers = setIn(fields, WAYS)
  const [handler = '', second] = handlers
  if (handler === '') yield { pointer, message: `has a ${name} without a handler` }
  if (second !== undefined)
    yield {
      pointer: `${pointer}/${second}`,
      message: `has a ${name} with ${handlers.join(' and ')}`,
    }
  const { command } = fieldsAt(fields, 'exec')
  if (handler === 'exec' && (command == null || (Array.isArray(command) && command.length === 0)))
    yield { pointer: `${pointer}/exec/command`, message: `has a ${name} without a command` }
}

/** More than one success makes sense for readiness only, and a grace period only where the probe kills. */
function* thresholdMistakes({ name, pointer, fields }: Probe): Iterable<Mistake> {
  const { successThreshold: wanted, terminationGracePeriodSeconds: grace } = fields
  if (name !== 'readinessProbe' && typeof wanted === 'number' && wanted > 1) {
    const message = `has a ${name} with successThreshold ${wanted}, only 1 is possible`
    yield { pointer: `${pointer}/successThreshold`, message }
  }
  if (name === 'readinessProbe' && grace != null) {
    const message = 'has a readinessProbe with terminationGracePeriodSeconds, which it never needs'
    yield { pointer: `${pointer}/terminationGracePeriodSeconds`, message }
  }
}

/** A quick look that finds nothing wrong with nearly all probes. */
function isPlain(fields: Fields): boolean {
  let count = 0
  for (const way of WAYS) if (fields[way] != null) count++
  const { exec, successThreshold = 1, terminationGracePeriodSeconds } = fields
  return (
    count === 1 && exec == null && successThreshold === 1 && terminationGracePeriodSeconds == null
  )
}

import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { handlersOf } from '../probes.ts'
import { containerRule } from '../rule-shapes.ts'

const probed = (port: string) =>
  exampleDeployment({
    ports: [{ name: 'http', containerPort: 8080 }],
    livenessProbe: { tcpSocket: { port } },
  })

export const namedPort = containerRule({
  id: 'named-port',
  severity: 'error',
  when: { pod: [['spec/C', (container) => asksOther(fieldsAt(container))]] },
  summary: 'A probe that names a port names one of its own container.',
  why: 'The API server takes it; the probe fails for ever, so the pod never becomes ready or restarts again and again.',
  hint: 'correct the name, or add the port to the container',
  *mistakes(container) {
    const { fields } = container
    const names = mapsOf(fields.ports).flatMap(([, { name }]) => textOf(name) ?? [])
    for (const { name, pointer, fields: probe } of handlersOf(container))
      for (const handler of ['httpGet', 'tcpSocket']) {
        const port = textOf(fieldsAt(probe, handler).port)
        if (port === undefined || isNumber(port) || names.includes(port)) continue
        const message = `has a ${name} on port "${port}", which it does not have${didYouMean(port, names)}`
        yield { pointer: `${pointer}/${handler}/port`, message }
      }
  },
  examples: () => ({ good: [probed('http')], bad: [probed('htpp')] }),
})

/** A quick look: whether a probe is on a port of another name than the container has. */
function asksOther(container: Fields): boolean {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle, ports } = container
  return (
    isOnOther(livenessProbe, ports) ||
    isOnOther(readinessProbe, ports) ||
    isOnOther(startupProbe, ports) ||
    (lifecycle != null &&
      (isOnOther(fieldsAt(lifecycle).postStart, ports) ||
        isOnOther(fieldsAt(lifecycle).preStop, ports)))
  )
}

function isOnOther(probe: unknown, ports: unknown): boolean {
  if (probe == null) return false
  const { httpGet, tcpSocket } = fieldsAt(probe)
  return !isAmong(ports, fieldsAt(httpGet).port) || !isAmong(ports, fieldsAt(tcpSocket).port)
}

function isAmong(ports: unknown, name: unknown): boolean {
  if (typeof name !== 'string' || isNumber(name)) return true
  if (!Array.isArray(ports)) return false
  for (let i = 0; i < ports.length; i++) if (fieldsAt(ports[i]).name === name) return true
  return false
}

const isNumber = (port: string): boolean => port === '' || /^[0-9]+$/.test(port)

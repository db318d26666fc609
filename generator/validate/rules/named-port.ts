import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
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
  summary: 'A probe that names a port names one of its own container.',
  why: 'The API server takes it; the probe fails for ever, so the pod never becomes ready or restarts again and again.',
  hint: 'correct the name, or add the port to the container',
  *mistakes(container) {
    const { fields } = container
    const names = mapsOf(fields.ports).flatMap(([, { name }]) => textOf(name) ?? [])
    for (const { name, pointer, fields: probe } of handlersOf(container))
      for (const handler of ['httpGet', 'tcpSocket']) {
        const port = textOf(fieldsAt(probe, handler).port)
        if (port === undefined || /^[0-9]+$/.test(port) || names.includes(port)) continue
        const message = `has a ${name} on port "${port}", which it does not have${didYouMean(port, names)}`
        yield { pointer: `${pointer}/${handler}/port`, message }
      }
  },
  examples: { good: [probed('http')], bad: [probed('htpp')] },
})

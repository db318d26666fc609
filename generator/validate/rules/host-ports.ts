import { exampleDeployment } from '../example.ts'
import { type Fields, mapsOf } from '../fields.ts'
import { containersOf, type Pod } from '../pods.ts'
import { podRule } from '../rule-shapes.ts'

const on = (hostPort: number) =>
  exampleDeployment(
    { ports: [{ containerPort: 9100, hostPort }], readinessProbe: { tcpSocket: { port: 9100 } } },
    { hostNetwork: true },
  )

export const hostPorts = podRule({
  id: 'host-ports',
  severity: 'error',
  when: { pod: ['spec/C/ports/*/hostPort'] },
  summary:
    'A pod on the network of its node has the same hostPort and containerPort, each host port once.',
  why: 'The API server refuses the object.',
  hint: 'leave hostPort out, or give it the number of containerPort',
  *mistakes(pod) {
    const taken = new Set<string>()
    for (const { port, pointer, shared } of portsOf(pod)) {
      const { hostPort, containerPort, protocol = 'TCP', hostIP = '' } = port
      if (pod.spec.hostNetwork === true && hostPort !== containerPort)
        yield { pointer, message: `hostPort ${hostPort} is not containerPort ${containerPort}` }
      const key = `${hostIP} ${hostPort} ${protocol}`
      if (shared && taken.has(key))
        yield { pointer, message: `host port ${hostPort} is taken twice` }
      if (shared) taken.add(key)
    }
  },
  examples: () => ({ good: [on(9100)], bad: [on(9101)] }),
})

type HostPort = { readonly port: Fields; readonly pointer: string; readonly shared: boolean }

/** Host ports that are asked for; only containers that run at the same time share them. */
function portsOf(pod: Pod): readonly HostPort[] {
  return containersOf(pod).flatMap(({ fields, pointer, list }) =>
    mapsOf(fields.ports)
      .filter(([, { hostPort }]) => typeof hostPort === 'number' && hostPort !== 0)
      .map(([index, port]) => ({
        port,
        pointer: `${pointer}/ports/${index}/hostPort`,
        shared: list === 'containers',
      })),
  )
}

import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf } from '../fields.ts'
import { longRunning } from '../long-running.ts'
import { PROBES } from '../probes.ts'
import type { Rule } from '../rule.ts'

const ports = [{ name: 'http', containerPort: 8080 }]

export const probesPresent: Rule = {
  id: 'probes-present',
  severity: 'warning',
  scope: 'object',
  when: { pod: [['spec/containers/*', (container) => isMute(fieldsAt(container))]] },
  summary: 'A container that listens on a port and runs for ever says when it is ready.',
  why: 'Without a probe a pod counts as ready as soon as its process runs: requests reach a program that is not up yet, and a rollout goes on although the new version does not work.',
  hint: 'add a readinessProbe, and a livenessProbe where a restart would help',
  *check(resources) {
    for (const resource of resources)
      for (const { name, fields, pointer } of longRunning(resource)) {
        if (!isMute(fields) || mapsOf(fields.ports).length === 0) continue
        yield { resource, pointer, message: `container "${name}" has ports and no probe` }
      }
  },
  examples: () => ({
    good: [exampleDeployment({ ports, readinessProbe: { tcpSocket: { port: 'http' } } })],
    bad: [exampleDeployment({ ports })],
  }),
}

/** Listens, and nothing asks it. */
function isMute(container: Fields): boolean {
  if (!Array.isArray(container.ports) || container.ports.length === 0) return false
  for (const probe of PROBES) if (container[probe] != null) return false
  return true
}

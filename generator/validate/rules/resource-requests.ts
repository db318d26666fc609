import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import { longRunning } from '../long-running.ts'
import { podOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

export const resourceRequests: Rule = {
  id: 'resource-requests',
  severity: 'warning',
  scope: 'object',
  when: { pod: [['spec/containers/*', (container) => !asks(container)]] },
  summary: 'A container that runs for ever says what it needs.',
  why: 'The scheduler takes it for nothing and fills the node; when memory runs short its pods are the first to be killed.',
  hint: 'add resources.requests for cpu and memory',
  *check(resources) {
    for (const resource of resources) {
      const containers = longRunning(resource)
      if (containers.length === 0 || asks(podOf(resource)?.spec)) continue
      for (const { name, fields, pointer } of containers)
        if (!asks(fields))
          yield {
            resource,
            pointer: `${pointer}/resources`,
            message: `container "${name}" requests nothing`,
          }
    }
  },
  examples: () => ({ good: [exampleDeployment({})], bad: [exampleDeployment({ resources: {} })] }),
}

/** Limits are requests where nothing else is said. */
function asks(holder: unknown): boolean {
  const resources = fieldsAt(holder, 'resources')
  return isSaid(fieldsAt(resources, 'requests')) || isSaid(fieldsAt(resources, 'limits'))
}

function isSaid(amounts: Fields): boolean {
  for (const name in amounts) if (amounts[name] != null) return true
  return false
}

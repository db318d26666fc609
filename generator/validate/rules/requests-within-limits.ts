import { pointerTo } from '../../core/pointer.ts'
import { exampleDeployment } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import { containersOf, podsOf } from '../pods.ts'
import { quantityOf } from '../quantity.ts'
import type { Rule } from '../rule.ts'

const asking = (cpu: string): object => ({ resources: { requests: { cpu }, limits: { cpu: '1' } } })

export const requestsWithinLimits: Rule = {
  id: 'requests-within-limits',
  severity: 'error',
  scope: 'object',
  summary: 'No container requests more of a resource than its limit allows.',
  why: 'The API server refuses the object.',
  hint: 'lower the request or raise the limit',
  *check(resources) {
    for (const pod of podsOf(resources))
      for (const { name, pointer, fields } of containersOf(pod)) {
        const limits = fieldsAt(fields, 'resources', 'limits')
        const requests = fieldsAt(fields, 'resources', 'requests')
        for (const [resource, request] of Object.entries(requests)) {
          const wanted = quantityOf(request)
          const limit = quantityOf(limits[resource])
          if (wanted === undefined || limit === undefined || wanted <= limit) continue
          yield {
            resource: pod.resource,
            pointer: pointerTo(`${pointer}/resources/requests`, resource),
            message: `container "${name}" requests ${resource} ${request}, its limit is ${limits[resource]}`,
          }
        }
      }
  },
  examples: {
    good: [exampleDeployment(asking('1000m'))],
    bad: [exampleDeployment(asking('1001m'))],
  },
}

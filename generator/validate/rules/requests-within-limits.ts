import { pointerTo } from '../../core/pointer.ts'
import { exampleDeployment } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import { type Container, containersOf, POD_KINDS, podsOf } from '../pods.ts'
import { quantityOf } from '../quantity.ts'
import type { Rule } from '../rule.ts'
import type { Mistake } from '../rule-shapes.ts'

const asking = (cpu: string): object => ({ resources: { requests: { cpu }, limits: { cpu: '1' } } })

export const requestsWithinLimits: Rule = {
  id: 'requests-within-limits',
  severity: 'error',
  scope: 'object',
  kinds: POD_KINDS,
  when: { pod: [['spec/C/resources', mayExceed]] },
  summary: 'No container requests more of a resource than its limit allows.',
  why: 'The API server refuses the object.',
  hint: 'lower the request or raise the limit',
  *check(resources) {
    for (const pod of podsOf(resources))
      for (const container of containersOf(pod))
        for (const mistake of mistakesOf(container)) yield { resource: pod.resource, ...mistake }
  },
  examples: () => ({
    good: [exampleDeployment(asking('1000m'))],
    bad: [exampleDeployment(asking('1001m'))],
  }),
}

function* mistakesOf({ name, pointer, fields }: Container): Iterable<Mistake> {
  const limits = fieldsAt(fields, 'resources', 'limits')
  for (const [resource, request] of Object.entries(fieldsAt(fields, 'resources', 'requests'))) {
    const given = limits[resource]
    if (!isAbove(request, given)) continue
    yield {
      pointer: pointerTo(`${pointer}/resources/requests`, resource),
      message: `container "${name}" requests ${resource} ${request}, its limit is ${given ?? 0}`,
    }
  }
}

/** Whether a request is not what the limit is, nor nothing. */
function mayExceed(resources: unknown): boolean {
  const limits = fieldsAt(resources, 'limits')
  const requests = fieldsAt(resources, 'requests')
  for (const resource in requests) if (isAbove(requests[resource], limits[resource])) return true
  return false
}

/** A limit of null is one of 0 to the API server. */
function isAbove(request: unknown, given: unknown): boolean {
  const wanted = quantityOf(request)
  const limit = given === null ? 0n : quantityOf(given)
  return wanted !== undefined && limit !== undefined && wanted > limit
}

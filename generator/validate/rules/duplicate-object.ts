import { keyOf, type Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import { textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

export const duplicateObject: Rule = {
  id: 'duplicate-object',
  severity: 'error',
  scope: 'cluster',
  reads: {},
  summary: 'No object stands twice in a cluster, not even in two API versions.',
  why: 'The later one silently replaces the earlier, or two owners fight over the object at every sync.',
  hint: 'remove one of the two, or give it another name or namespace',
  *check(resources) {
    const seen = new Map<string, Resource>()
    for (const resource of resources) {
      if (textOf(resource.metadata.name) === undefined) continue // generateName: each is another object
      const key = keyOf(resource)
      const other = seen.get(key)
      if (other !== undefined)
        yield { resource, other, pointer: '/metadata/name', message: 'stands twice' }
      else seen.set(key, resource)
    }
  },
  examples: () => ({
    good: [example('ConfigMap', 'a'), example('ConfigMap', 'b')],
    bad: [example('ConfigMap', 'a'), example('ConfigMap', 'a')],
  }),
}

import { exampleJob } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import { objectRule } from '../rule-shapes.ts'

export const jobTtl = objectRule({
  id: 'job-ttl',
  severity: 'warning',
  summary: 'A Job that Argo CD or Flux tracks does not delete itself.',
  why: 'Its absence is drift: the engine makes it again, and it runs again and again. A hook that deletes itself too early blocks the sync.',
  hint: 'leave ttlSecondsAfterFinished out; a run with a name of its own is pruned when it is taken out of the repository',
  kinds: ['Job.batch'],
  *mistakes(resource) {
    const { ttlSecondsAfterFinished: ttl } = fieldsAt(resource, 'spec')
    const { generateName } = resource.metadata
    if (ttl == null || generateName != null) return
    yield {
      pointer: '/spec/ttlSecondsAfterFinished',
      message: `the Job deletes itself ${ttl} seconds after its end`,
    }
  },
  examples: () => ({ good: [exampleJob({})], bad: [exampleJob({ ttlSecondsAfterFinished: 600 })] }),
})

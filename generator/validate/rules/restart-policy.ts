import { exampleJob } from '../example.ts'
import { podRule } from '../rule-shapes.ts'

const ENDING = ['Job', 'CronJob']

export const restartPolicy = podRule({
  id: 'restart-policy',
  severity: 'error',
  summary: 'The pods of a Job restart Never or OnFailure, those of every other workload Always.',
  why: 'The API server refuses the object; a Job without restartPolicy too, since the default is Always.',
  hint: 'Never or OnFailure for Jobs; leave it out elsewhere',
  *mistakes({ resource: { kind }, pointer, spec }) {
    if (kind === 'Pod' || kind === 'PodTemplate') return
    const policy = spec.restartPolicy ?? ''
    const wrong = ENDING.includes(kind)
      ? policy === '' || policy === 'Always'
      : policy === 'Never' || policy === 'OnFailure'
    if (!wrong) return
    const said = policy === '' ? 'no restartPolicy, which means Always' : `restartPolicy ${policy}`
    yield {
      pointer: `${pointer}/spec/restartPolicy`,
      message: `the pods of a ${kind} have ${said}`,
    }
  },
  examples: {
    good: [exampleJob({}, { restartPolicy: 'OnFailure' })],
    bad: [exampleJob({}, { restartPolicy: 'Always' })],
  },
})

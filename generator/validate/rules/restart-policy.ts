import { exampleJob } from '../example.ts'
import { minorNumber } from '../minor-number.ts'
import { containersOf, type Pod } from '../pods.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const ENDING = ['Job', 'CronJob']

export const restartPolicy = podRule({
  id: 'restart-policy',
  severity: 'error',
  when: {
    Job: [''],
    CronJob: [''],
    pod: [
      ['spec/restartPolicy', (policy) => policy === 'Never' || policy === 'OnFailure'],
      'spec/C/restartPolicy',
    ],
  },
  summary: 'The pods of a Job restart Never or OnFailure, those of every other workload Always.',
  why: 'The API server refuses the object; a Job without restartPolicy too, since the default is Always.',
  hint: 'Never or OnFailure for Jobs; leave it out elsewhere',
  *mistakes(pod, { kubernetes }) {
    const { resource, pointer, spec } = pod
    const { kind } = resource
    if (minorNumber(kubernetes) < OF_CONTAINERS) yield* containerMistakes(pod)
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
  examples: () => ({
    good: [exampleJob({}, { restartPolicy: 'OnFailure' })],
    bad: [exampleJob({}, { restartPolicy: 'Always' })],
  }),
})

/** The minor from which on a container may say how it restarts; before, only that an init container stays. */
const OF_CONTAINERS = 1034

function* containerMistakes(pod: Pod): Iterable<Mistake> {
  for (const { name, list, fields, pointer } of containersOf(pod)) {
    const policy = fields.restartPolicy
    if (typeof policy !== 'string' || (list === 'initContainers' && policy === 'Always')) continue
    yield {
      pointer: `${pointer}/restartPolicy`,
      message: `container "${name}" has restartPolicy "${policy}", which containers have since Kubernetes 1.34`,
      hint: 'init containers may have Always here, other containers nothing',
    }
  }
}

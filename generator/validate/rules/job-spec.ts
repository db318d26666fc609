import type { Resource } from '../../core/resource.ts'
import { exampleJob } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

export const jobSpec = objectRule({
  id: 'job-spec',
  severity: 'error',
  summary:
    'A Job leaves its selector to the cluster, an indexed one says how many completions it has.',
  why: 'The API server refuses the Job.',
  hint: 'remove selector and manualSelector; set completions for completionMode Indexed',
  kinds: ['Job.batch', 'CronJob.batch'],
  *mistakes(resource) {
    const steps = resource.kind === 'Job' ? ['spec'] : ['spec', 'jobTemplate', 'spec']
    const spec = fieldsAt(resource, ...steps)
    const pointer = `/${steps.join('/')}`
    yield* selectorMistakes(resource, spec, pointer)
    yield* indexMistakes(spec, pointer)
    yield* policyMistakes(fieldsAt(spec, 'podFailurePolicy'), `${pointer}/podFailurePolicy`)
  },
  examples: {
    good: [exampleJob({ completionMode: 'Indexed', completions: 3 })],
    bad: [exampleJob({ completionMode: 'Indexed' })],
  },
})

function* selectorMistakes({ kind }: Resource, spec: Fields, at: string): Iterable<Mistake> {
  const pointer = `${at}/selector`
  if (kind === 'CronJob' && spec.manualSelector === true)
    yield {
      pointer: `${at}/manualSelector`,
      message: 'the Jobs of a CronJob cannot have a selector of their own',
    }
  if (spec.manualSelector !== true && spec.selector != null)
    yield { pointer, message: 'the Job has a selector of its own, which the cluster would choose' }
}

function* indexMistakes(spec: Fields, pointer: string): Iterable<Mistake> {
  if (spec.completionMode === 'Indexed') {
    if (spec.maxFailedIndexes != null && spec.backoffLimitPerIndex == null)
      yield {
        pointer: `${pointer}/backoffLimitPerIndex`,
        message: 'maxFailedIndexes needs backoffLimitPerIndex',
      }
    if (spec.completions == null)
      yield {
        pointer: `${pointer}/completions`,
        message: 'completionMode Indexed needs completions',
      }
    return
  }
  for (const field of setIn(spec, ['backoffLimitPerIndex', 'maxFailedIndexes']))
    yield { pointer: `${pointer}/${field}`, message: `${field} needs completionMode Indexed` }
}

function* policyMistakes({ rules }: Fields, pointer: string): Iterable<Mistake> {
  for (const [index, rule] of mapsOf(rules)) {
    const sides = ['onExitCodes', 'onPodConditions'].filter((side) => !isEmpty(rule[side]))
    if (sides.length !== 1)
      yield {
        pointer: `${pointer}/rules/${index}`,
        message: `a rule has ${sides.length === 0 ? 'neither' : 'both of'} onExitCodes and onPodConditions`,
      }
  }
}

const isEmpty = (value: unknown): boolean =>
  value == null || (Array.isArray(value) && value.length === 0)

import type { Resource } from '../../core/resource.ts'
import { exampleJob } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn } from '../fields.ts'
import { dnsLabel } from '../names.ts'
import { containersOf, podOf } from '../pods.ts'
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
    yield* indexMistakes(resource, spec, pointer)
    yield* policyMistakes(fieldsAt(spec, 'podFailurePolicy'), `${pointer}/podFailurePolicy`)
    yield* [...exitMistakes(resource, spec, pointer), ...successMistakes(spec, pointer)]
    if (resource.kind === 'Job') yield* podNames(resource, spec)
  },
  examples: () => ({
    good: [exampleJob({ completionMode: 'Indexed', completions: 3 })],
    bad: [exampleJob({ completionMode: 'Indexed', parallelism: 3 })],
  }),
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

function* indexMistakes({ kind }: Resource, spec: Fields, pointer: string): Iterable<Mistake> {
  if (spec.completionMode === 'Indexed') {
    if (typeof spec.parallelism === 'number' && spec.parallelism > MOST_AT_ONCE)
      yield {
        pointer: `${pointer}/parallelism`,
        message: `an indexed Job runs at most ${MOST_AT_ONCE} pods at once`,
      }
    if (spec.maxFailedIndexes != null && spec.backoffLimitPerIndex == null)
      yield {
        pointer: `${pointer}/backoffLimitPerIndex`,
        message: 'maxFailedIndexes needs backoffLimitPerIndex',
      }
    if (Number(spec.maxFailedIndexes) > Number(spec.completions))
      yield {
        pointer: `${pointer}/maxFailedIndexes`,
        message: `maxFailedIndexes ${spec.maxFailedIndexes} is more than completions`,
      }
    // A Job in which neither is said gets 1 for both; the Jobs of a CronJob do so too late.
    if (spec.completions == null && (kind === 'CronJob' || spec.parallelism != null))
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

/** Exit codes are ordered, differ, and belong to a container of the pod; with a policy pods are replaced when they have failed. */
function* exitMistakes(resource: Resource, spec: Fields, pointer: string): Iterable<Mistake> {
  const pod = podOf(resource)
  const names = pod === undefined ? [] : containersOf(pod).map(({ name }) => name)
  const { rules } = fieldsAt(spec, 'podFailurePolicy')
  if (spec.podFailurePolicy != null && spec.podReplacementPolicy === 'TerminatingOrFailed')
    yield {
      pointer: `${pointer}/podReplacementPolicy`,
      message: 'with a podFailurePolicy podReplacementPolicy is Failed',
    }
  for (const [index, { onExitCodes }] of mapsOf(rules)) {
    const { containerName, values, operator } = fieldsAt(onExitCodes)
    const at = `${pointer}/podFailurePolicy/rules/${index}/onExitCodes`
    if (typeof containerName === 'string' && !names.includes(containerName))
      yield {
        pointer: `${at}/containerName`,
        message: `the pod has no container "${containerName}"`,
      }
    if (!Array.isArray(values)) continue
    const codes = values.map(Number)
    if (codes.some((code, i) => i > 0 && code <= (codes[i - 1] ?? code)))
      yield { pointer: `${at}/values`, message: `exit codes ${codes.join(', ')} are not in order` }
    if (operator === 'In' && codes.includes(0))
      yield { pointer: `${at}/values`, message: 'exit code 0 is no failure' }
  }
}

function* successMistakes(spec: Fields, pointer: string): Iterable<Mistake> {
  const completions = Number(spec.completions)
  for (const [index, rule] of mapsOf(fieldsAt(spec, 'successPolicy').rules)) {
    const at = `${pointer}/successPolicy/rules/${index}`
    const { succeededCount: count, succeededIndexes: text } = rule
    if (count == null && text == null)
      yield { pointer: at, message: 'a rule has neither succeededIndexes nor succeededCount' }
    const indexes = typeof text === 'string' ? indexesOf(text) : completions
    if (indexes === undefined || (typeof text === 'string' && lastOf(text) >= completions))
      yield {
        pointer: `${at}/succeededIndexes`,
        message: `"${text}" is no list of indexes of the Job`,
      }
    else if (typeof count === 'number' && (count > indexes || count > completions))
      yield {
        pointer: `${at}/succeededCount`,
        message: `succeededCount ${count} is more than ${indexes}`,
      }
  }
}

/** How many indexes a text such as `0-2,4` names; undefined when they are not in order. */
function indexesOf(text: string): number | undefined {
  if (text === '') return 0
  let [last, count] = [-1, 0]
  for (const part of text.split(',')) {
    if (!/^[0-9]+(?:-[0-9]+)?$/.test(part)) return undefined
    const [from = 0, to = from] = part.split('-').map(Number)
    if (from <= last || to < from || (part.includes('-') && to === from)) return undefined
    count += to - from + 1
    last = to
  }
  return count
}

const lastOf = (text: string): number => Number(/[0-9]+$/.exec(text)?.[0] ?? -1)

const MOST_AT_ONCE = 100_000

/** The pods of an indexed Job are called after it, and their names are host names. */
function* podNames({ metadata }: Resource, spec: Fields): Iterable<Mistake> {
  if (spec.completionMode !== 'Indexed' || typeof metadata.name !== 'string') return
  const last = `${metadata.name}-${Math.max(0, Number(spec.completions ?? 1) - 1)}`
  const wrong = dnsLabel(last)
  if (wrong !== undefined)
    yield { pointer: '/metadata/name', message: `pod name "${last}" ${wrong}` }
}

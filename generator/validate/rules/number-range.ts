import { groupOf, type Resource } from '../../core/resource.ts'
import { demandsOf, kindsIn, type WrongWith, wrongBy } from '../demand-rule.ts'
import { NUMBERS } from '../demands/numbers.ts'
import { exampleDeployment, exampleJob } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import { containersOf, POD_KINDS, type Pod, podOf } from '../pods.ts'
import { handlersOf, PROBES, probesOf } from '../probes.ts'
import type { Reason, Rule } from '../rule.ts'
import type { Mistake } from '../rule-shapes.ts'

type Range = readonly [least: number, most?: number]

const WORKLOAD: Readonly<Record<string, Range>> = {
  replicas: [0],
  minReadySeconds: [0],
  revisionHistoryLimit: [0],
  progressDeadlineSeconds: [0],
  parallelism: [0],
  completions: [0],
  backoffLimit: [0],
  activeDeadlineSeconds: [0],
  ttlSecondsAfterFinished: [0],
  successfulJobsHistoryLimit: [0],
  failedJobsHistoryLimit: [0],
  startingDeadlineSeconds: [0],
}

const POD: Readonly<Record<string, Range>> = {
  activeDeadlineSeconds: [1, 2 ** 31 - 1],
}

const PROBE: Readonly<Record<string, Range>> = {
  initialDelaySeconds: [0],
  timeoutSeconds: [0],
  periodSeconds: [0],
  successThreshold: [0],
  failureThreshold: [0],
  terminationGracePeriodSeconds: [1],
}

const wrongWith: WrongWith = (value, demands, field) => {
  if (typeof value !== 'number') return undefined
  const [least = '0', most] = demands
  if (value >= Number(least) && value <= Number(most ?? value)) return undefined
  const range = most === undefined ? `at least ${least}` : `between ${least} and ${most}`
  return `${field} is ${value}, must be ${range}`
}

const OF_PODS: readonly (string | Reason)[] = [
  ['spec', (spec) => !isWithin(POD, fieldsAt(spec))],
  ...PROBES.map((name): Reason => [`spec/C/${name}`, (probe) => !isWithin(PROBE, fieldsAt(probe))]),
  'spec/C/lifecycle/postStart/sleep',
  'spec/C/lifecycle/preStop/sleep',
]

const OF_SPECS: readonly (string | Reason)[] = [
  ['spec', (spec) => !isWithin(WORKLOAD, fieldsAt(spec))],
  'spec/minReadySeconds',
  'spec/progressDeadlineSeconds',
  ['spec/jobTemplate/spec', (spec) => !isWithin(WORKLOAD, fieldsAt(spec))],
]

export const numberRange: Rule = {
  id: 'number-range',
  severity: 'error',
  scope: 'object',
  kinds: [...POD_KINDS, ...kindsIn(NUMBERS)],
  when: (kind) => {
    const table = wrongBy(NUMBERS, wrongWith)(kind)
    return { ...table, pod: [...(table.pod ?? []), ...OF_PODS], '*': OF_SPECS }
  },
  summary:
    'Counts and seconds of workloads, pods and probes are not negative, and other numbers within their range.',
  why: 'The API server refuses the object.',
  hint: 'use a number in the range',
  *check(resources) {
    for (const resource of resources)
      for (const mistake of [...mistakesOf(resource), ...fromTable(resource)])
        yield { resource, ...mistake }
  },
  examples: () => ({
    good: [exampleJob({ backoffLimit: 0 })],
    bad: [exampleDeployment({}, {}, { replicas: -1 })],
  }),
}

const fromTable = demandsOf(NUMBERS, wrongWith)

function* mistakesOf(resource: Resource): Iterable<Mistake> {
  const pod = podOf(resource)
  if (pod === undefined) return
  if (groupOf(resource.apiVersion) !== '')
    yield* outOf(WORKLOAD, fieldsAt(resource, 'spec'), '/spec')
  if (resource.kind === 'CronJob') {
    const job = fieldsAt(resource, 'spec', 'jobTemplate', 'spec')
    yield* outOf(WORKLOAD, job, '/spec/jobTemplate/spec')
  }
  if (resource.kind === 'Deployment') yield* deadline(fieldsAt(resource, 'spec'))
  yield* outOf(POD, pod.spec, `${pod.pointer}/spec`)
  for (const container of containersOf(pod))
    for (const { fields, pointer } of probesOf(container)) yield* outOf(PROBE, fields, pointer)
  yield* sleeps(pod)
}

/** A hook cannot sleep longer than the pod has to end. */
function* sleeps(pod: Pod): Iterable<Mistake> {
  const { terminationGracePeriodSeconds: given } = pod.spec
  const most = typeof given === 'number' ? given : 30
  for (const container of containersOf(pod))
    for (const { fields, pointer } of handlersOf(container)) {
      const { seconds } = fieldsAt(fields, 'sleep')
      if (typeof seconds === 'number' && (seconds < 0 || seconds > most))
        yield {
          pointer: `${pointer}/sleep/seconds`,
          message: `seconds is ${seconds}, must be between 0 and terminationGracePeriodSeconds, ${most}`,
        }
    }
}

function* outOf(
  ranges: Readonly<Record<string, Range>>,
  fields: Fields,
  pointer: string,
): Iterable<Mistake> {
  if (isWithin(ranges, fields)) return
  for (const [field, [least, most]] of Object.entries(ranges)) {
    const value = fields[field]
    if (typeof value !== 'number' || (value >= least && value <= (most ?? value))) continue
    const range = most === undefined ? `at least ${least}` : `between ${least} and ${most}`
    yield { pointer: `${pointer}/${field}`, message: `${field} is ${value}, must be ${range}` }
  }
}

function isWithin(ranges: Readonly<Record<string, Range>>, fields: Fields): boolean {
  for (const name in fields) {
    const value = fields[name]
    if (typeof value !== 'number' || !Object.hasOwn(ranges, name)) continue
    const [least = value, most = value] = ranges[name] ?? []
    if (value < least || value > most) return false
  }
  return true
}

function* deadline({ minReadySeconds, progressDeadlineSeconds }: Fields): Iterable<Mistake> {
  const ready = minReadySeconds ?? 0
  const most = progressDeadlineSeconds ?? 600
  if (typeof ready !== 'number' || typeof most !== 'number' || most < 0 || most > ready) return
  const pointer = '/spec/progressDeadlineSeconds'
  yield {
    pointer,
    message: `progressDeadlineSeconds ${most} is not above minReadySeconds ${ready}`,
  }
}

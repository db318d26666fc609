import { example, exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn, textOf } from '../fields.ts'
import { qualifiedKey } from '../names.ts'
import { NATIVE } from '../pod-fields.ts'
import { quantityOf } from '../quantity.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

/** The member that a metric of each type needs. */
const MEMBERS: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
}

/** The values that a target of each member may have. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  resource: ['averageUtilization', 'averageValue'],
  containerResource: ['averageUtilization', 'averageValue'],
  pods: ['averageValue'],
  object: ['value', 'averageValue'],
  external: ['value', 'averageValue'],
}

const scaler = (target: object) =>
  example('HorizontalPodAutoscaler', 'tiles', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'tiles' },
      maxReplicas: 2,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    },
  })

const web = exampleDeployment({ resources: { requests: { cpu: '1' } } })

export const autoscalerMetric = objectRule({
  id: 'autoscaler-metric',
  severity: 'error',
  when: {
    HorizontalPodAutoscaler: [['spec/metrics/*', (metric) => !isPlain(fieldsAt(metric))]],
  },
  summary: 'A metric of an autoscaler has the member that its type names, with a target value.',
  why: 'The API server refuses the autoscaler.',
  hint: 'write type Resource with resource: { name, target: { type, averageUtilization } }, and so on',
  kinds: ['HorizontalPodAutoscaler.autoscaling'],
  *mistakes(resource) {
    for (const [index, metric] of mapsOf(fieldsAt(resource, 'spec').metrics))
      yield* metricMistakes(metric, `/spec/metrics/${index}`)
  },
  examples: () => ({
    good: [scaler({ type: 'Utilization', averageUtilization: 80 }), web],
    bad: [scaler({ type: 'Utilization' }), web],
  }),
})

const isResourceName = (name: string): boolean =>
  name.includes('/') ? qualifiedKey(name) === undefined : NATIVE.test(name)

function* metricMistakes(metric: Fields, pointer: string): Iterable<Mistake> {
  const type = String(metric.type)
  const member = Object.hasOwn(MEMBERS, type) ? MEMBERS[type] : undefined
  if (member === undefined) return
  const at = `${pointer}/${member}`
  const name = textOf(fieldsAt(metric, member).name)
  if (member === 'containerResource' && name !== undefined && !isResourceName(name))
    yield { pointer: `${at}/name`, message: `"${name}" is no resource of a container` }
  for (const value of ['value', 'averageValue']) {
    const amount = fieldsAt(metric, member, 'target')[value]
    if ((quantityOf(amount) ?? 1n) <= 0n)
      yield { pointer: `${at}/target/${value}`, message: `${value} ${amount} is not positive` }
  }
  if (metric[member] == null)
    yield { pointer: at, message: `a metric of type ${type} needs ${member}` }
  else if (setIn(fieldsAt(metric, member, 'target'), VALUES[member] ?? []).length === 0)
    yield {
      pointer: `${at}/target`,
      message: `the target of a metric of type ${type} has no value`,
    }
}

/** A quick look at the metric that nearly all have. */
function isPlain({ type, resource }: Fields): boolean {
  const { averageUtilization, averageValue, value } = fieldsAt(fieldsAt(resource).target)
  return type === 'Resource' && averageUtilization != null && averageValue == null && value == null
}

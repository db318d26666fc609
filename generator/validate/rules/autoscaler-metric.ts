import { example, exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

/** The member that a metric of each type needs. */
const MEMBERS: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
}

const VALUES = ['averageUtilization', 'averageValue', 'value']

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
  summary: 'A metric of an autoscaler has the member that its type names, with a target value.',
  why: 'The API server refuses the autoscaler.',
  hint: 'write type Resource with resource: { name, target: { type, averageUtilization } }, and so on',
  kinds: ['HorizontalPodAutoscaler.autoscaling'],
  *mistakes(resource) {
    for (const [index, metric] of mapsOf(fieldsAt(resource, 'spec').metrics))
      yield* metricMistakes(metric, `/spec/metrics/${index}`)
  },
  examples: {
    good: [scaler({ type: 'Utilization', averageUtilization: 80 }), web],
    bad: [scaler({ type: 'Utilization' }), web],
  },
})

function* metricMistakes(metric: Fields, pointer: string): Iterable<Mistake> {
  const type = String(metric.type)
  const member = Object.hasOwn(MEMBERS, type) ? MEMBERS[type] : undefined
  if (member === undefined) return
  const at = `${pointer}/${member}`
  if (metric[member] == null)
    yield { pointer: at, message: `a metric of type ${type} needs ${member}` }
  else if (setIn(fieldsAt(metric, member, 'target'), VALUES).length === 0)
    yield {
      pointer: `${at}/target`,
      message: `the target of a metric of type ${type} has no value`,
    }
}

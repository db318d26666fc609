import type { Resource } from '../../core/resource.ts'
import { groupOf } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf } from '../fields.ts'
import { containersOf, podOf } from '../pods.ts'
import { removedApi } from '../removed-apis.ts'
import type { Rule, RuleProblem } from '../rule.ts'

const scaler = example('HorizontalPodAutoscaler', 'tiles', {
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'tiles' },
    maxReplicas: 2,
  },
})

export const autoscalerTarget: Rule = {
  id: 'autoscaler-target',
  severity: 'warning',
  scope: 'rendering',
  reads: {
    HorizontalPodAutoscaler: ['spec/scaleTargetRef', 'spec/metrics'],
    '*': ['spec/replicas'],
    pod: ['spec/C/name', 'spec/C/resources'],
  },
  when: { HorizontalPodAutoscaler: [''] },
  summary:
    'What an autoscaler scales leaves replicas out, and requests the resource that it is scaled by.',
  why: 'Every sync sets replicas back to the fixed number; without a request there is no utilization to compute.',
  hint: 'remove replicas from the workload; add the request to every container',
  *check(resources, { kubernetes }) {
    const scalers = resources.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    const kinds = new Set(scalers.map((one) => fieldsAt(one, 'spec', 'scaleTargetRef').kind))
    const workloads = new Map<string, Resource>()
    for (const resource of resources)
      if (kinds.has(resource.kind)) workloads.set(keyOf(resource), resource)
    for (const resource of scalers) {
      const { apiVersion, kind, name } = fieldsAt(resource, 'spec', 'scaleTargetRef')
      const group = typeof apiVersion === 'string' ? groupOf(apiVersion) : ''
      const key = `${group}/${kind}/${resource.metadata.namespace ?? ''}/${name}`
      yield* goneApi(resource, kubernetes)
      const target = workloads.get(key)
      if (target !== undefined) yield* mistakesOf(resource, target)
    }
  },
  examples: () => ({
    good: [scaler, exampleDeployment({})],
    bad: [scaler, exampleDeployment({}, {}, { replicas: 2 })],
  }),
}

function* goneApi(scaler: Resource, kubernetes: string): Iterable<RuleProblem> {
  const { apiVersion, kind } = fieldsAt(scaler, 'spec', 'scaleTargetRef')
  const gone = removedApi(String(apiVersion), String(kind))
  if (gone?.removed === undefined || gone.removed > Number(kubernetes.split('.')[1])) return
  const message = `scales a ${kind} of ${apiVersion}, which Kubernetes 1.${gone.removed} removed`
  const hint = `write apiVersion: ${gone.instead}`
  yield { resource: scaler, pointer: '/spec/scaleTargetRef/apiVersion', message, hint }
}

const keyOf = ({ apiVersion, kind, metadata: { name, namespace = '' } }: Resource): string =>
  `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`

function* mistakesOf(scaler: Resource, target: Resource): Iterable<RuleProblem> {
  const { replicas } = fieldsAt(target, 'spec')
  if (replicas != null)
    yield {
      resource: target,
      pointer: '/spec/replicas',
      message: `replicas is ${replicas}, but "${scaler.metadata.name}" scales this ${target.kind}`,
    }
  const pod = podOf(target)
  if (pod === undefined) return
  for (const [index, metric] of mapsOf(fieldsAt(scaler, 'spec').metrics)) {
    const { name, target: wanted } = fieldsAt(metric, 'resource')
    if (fieldsAt(wanted).averageUtilization == null || typeof name !== 'string') continue
    const lacking = containersOf(pod).find(
      ({ list, fields }) =>
        list === 'containers' &&
        fieldsAt(fields, 'resources', 'requests')[name] == null &&
        fieldsAt(fields, 'resources', 'limits')[name] == null,
    )
    if (lacking !== undefined)
      yield {
        resource: scaler,
        pointer: `/spec/metrics/${index}/resource`,
        message: `container "${lacking.name}" requests no ${name} to compute a utilization of`,
      }
  }
}

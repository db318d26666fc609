import { lazily } from '../../core/lazily.ts'
import { groupOf, type Resource } from '../../core/resource.ts'
import { exampleDeployment, exampleService } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import type { Pod } from '../pods.ts'
import type { Rule } from '../rule.ts'
import { indexPods } from '../workloads.ts'

export const selectorTarget: Rule = {
  id: 'selector-target',
  severity: 'warning',
  scope: 'rendering',
  reads: {
    Service: ['spec/selector'],
    NetworkPolicy: ['spec/podSelector'],
    PodDisruptionBudget: ['spec/selector'],
    pod: ['metadata/labels'],
  },
  summary: 'Services, network policies and disruption budgets select pods that are there.',
  why: 'The API server takes it; requests to the Service end nowhere, the policy and the budget protect nothing.',
  hint: 'use the labels of the pod template in the selector',
  *check(resources) {
    const pods = indexPods(resources)
    const operated = lazily(() => namespacesOf(resources.filter(mayMakePods)))
    for (const resource of resources) {
      const selected = selectorOf(resource)
      const { namespace } = resource.metadata
      if (selected === undefined || pods.inNamespace(namespace).length === 0) continue
      const written = withoutGiven(selected.selector)
      if (pods.matching(namespace, written).length > 0) continue
      // An operator may make pods of what it reads; then only what nearly fits a pod that is written is a slip.
      if (operated().has(namespace ?? '') && !isNear(written, pods.inNamespace(namespace))) continue
      const message = `selects no pod of this rendering (${textOf(selected.selector)})`
      yield { resource, pointer: selected.pointer, message }
    }
  },
  examples: () => ({
    good: [exampleService({}), exampleDeployment({})],
    bad: [exampleService({}, { selector: { app: 'tile' } }), exampleDeployment({})],
  }),
}

/** Labels that controllers put on pods. */
const GIVEN = [
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'job-name',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]

function withoutGiven(selector: Fields): Fields {
  const labels = fieldsAt(selector.matchLabels)
  const keys = Object.keys(labels)
  if (!keys.some((key) => GIVEN.includes(key))) return selector
  const others = Object.entries(labels).filter(([key]) => !GIVEN.includes(key))
  return { ...selector, matchLabels: Object.fromEntries(others) }
}

const namespacesOf = (resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(resources.map(({ metadata }) => metadata.namespace ?? ''))

/** Custom kinds whose controllers make no pods. */
const PODLESS =
  /^(?:argoproj\.io|bitnami\.com|cert-manager\.io|external-secrets\.io|gateway\.networking\.k8s\.io|route\.openshift\.io|.*\.toolkit\.fluxcd\.io)$/

function mayMakePods({ apiVersion, kind }: Resource): boolean {
  const group = groupOf(apiVersion)
  const isNative = !group.includes('.') || group.endsWith('.k8s.io')
  return !isNative && !PODLESS.test(group) && !/Monitor$|Rule$/.test(kind)
}

/** Whether some pod has one of the labels that are asked for. */
function isNear({ matchLabels }: Fields, pods: readonly Pod[]): boolean {
  const wanted = Object.entries(fieldsAt(matchLabels))
  return pods.some(({ labels }) => wanted.some(([key, value]) => labels[key] === value))
}

type Selected = { readonly selector: Fields; readonly pointer: string }

/** The selector of what selects pods, if it selects less than all. */
function selectorOf(resource: Resource): Selected | undefined {
  const spec = fieldsAt(resource, 'spec')
  const group = groupOf(resource.apiVersion)
  if (resource.kind === 'Service' && group === '')
    return some({ matchLabels: spec.selector }, '/spec/selector')
  if (resource.kind === 'NetworkPolicy' && group === 'networking.k8s.io')
    return some(fieldsAt(spec, 'podSelector'), '/spec/podSelector')
  if (resource.kind === 'PodDisruptionBudget' && group === 'policy')
    return some(fieldsAt(spec, 'selector'), '/spec/selector')
  return undefined
}

function some(selector: Fields, pointer: string): Selected | undefined {
  const labels = Object.keys(fieldsAt(selector.matchLabels)).length
  const expressions = Array.isArray(selector.matchExpressions)
    ? selector.matchExpressions.length
    : 0
  return labels + expressions === 0 ? undefined : { selector, pointer }
}

function textOf(selector: Fields): string {
  const labels = Object.entries(fieldsAt(selector.matchLabels)).map(([k, v]) => `${k}=${v}`)
  return labels.length > 0 ? labels.join(', ') : 'by expressions'
}

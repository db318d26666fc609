import { groupOf, type Resource } from '../../core/resource.ts'
import { exampleDeployment, exampleService } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
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
    for (const resource of resources) {
      const selected = selectorOf(resource)
      const { namespace } = resource.metadata
      if (selected === undefined || pods.inNamespace(namespace).length === 0) continue
      if (pods.matching(namespace, selected.selector).length > 0) continue
      const message = `selects no pod of this rendering (${textOf(selected.selector)})`
      yield { resource, pointer: selected.pointer, message }
    }
  },
  examples: {
    good: [exampleService({}), exampleDeployment({})],
    bad: [exampleService({}, { selector: { app: 'tile' } }), exampleDeployment({})],
  },
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

import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf } from '../fields.ts'
import { podOf } from '../pods.ts'
import type { Rule, RuleProblem } from '../rule.ts'
import { isMet } from '../workloads.ts'

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']

export const selectorMatchesTemplate: Rule = {
  id: 'selector-matches-template',
  severity: 'error',
  scope: 'object',
  kinds: ['ReplicationController', ...KINDS],
  when: { '*': [['', (object) => !isPlain(object as Resource)]] },
  summary: 'The selector of a workload matches the labels of its own pod template.',
  why: 'The API server refuses the workload: it would never find its own pods.',
  hint: 'give the pod template the labels that the selector asks for',
  *check(resources) {
    for (const resource of resources) {
      if (resource.kind === 'ReplicationController') yield* plain(resource)
      const pod = KINDS.includes(resource.kind) ? podOf(resource) : undefined
      const selector = fieldsAt(resource, 'spec', 'selector')
      if (pod === undefined || fieldsAt(resource, 'spec').selector == null) continue
      if (isEmpty(selector))
        yield { resource, pointer: '/spec/selector', message: 'the selector is empty' }
      for (const { pointer, wanted } of unmet(selector, pod.labels))
        yield { resource, pointer, message: `the pod template has no label ${wanted}` }
    }
  },
  examples: () => ({
    good: [exampleDeployment({})],
    bad: [exampleDeployment({}, {}, { selector: { matchLabels: { app: 'tile' } } })],
  }),
}

/** A ReplicationController has its labels in the selector itself; without one those of the template count. */
function* plain(resource: Resource): Iterable<RuleProblem> {
  const pod = podOf(resource)
  const matchLabels = fieldsAt(resource, 'spec', 'selector')
  if (pod === undefined || Object.keys(matchLabels).length === 0) return
  for (const { wanted } of unmet({ matchLabels }, pod.labels))
    yield {
      resource,
      pointer: '/spec/selector',
      message: `the pod template has no label ${wanted}`,
    }
}

function isEmpty({ matchLabels, matchExpressions }: Fields): boolean {
  const labels = Object.keys(fieldsAt(matchLabels)).length
  return labels === 0 && mapsOf(matchExpressions).length === 0
}

type Unmet = { readonly pointer: string; readonly wanted: string }

/** What of a label selector the labels do not meet. */
function unmet(selector: Fields, labels: Fields): readonly Unmet[] {
  const equal = Object.entries(fieldsAt(selector, 'matchLabels'))
    .filter(([key, value]) => !Object.hasOwn(labels, key) || (labels[key] ?? '') !== (value ?? ''))
    .map(([key, value]) => ({
      pointer: pointerTo('/spec/selector/matchLabels', key),
      wanted: `${key}: ${value ?? ''}`,
    }))
  const sets = mapsOf(selector.matchExpressions)
    .filter(([, expression]) => !isMet(expression, labels))
    .map(([index, { key, operator, values }]) => ({
      pointer: `/spec/selector/matchExpressions/${index}`,
      wanted: `${key} ${operator} ${Array.isArray(values) ? values.join(', ') : ''}`.trim(),
    }))
  return [...equal, ...sets]
}

/** A quick look: labels alone, and the template has them. */
function isPlain(resource: Resource): boolean {
  const { selector } = fieldsAt(resource.spec)
  if (selector == null) return true
  const labels = podOf(resource)?.labels
  const { matchLabels, matchExpressions } = fieldsAt(selector)
  if (labels === undefined || matchLabels == null || matchExpressions != null) return false
  const wanted = fieldsAt(matchLabels)
  let count = 0
  for (const key in wanted) {
    if (typeof wanted[key] !== 'string' || wanted[key] !== labels[key]) return false
    count++
  }
  return count > 0
}

import { groupOf, type Resource } from '../../core/resource.ts'
import { example, exampleIngress } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import type { Rule } from '../rule.ts'

const port = example('Service', 'tiles', { spec: { ports: [{ port: 80 }] } })
const route: Resource = example('Route', 'tiles', {
  spec: { to: { kind: 'Service', name: 'tiles' } },
})

export const platformKind: Rule = {
  id: 'platform-kind',
  severity: 'error',
  scope: 'rendering',
  reads: { CustomResourceDefinition: ['spec/group'] },
  when: { '*': [['apiVersion', isOfOpenShift]] },
  summary: 'Kinds of OpenShift are only rendered for OpenShift.',
  why: 'Another cluster does not know the kind: the sync fails before anything is applied.',
  hint: 'leave it out on this platform; an Ingress or an HTTPRoute exposes a Service there',
  *check(resources, { platform }) {
    if (platform === undefined || platform === 'openshift') return
    const defined = new Set(resources.flatMap(groupDefined))
    for (const resource of resources) {
      const group = groupOf(resource.apiVersion)
      if (!group.endsWith('.openshift.io') || defined.has(group)) continue
      const message = `${resource.kind} is a kind of OpenShift, the cluster is ${platform}`
      yield { resource, pointer: '/kind', message }
    }
  },
  examples: () => ({ platform: 'minikube', good: [port, exampleIngress({})], bad: [port, route] }),
}

function groupDefined({ kind, spec }: Resource): readonly unknown[] {
  return kind === 'CustomResourceDefinition' ? [fieldsAt(spec).group] : []
}

function isOfOpenShift(apiVersion: unknown): boolean {
  return groupOf(String(apiVersion)).endsWith('.openshift.io')
}

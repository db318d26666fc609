import { idOf, type Resource } from '../../core/resource.ts'
import { deliveredBy, isKustomization } from '../delivered.ts'
import { example } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const flux = (targetNamespace: string): Resource =>
  example('Kustomization', 'web', {
    spec: {
      interval: '60m',
      prune: false,
      path: './overlays/nova/web',
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      targetNamespace,
    },
  })

const config = example('ConfigMap', 'tiles', { data: {} })

export const targetNamespace: Rule = {
  id: 'target-namespace',
  severity: 'warning',
  scope: 'whole',
  summary:
    'The targetNamespace of a Flux Kustomization moves no object out of a namespace that it names.',
  why: 'targetNamespace wins over every namespace that is written: a Role of kube-system ends in the namespace of the application, and grants nothing where it is needed.',
  hint: 'leave targetNamespace out, and write the namespaces',
  *check(resources, context) {
    for (const kustomization of resources.filter(isKustomization)) {
      const target = textOf(fieldsAt(kustomization, 'spec').targetNamespace)
      if (target === undefined) continue
      for (const resource of deliveredBy(kustomization, context) ?? []) {
        const { namespace } = resource.metadata
        if (namespace == null || namespace === target) continue
        const message = `${idOf(kustomization)} moves it into the namespace "${target}"`
        yield { resource, pointer: '/metadata/namespace', message }
      }
    }
  },
  examples: () => ({
    folder: 'overlays/nova/web',
    good: [flux('web'), config],
    bad: [flux('api'), config],
  }),
}

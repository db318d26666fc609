import type { Resource } from '../../core/resource.ts'
import { suggest } from '../../core/suggest.ts'
import { demandsOf } from '../demand-rule.ts'
import type { Demand } from '../demands/demand.ts'
import { clusterExample, example } from '../example.ts'
import { textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const KINDS = ['StorageClass', 'PriorityClass', 'IngressClass']

/** Where classes are named. */
const NAMED: Readonly<Record<string, readonly Demand[]>> = {
  pod: [
    ['priorityClassName', 'PriorityClass'],
    ['volumes/*/ephemeral/volumeClaimTemplate/spec/storageClassName', 'StorageClass'],
  ],
  PersistentVolumeClaim: [['spec/storageClassName', 'StorageClass']],
  'StatefulSet.apps': [['spec/volumeClaimTemplates/*/spec/storageClassName', 'StorageClass']],
  'Ingress.networking.k8s.io': [['spec/ingressClassName', 'IngressClass']],
}

const storage = clusterExample('StorageClass', 'fast', { provisioner: 'csi.example.org' })

const claim = (storageClassName: string): Resource =>
  example('PersistentVolumeClaim', 'tiles', {
    spec: {
      storageClassName,
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '1Gi' } },
    },
  })

export const classKnown: Rule = {
  id: 'class-known',
  severity: 'warning',
  scope: 'rendering',
  reads: {
    pod: [
      'spec/priorityClassName',
      'spec/volumes/*/ephemeral/volumeClaimTemplate/spec/storageClassName',
    ],
    PersistentVolumeClaim: ['spec/storageClassName'],
    StatefulSet: ['spec/volumeClaimTemplates/*/spec/storageClassName'],
    Ingress: ['spec/ingressClassName'],
  },
  when: Object.fromEntries(KINDS.map((kind) => [kind, ['']])),
  summary: 'A class that is named is not a near miss of one that the rendering itself makes.',
  why: 'Claims stay Pending, Ingresses get no address, and pods with an unknown priority class are refused.',
  hint: 'correct the name; classes that the cluster brings need not be in the repository',
  *check(resources) {
    const made = new Map<string, string[]>(KINDS.map((kind) => [kind, []]))
    for (const { kind, metadata } of resources) made.get(kind)?.push(textOf(metadata.name) ?? '')
    if (![...made.values()].some((names) => names.length > 0)) return
    const mistakesOf = demandsOf(NAMED, (value, [kind = '']) => {
      const names = made.get(kind) ?? []
      const name = textOf(value)
      if (name === undefined || names.includes(name)) return undefined
      const near = suggest(name, names)
      return near && `there is no ${kind} "${name}"; did you mean "${near}"?`
    })
    for (const resource of resources)
      for (const mistake of mistakesOf(resource)) yield { resource, ...mistake }
  },
  examples: () => ({ good: [storage, claim('fast')], bad: [storage, claim('fasst')] }),
}

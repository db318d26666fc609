import type { Resource } from '../../core/resource.ts'
import { deliveredByAll, isApplication, isKustomization } from '../delivered.ts'
import { example } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const DATA = ['PersistentVolumeClaim', 'PersistentVolume', 'Namespace']
const OPTIONS = 'argocd.argoproj.io/sync-options'
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune'

const flux = example('Kustomization', 'web', {
  spec: {
    interval: '60m',
    prune: true,
    path: './overlays/nova/web',
    sourceRef: { kind: 'GitRepository', name: 'fleet' },
  },
})

const claim = (annotations: object): Resource => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'tiles', namespace: 'web', annotations: { ...annotations } },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
})

export const pruneProtection: Rule = {
  id: 'prune-protection',
  severity: 'warning',
  scope: 'whole',
  summary: 'Claims, volumes and namespaces in a cluster whose engine prunes are marked to be kept.',
  why: 'When the object leaves the repository, by a slip or with its application, the engine deletes it with all data.',
  hint: `annotate it: ${OPTIONS}: Prune=false,Delete=false for Argo CD, ${PRUNE}: disabled for Flux`,
  *check(resources, context) {
    const byArgo = deliveredByAll(resources.filter(isPruningApplication), resources, context)
    const byFlux = deliveredByAll(resources.filter(isPruningKustomization), resources, context)
    for (const resource of resources) {
      if (!DATA.includes(resource.kind) || resource.apiVersion !== 'v1') continue
      const [argo, flux] = [byArgo.has(resource), byFlux.has(resource)]
      const annotations = fieldsAt(resource.metadata, 'annotations')
      const options = (textOf(annotations[OPTIONS]) ?? '').split(',').map((one) => one.trim())
      const kept = ['Prune=false', 'Prune=confirm'].some((one) => options.includes(one))
      const pointer = '/metadata/annotations'
      if (argo && !kept)
        yield { resource, pointer, message: 'Argo CD deletes it when it leaves the repository' }
      if (flux && annotations[PRUNE] !== 'disabled')
        yield { resource, pointer, message: 'Flux deletes it when it leaves the repository' }
    }
  },
  examples: () => ({ good: [flux, claim({ [PRUNE]: 'disabled' })], bad: [flux, claim({})] }),
}

const isPruningApplication = (resource: Resource): boolean =>
  isApplication(resource) && fieldsAt(resource, 'spec', 'syncPolicy', 'automated').prune === true

const isPruningKustomization = (resource: Resource): boolean =>
  isKustomization(resource) && fieldsAt(resource, 'spec').prune === true

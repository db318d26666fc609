import { idOf, type Resource } from '../../core/resource.ts'
import { exampleJob } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'
import { READ_OF_SECRETS, secretReferencesOf } from '../secret-references.ts'
import { READ_OF_MADE, secretMadeBy } from '../secrets-made.ts'

const HOOK = 'argocd.argoproj.io/hook'

const sealed = (annotations: object): Resource => ({
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name: 'database', namespace: 'web', annotations: { ...annotations } },
  spec: { encryptedData: { password: 'AgBy3i4OJSWK' } },
})

const preflight = exampleJob(
  { activeDeadlineSeconds: 60 },
  { volumes: [{ name: 'database', secret: { secretName: 'database' } }] },
  { annotations: { [HOOK]: 'PreSync' } },
)

export const hookNeedsSecret: Rule = {
  id: 'hook-needs-secret',
  severity: 'error',
  scope: 'rendering',
  reads: {
    ...READ_OF_MADE,
    ...READ_OF_SECRETS,
    '*': ['metadata/annotations/argocd.argoproj.io~1hook'],
  },
  when: { '*': ['metadata/annotations/argocd.argoproj.io~1hook'] },
  summary: 'A hook that runs before the sync needs no Secret that the same sync makes.',
  why: 'Argo CD waits for the hook, the hook waits for the Secret, and the Secret waits for the sync: it never starts.',
  hint: 'make it a Sync hook in a later wave, let the Secret come from outside, or move it into another Application',
  *check(resources) {
    const made = madeInSync(resources)
    if (made.size === 0) return
    for (const resource of resources.filter(isEarly))
      for (const { name, pointer } of secretReferencesOf(resource)) {
        const by = made.get(`${resource.metadata.namespace ?? ''}/${name}`)
        if (by === undefined) continue
        const message = `runs before the sync and needs Secret "${name}", which ${idOf(by)} makes in the sync`
        yield { resource, pointer, message }
      }
  },
  examples: () => ({
    good: [sealed({ [HOOK]: 'PreSync' }), preflight],
    bad: [sealed({}), preflight],
  }),
}

function madeInSync(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  const made = new Map<string, Resource>()
  for (const resource of resources) {
    const secret = isEarly(resource) ? undefined : secretMadeBy(resource)
    if (secret !== undefined) made.set(`${secret.namespace ?? ''}/${secret.name}`, resource)
  }
  return made
}

function isEarly({ metadata }: Resource): boolean {
  const hooks = textOf(fieldsAt(metadata, 'annotations')[HOOK]) ?? ''
  return hooks.split(',').some((hook) => hook.trim() === 'PreSync')
}

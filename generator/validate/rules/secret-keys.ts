import { idOf, type Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import type { Rule } from '../rule.ts'
import { READ_OF_SECRETS, secretReferencesOf } from '../secret-references.ts'
import { type MadeSecret, READ_OF_MADE, secretMadeBy, WHEN_MADE } from '../secrets-made.ts'

const made: Resource = {
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name: 'database', namespace: 'web' },
  spec: { encryptedData: { password: 'AgBy3i4OJSWK' } },
}

const asking = (key: string): Resource =>
  exampleDeployment({
    env: [{ name: 'DB', valueFrom: { secretKeyRef: { name: 'database', key } } }],
  })

export const secretKeys: Rule = {
  id: 'secret-keys',
  severity: 'error',
  scope: 'rendering',
  reads: { ...READ_OF_MADE, ...READ_OF_SECRETS },
  when: WHEN_MADE,
  summary: 'Where the rendering makes a Secret, its pods use its name and keys that it has.',
  why: 'The pods wait in ContainerCreating or CreateContainerConfigError for a key that never comes.',
  hint: 'add the key to what makes the Secret, correct it where it is used, or mark it optional',
  *check(resources) {
    const known = new Map<string, MadeSecret>()
    for (const resource of resources) {
      const secret = secretMadeBy(resource)
      if (secret !== undefined) known.set(`${secret.namespace ?? ''}/${secret.name}`, secret)
    }
    if (known.size === 0) return
    for (const resource of resources)
      for (const { name, key, pointer } of secretReferencesOf(resource)) {
        const secret = known.get(`${resource.metadata.namespace ?? ''}/${name}`)
        if (secret?.keys === undefined || key === undefined || secret.keys.includes(key)) continue
        const message = `Secret "${name}" has no key "${key}" (${idOf(secret.by)} makes it)`
        yield { resource, pointer, message: message + didYouMean(key, secret.keys) }
      }
  },
  examples: () => ({ good: [made, asking('password')], bad: [made, asking('passwort')] }),
}

import type { Resource } from '../../core/resource.ts'
import { suggest } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import type { Rule } from '../rule.ts'
import { READ_OF_SECRETS, secretReferencesOf } from '../secret-references.ts'
import { type MadeSecret, READ_OF_MADE, secretMadeBy, WHEN_MADE } from '../secrets-made.ts'

const sealed: Resource = {
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name: 'database', namespace: 'web' },
  spec: { encryptedData: { password: 'AgBy3i4OJSWK' } },
}

const reading = (name: string): Resource =>
  exampleDeployment({ envFrom: [{ secretRef: { name } }] })

export const secretKnown: Rule = {
  id: 'secret-known',
  severity: 'warning',
  scope: 'rendering',
  reads: { ...READ_OF_MADE, ...READ_OF_SECRETS },
  when: WHEN_MADE,
  summary:
    'A Secret that pods ask for is not a near miss of one that the rendering makes and nobody asks for.',
  why: 'The pods wait in ContainerCreating or CreateContainerConfigError for a Secret that never comes.',
  hint: 'correct the name; Secrets that come from outside need not be in the repository',
  *check(resources) {
    const made = new Set(resources.flatMap((resource) => nameOf(secretMadeBy(resource))))
    if (made.size === 0) return
    const unread = unreadSecrets(resources)
    if (![...unread.values()].some((names) => names.size > 0)) return
    for (const resource of resources) {
      const { namespace = '' } = resource.metadata
      const names = unread.get(namespace)
      if (names === undefined) continue
      for (const { name, pointer } of secretReferencesOf(resource)) {
        const near = made.has(`${namespace}/${name}`)
          ? undefined
          : suggest(name, [...names].slice(0, MOST))
        if (near === undefined) continue
        const message = `asks for Secret "${name}", which nothing here makes; did you mean "${near}", which nobody asks for?`
        yield { resource, pointer, message }
      }
    }
  },
  examples: () => ({ good: [sealed, reading('database')], bad: [sealed, reading('databse')] }),
}

const nameOf = (secret: MadeSecret | undefined): readonly string[] =>
  secret === undefined ? [] : [`${secret.namespace ?? ''}/${secret.name}`]

/** Names that a wrong one is compared with. */
const MOST = 200

/** Secrets that are made and that no pod asks for, by namespace. */
function unreadSecrets(resources: readonly Resource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const unread = new Map<string, Set<string>>()
  for (const resource of resources) {
    const secret = secretMadeBy(resource)
    if (secret === undefined) continue
    const namespace = secret.namespace ?? ''
    unread.set(namespace, (unread.get(namespace) ?? new Set()).add(secret.name))
  }
  for (const resource of resources)
    for (const { name } of secretReferencesOf(resource))
      unread.get(resource.metadata.namespace ?? '')?.delete(name)
  return unread
}

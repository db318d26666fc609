import type { Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import type { Rule } from '../rule.ts'
import { READ_OF_SECRETS, type SecretReference, secretReferencesOf } from '../secret-references.ts'
import { type MadeSecret, READ_OF_MADE, secretMadeBy } from '../secrets-made.ts'

type Promised = ReadonlyMap<string, ReadonlySet<string>>

const asking = (key: string): Resource =>
  exampleDeployment({
    env: [{ name: 'DB', valueFrom: { secretKeyRef: { name: 'database', key } } }],
  })

export const secretContract: Rule = {
  id: 'secret-contract',
  severity: 'warning',
  scope: 'rendering',
  reads: { ...READ_OF_MADE, ...READ_OF_SECRETS },
  summary:
    'A Secret that pods ask for is made by something here, or is in the list of those that must exist in the cluster.',
  why: 'Nobody is told to make it (strata list secrets): the pods wait in ContainerCreating or CreateContainerConfigError.',
  hint: 'correct the name or key, let something make it, or mark it optional; the application that needs it names it in its secrets',
  *check(resources, { promised }) {
    if (promised === undefined) return
    const made = new Set(resources.flatMap((resource) => nameOf(secretMadeBy(resource))))
    for (const resource of resources) {
      const { namespace = '' } = resource.metadata
      const known: Promised = promised.get(namespace) ?? new Map()
      for (const wanted of secretReferencesOf(resource)) {
        if (made.has(`${namespace}/${wanted.name}`)) continue // secret-keys looks at its keys
        const message = missing(wanted, known)
        if (message !== undefined) yield { resource, pointer: wanted.pointer, message }
      }
    }
  },
  examples: () => ({
    promised: new Map([['web', new Map([['database', new Set(['password'])]])]]),
    good: [asking('password')],
    bad: [asking('passwort')],
  }),
}

const nameOf = (secret: MadeSecret | undefined): readonly string[] =>
  secret === undefined ? [] : [`${secret.namespace ?? ''}/${secret.name}`]

function missing({ name, key }: SecretReference, known: Promised): string | undefined {
  if (!known.has(name))
    return `asks for Secret "${name}", which nobody is told to make${didYouMean(name, known.keys())}`
  const keys = known.get(name)
  if (key === undefined || keys === undefined || keys.has(key)) return undefined
  return `asks for key "${key}" of Secret "${name}", which nobody is told to put in${didYouMean(key, keys)}`
}

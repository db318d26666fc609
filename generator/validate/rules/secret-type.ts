import { example } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import { objectRule } from '../rule-shapes.ts'

/** Keys that the API server demands of the types that it knows. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
}

const secret = (data: object) => example('Secret', 'web', { type: 'kubernetes.io/tls', data })

export const secretType = objectRule({
  id: 'secret-type',
  severity: 'error',
  summary: 'A Secret of a known type holds the keys of that type.',
  why: 'The API server refuses the Secret.',
  hint: 'add the key, or leave the type out: then it is Opaque and may hold anything',
  kinds: ['Secret'],
  *mistakes(resource) {
    const type = textOf(resource.type) ?? ''
    const has = { ...fieldsAt(resource.data), ...fieldsAt(resource.stringData) }
    for (const key of (Object.hasOwn(KEYS, type) ? KEYS[type] : undefined) ?? [])
      if (has[key] == null)
        yield { pointer: '/data', message: `type ${type} needs the key "${key}"` }
    const basic = ['username', 'password']
    if (type === 'kubernetes.io/basic-auth' && basic.every((key) => has[key] == null))
      yield { pointer: '/data', message: `type ${type} needs the key "username" or "password"` }
    const annotations = fieldsAt(resource.metadata, 'annotations')
    const account = 'kubernetes.io/service-account.name'
    if (
      type === 'kubernetes.io/service-account-token' &&
      textOf(annotations[account]) === undefined
    )
      yield {
        pointer: '/metadata/annotations',
        message: `type ${type} needs the annotation ${account}`,
      }
  },
  examples: () => ({
    good: [secret({ 'tls.crt': '', 'tls.key': '' })],
    bad: [secret({ 'tls.crt': '' })],
  }),
})

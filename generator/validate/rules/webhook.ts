import type { Resource } from '../../core/resource.ts'
import { clusterExample } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const GROUP = 'admissionregistration.k8s.io'

const hook = (clientConfig: object): Resource => ({
  ...clusterExample('ValidatingWebhookConfiguration', 'tiles'),
  apiVersion: `${GROUP}/v1`,
  webhooks: [
    {
      name: 'tiles.example.org',
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      clientConfig,
      rules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
      ],
    },
  ],
})

const URL = 'https://hooks.example.org/tiles'

export const webhook = objectRule({
  id: 'webhook',
  severity: 'error',
  summary: 'A webhook is reached in one way, and "*" in its rules stands alone.',
  why: 'The API server refuses the configuration.',
  hint: 'give clientConfig a url or a service; list "*" or single values',
  kinds: [`ValidatingWebhookConfiguration.${GROUP}`, `MutatingWebhookConfiguration.${GROUP}`],
  *mistakes(resource) {
    for (const [index, one] of mapsOf(resource.webhooks)) {
      const at = `/webhooks/${index}`
      const ways = setIn(fieldsAt(one, 'clientConfig'), ['url', 'service'])
      if (ways.length !== 1)
        yield {
          pointer: `${at}/clientConfig`,
          message: `clientConfig has ${ways.length === 0 ? 'neither url nor service' : 'url and service'}`,
        }
      const versions = one.admissionReviewVersions
      if (Array.isArray(versions) && !versions.some((v) => v === 'v1' || v === 'v1beta1'))
        yield {
          pointer: `${at}/admissionReviewVersions`,
          message: 'the API server speaks v1 and v1beta1, neither is listed',
        }
      for (const [i, rule] of mapsOf(one.rules)) yield* ruleMistakes(rule, `${at}/rules/${i}`)
    }
  },
  examples: () => ({ good: [hook({ url: URL })], bad: [hook({})] }),
})

function* ruleMistakes(rule: Fields, pointer: string): Iterable<Mistake> {
  for (const field of ['operations', 'apiGroups', 'apiVersions']) {
    const list = rule[field]
    if (Array.isArray(list) && list.length > 1 && list.includes('*'))
      yield { pointer: `${pointer}/${field}`, message: `"*" of ${field} is not alone` }
  }
  yield* resources(rule.resources, `${pointer}/resources`)
}

/** `pods/*` covers `pods/log`, `* /scale` and `*` cover still more: nothing may be covered twice. */
function* resources(list: unknown, pointer: string): Iterable<Mistake> {
  if (!Array.isArray(list) || list.length < 2) return
  const names = list.map(String)
  const all = new Set(names)
  const isCovered = (name: string): boolean => {
    const [resource = '', sub] = name.split('/')
    if (all.has('*/*')) return name !== '*/*'
    if (sub === undefined) return all.has('*') && name !== '*'
    return (sub !== '*' && all.has(`${resource}/*`)) || (resource !== '*' && all.has(`*/${sub}`))
  }
  const covered = names.find(
    (name, index) => isCovered(name) || (name.includes('*') && names.indexOf(name) !== index),
  )
  if (covered !== undefined)
    yield { pointer, message: `"${covered}" is covered by another of the resources` }
}

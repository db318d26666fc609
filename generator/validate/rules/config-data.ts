import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import { fieldsAt, stringsOf } from '../fields.ts'
import type { Reason, Rule, RuleProblem } from '../rule.ts'

/** k8s.io/apimachinery IsConfigMapKey, and MaxSecretSize of core/v1 (also the limit of ConfigMaps). */
const KEY = /^[-._a-zA-Z0-9]{1,253}$/
const MAXIMUM = 1024 * 1024

const FIELDS = ['data', 'binaryData', 'stringData']

const isFileName = (key: string): boolean => KEY.test(key) && key !== '.' && !key.startsWith('..')

/** A look at one of the maps: no character has more than three bytes. */
function mayBeWrong(map: unknown): boolean {
  const fields = fieldsAt(map)
  let characters = 0
  for (const key in fields) {
    const value = fields[key]
    if (!isFileName(key)) return true
    if (typeof value === 'string') characters += value.length
  }
  return characters * 3 * FIELDS.length > MAXIMUM
}

const config = (data: Readonly<Record<string, string>>): Resource => ({
  ...example('ConfigMap', 'settings'),
  data,
})

export const configData: Rule = {
  id: 'config-data',
  severity: 'error',
  scope: 'object',
  kinds: ['ConfigMap', 'Secret'],
  when: { '*': [...FIELDS.map((field): Reason => [field, mayBeWrong]), 'binaryData'] },
  summary:
    'Keys of ConfigMaps and Secrets are file names, and all their values together fit into 1 MiB.',
  why: 'The API server refuses the object; keys become file names in a mounted volume, and etcd has no room for more.',
  hint: 'use letters, digits, "-", "_" and "." in keys; put large data on a volume or into the image',
  *check(resources) {
    for (const resource of resources) {
      if (!['ConfigMap', 'Secret'].includes(resource.kind) || resource.apiVersion !== 'v1') continue
      const entries = FIELDS.flatMap((field) =>
        stringsOf(resource[field]).map(([key, value]) => ({ field, key, value })),
      )
      for (const { field, key } of entries)
        if (!isFileName(key)) {
          const message = `has the key ${JSON.stringify(key)}, which is no file name`
          yield { resource, pointer: pointerTo(`/${field}`, key), message }
        }
      yield* twice(resource)
      const size = entries.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0)
      if (size > MAXIMUM)
        yield { resource, pointer: '/data', message: `holds ${size} bytes, more than ${MAXIMUM}` }
    }
  },
  examples: () => ({
    good: [config({ 'nginx.conf': 'a', _b: 'c' })],
    bad: [config({ 'a b': 'c' })],
  }),
}

/** A Secret takes a key of `stringData` over one of `data`; a ConfigMap has each key in one place. */
function* twice(resource: Resource): Iterable<RuleProblem> {
  if (resource.kind !== 'ConfigMap') return
  const data = fieldsAt(resource, 'data')
  for (const key of Object.keys(fieldsAt(resource, 'binaryData')))
    if (Object.hasOwn(data, key)) {
      const message = `has the key "${key}" in data too`
      yield { resource, pointer: pointerTo('/binaryData', key), message }
    }
}

import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, stringsOf, textOf } from '../fields.ts'
import { containersOf, POD_KINDS, podOf } from '../pods.ts'
import type { Rule } from '../rule.ts'
import { secretIn, secretInText } from '../secrets.ts'
import { type Found, secretsInValues } from '../secrets-in-values.ts'

const env = (value: string): Resource =>
  exampleDeployment({ env: [{ name: 'DB_PASSWORD', value }] })

export const plaintextSecret: Rule = {
  id: 'plaintext-secret',
  severity: 'error',
  scope: 'object',
  kinds: ['Secret', 'ConfigMap', 'HelmRelease', 'Kustomization', 'Application', ...POD_KINDS],
  summary:
    'No password, key or token stands in the repository: neither in a Secret nor in a ConfigMap, an env value or an argument.',
  why: 'Whoever can read the repository, its history or the object can read the secret.',
  hint: 'refer to a Secret that exists in the cluster (secretKeyRef, an ExternalSecret or a SealedSecret), and change what was published',
  *check(resources) {
    for (const resource of resources) {
      for (const { pointer, what } of foundIn(resource))
        yield { resource, pointer, message: `holds ${what} in plain text` }
      const pod = podOf(resource)
      for (const container of pod === undefined ? [] : containersOf(pod))
        for (const { pointer, what } of containerMistakes(container.fields, container.pointer)) {
          const message = `container "${container.name}" holds ${what} in plain text`
          yield { resource, pointer, message }
        }
    }
  },
  examples: { good: [env('$(SECRET)'), example('Secret', 'empty')], bad: [env('hunter2')] },
}

const foundIn = (resource: Resource): readonly Found[] => [
  ...secretMistakes(resource),
  ...configMistakes(resource),
  ...secretsInValues(resource),
]

/** A Secret with values is plain text even in base64; those that SOPS has encrypted say `ENC[…]`. */
function secretMistakes(resource: Resource): readonly Found[] {
  if (resource.kind !== 'Secret' || resource.apiVersion !== 'v1') return []
  return ['data', 'stringData'].flatMap((field) =>
    stringsOf(resource[field])
      .filter(([, value]) => value !== '' && !value.startsWith('ENC['))
      .map(([key]) => ({ pointer: pointerTo(`/${field}`, key), what: `the value of "${key}"` })),
  )
}

function configMistakes(resource: Resource): readonly Found[] {
  if (resource.kind !== 'ConfigMap' || resource.apiVersion !== 'v1') return []
  return stringsOf(resource.data).flatMap(([key, value]) => {
    const oneLine = value.includes('\n') ? undefined : secretIn(key, value)
    const what = oneLine ?? secretInText(key, value)
    return what === undefined ? [] : [{ pointer: pointerTo('/data', key), what }]
  })
}

function containerMistakes(container: Fields, pointer: string): readonly Found[] {
  const variables = mapsOf(container.env).flatMap(([index, { name, value }]) => {
    const what = secretIn(textOf(name) ?? '', textOf(value) ?? '')
    return what === undefined
      ? []
      : [{ pointer: `${pointer}/env/${index}/value`, what: `${what} (${name})` }]
  })
  return [
    ...variables,
    ...handlerMistakes(container, pointer),
    ...argumentMistakes(container, pointer),
  ]
}

const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
]

/** What a probe or a handler runs, and the headers that it sends. */
function handlerMistakes(container: Fields, pointer: string): readonly Found[] {
  return HANDLERS.flatMap((steps) => {
    const at = `${pointer}/${steps.join('/')}`
    const handler = fieldsAt(container, ...steps)
    const headers = mapsOf(fieldsAt(handler, 'httpGet').httpHeaders)
    return [
      ...argumentMistakes(fieldsAt(handler, 'exec'), `${at}/exec`),
      ...headers.flatMap(([index, { name, value }]) => {
        const isLogin = /^(?:proxy-)?authorization$/i.test(String(name))
        const what = isLogin && isSaid(value) ? 'a login' : secretIn(String(name), String(value))
        return what === undefined
          ? []
          : [{ pointer: `${at}/httpGet/httpHeaders/${index}/value`, what: `${what} (${name})` }]
      }),
    ]
  })
}

const isSaid = (value: unknown): boolean => /^(?:basic|bearer)\s+[^\s$]/i.test(String(value))

/** `--password=x` and `--password x`, in the command and in the arguments. */
function argumentMistakes(container: Fields, pointer: string): readonly Found[] {
  return ['command', 'args'].flatMap((field) => {
    const words = Array.isArray(container[field]) ? container[field].map(String) : []
    return words.flatMap((word, index) => {
      const [, flag = '', value] = /^--?([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(word) ?? []
      const next = words[index + 1] ?? ''
      const what =
        flag === ''
          ? secretInText('', word)
          : secretIn(flag, value ?? (next.startsWith('-') ? '' : next))
      return what === undefined ? [] : [{ pointer: `${pointer}/${field}/${index}`, what }]
    })
  })
}

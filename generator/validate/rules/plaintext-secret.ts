import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, stringsOf, textOf } from '../fields.ts'
import { containersOf, POD_KINDS, podOf } from '../pods.ts'
import { HANDLERS } from '../probes.ts'
import type { Reason, Rule } from '../rule.ts'
import { secretIn, secretInText } from '../secrets.ts'
import { type Found, secretsInValues } from '../secrets-in-values.ts'

const env = (value: string): Resource =>
  exampleDeployment({ env: [{ name: 'DB_PASSWORD', value }] })

export const plaintextSecret: Rule = {
  id: 'plaintext-secret',
  severity: 'error',
  scope: 'object',
  kinds: ['Secret', 'ConfigMap', 'HelmRelease', 'Kustomization', 'Application', ...POD_KINDS],
  when: {
    Secret: ['data', 'stringData'],
    ConfigMap: [['data', holdsSecret]],
    HelmRelease: ['spec/values'],
    Kustomization: ['spec/postBuild/substitute'],
    Application: ['spec/source/helm', 'spec/sources/*/helm'],
    pod: [
      ['spec/C/env/*', (variable) => wrongVariable(fieldsAt(variable)) !== undefined],
      ['spec/C/command', isAnyWrong],
      ['spec/C/args', isAnyWrong],
      ...HANDLERS.flatMap((handler): readonly (string | Reason)[] => [
        [`spec/C/${handler}/exec/command`, isAnyWrong],
        `spec/C/${handler}/exec/args`,
        `spec/C/${handler}/httpGet/httpHeaders`,
      ]),
    ],
  },
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
  examples: () => ({ good: [env('$(SECRET)'), example('Secret', 'empty')], bad: [env('hunter2')] }),
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
    const what = wrongValue(key, value)
    return what === undefined ? [] : [{ pointer: pointerTo('/data', key), what }]
  })
}

function containerMistakes(container: Fields, pointer: string): readonly Found[] {
  const variables = mapsOf(container.env).flatMap(([index, variable]) => {
    const what = wrongVariable(variable)
    return what === undefined
      ? []
      : [{ pointer: `${pointer}/env/${index}/value`, what: `${what} (${variable.name})` }]
  })
  return [
    ...variables,
    ...handlerMistakes(container, pointer),
    ...argumentMistakes(container, pointer),
  ]
}

function holdsSecret(data: unknown): boolean {
  const fields = fieldsAt(data)
  for (const key in fields) {
    const value = fields[key]
    if (typeof value === 'string' && wrongValue(key, value) !== undefined) return true
  }
  return false
}

const wrongValue = (key: string, value: string): string | undefined =>
  (value.includes('\n') ? undefined : secretIn(key, value)) ?? secretInText(key, value)

const wrongVariable = ({ name, value }: Fields): string | undefined =>
  typeof value === 'string' ? secretIn(textOf(name) ?? '', value) : undefined

/** What a probe or a handler runs, and the headers that it sends. */
function handlerMistakes(container: Fields, pointer: string): readonly Found[] {
  return HANDLERS.flatMap((path) => {
    const at = `${pointer}/${path}`
    const handler = fieldsAt(container, ...path.split('/'))
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
    const words = container[field]
    if (!Array.isArray(words)) return []
    return words.flatMap((_, index) => {
      const what = wrongWord(words, index)
      return what === undefined ? [] : [{ pointer: `${pointer}/${field}/${index}`, what }]
    })
  })
}

function isAnyWrong(words: unknown): boolean {
  if (!Array.isArray(words)) return false
  for (let i = 0; i < words.length; i++) if (wrongWord(words, i) !== undefined) return true
  return false
}

/** A flag stands for the value behind it too. */
function wrongWord(words: readonly unknown[], index: number): string | undefined {
  const word = String(words[index])
  if (!word.startsWith('-')) return secretInText('', word)
  const [, flag, value] = /^--?([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(word) ?? []
  if (flag === undefined) return secretInText('', word)
  const next = String(words[index + 1] ?? '')
  return secretIn(flag, value ?? (next.startsWith('-') ? '' : next))
}

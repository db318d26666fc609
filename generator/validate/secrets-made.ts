import { groupOf, type Resource } from '../core/resource.ts'
import { fieldsAt, mapsOf, textOf } from './fields.ts'
import type { Reads, Reasons } from './rule.ts'

/** A Secret that an object of a rendering makes; without keys when they cannot be known. */
export type MadeSecret = {
  readonly name: string
  readonly namespace: string | undefined
  readonly keys: readonly string[] | undefined
  readonly by: Resource
}

/** What `secretMadeBy` reads. */
export const READ_OF_MADE: Reads = {
  Secret: ['data/*/', 'stringData/*/'],
  SealedSecret: ['spec/encryptedData/*/', 'spec/template/data/*/'],
  Certificate: ['spec/secretName', 'spec/additionalOutputFormats', 'spec/keystores'],
  ExternalSecret: [
    'spec/dataFrom',
    'spec/data/*/secretKey',
    'spec/target/name',
    'spec/target/template/data/*/',
    'spec/target/template/templateFrom',
    'spec/target/template/mergePolicy',
  ],
}

/** Without one of these nothing makes a Secret. */
export const WHEN_MADE: Reasons = Object.fromEntries(
  Object.keys(READ_OF_MADE).map((kind) => [kind, ['']]),
)

/** What an ExternalSecret, a SealedSecret, a Certificate or a Secret makes. */
export function secretMadeBy(resource: Resource): MadeSecret | undefined {
  const { kind, apiVersion, metadata } = resource
  const spec = fieldsAt(resource, 'spec')
  const made = (name: unknown, keys: readonly string[] | undefined): MadeSecret | undefined => {
    const text = textOf(name)
    return text === undefined
      ? undefined
      : { name: text, namespace: metadata.namespace, keys, by: resource }
  }
  const kindOfGroup = `${kind}.${groupOf(apiVersion)}`
  if (kindOfGroup === 'Secret.')
    return made(
      metadata.name,
      Object.keys({ ...fieldsAt(resource.data), ...fieldsAt(resource.stringData) }),
    )
  if (kindOfGroup === 'SealedSecret.bitnami.com') return made(metadata.name, sealedKeys(spec))
  if (kindOfGroup === 'Certificate.cert-manager.io')
    return made(
      spec.secretName,
      spec.additionalOutputFormats == null && spec.keystores == null
        ? ['tls.crt', 'tls.key', 'ca.crt']
        : undefined,
    )
  if (kindOfGroup === 'ExternalSecret.external-secrets.io')
    return made(textOf(fieldsAt(spec, 'target').name) ?? metadata.name, externalKeys(resource))
  return undefined
}

function sealedKeys(spec: Readonly<Record<string, unknown>>): readonly string[] {
  const template = fieldsAt(spec, 'template', 'data')
  return [...Object.keys(fieldsAt(spec.encryptedData)), ...Object.keys(template)]
}

/** A template or dataFrom may make any key. */
function externalKeys({ spec }: Resource): readonly string[] | undefined {
  const { dataFrom, data } = fieldsAt(spec)
  const { data: template, templateFrom, mergePolicy } = fieldsAt(spec, 'target', 'template')
  if (Array.isArray(dataFrom) && dataFrom.length > 0) return undefined
  if (Array.isArray(templateFrom) && templateFrom.length > 0) return undefined
  const own = mapsOf(data).flatMap(([, { secretKey }]) => textOf(secretKey) ?? [])
  const made = Object.keys(fieldsAt(template))
  if (made.length === 0) return own
  return mergePolicy === 'Merge' ? [...made, ...own] : made
}

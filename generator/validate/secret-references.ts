import type { Resource } from '../core/resource.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from './fields.ts'
import { containersOf, type Pod, podOf } from './pods.ts'
import type { Reads } from './rule.ts'

/** A Secret that a pod needs, and the key of it if one is named. */
export type SecretReference = {
  readonly name: string
  readonly key: string | undefined
  readonly pointer: string
}

/** What `secretReferencesOf` reads. */
export const READ_OF_SECRETS: Reads = {
  pod: [
    'spec/volumes/*/secret',
    'spec/volumes/*/projected/sources/*/secret',
    'spec/C/envFrom/*/secretRef',
    'spec/C/env/*/valueFrom/secretKeyRef',
  ],
}

/** Every Secret that the pod of an object needs to start, leaving out what is marked optional. */
export function secretReferencesOf(resource: Resource): readonly SecretReference[] {
  const pod = podOf(resource)
  return pod === undefined ? [] : [...volumes(pod), ...variables(pod)]
}

function volumes({ spec, pointer }: Pod): readonly SecretReference[] {
  return mapsOf(spec.volumes).flatMap(([index, volume]) => {
    const at = `${pointer}/spec/volumes/${index}`
    const projected = mapsOf(fieldsAt(volume, 'projected').sources)
    return [
      ...source(fieldsAt(volume, 'secret'), 'secretName', `${at}/secret`),
      ...projected.flatMap(([one, { secret }]) =>
        source(fieldsAt(secret), 'name', `${at}/projected/sources/${one}/secret`),
      ),
    ]
  })
}

function source(fields: Fields, field: string, pointer: string): readonly SecretReference[] {
  const name = textOf(fields[field])
  if (name === undefined || fields.optional === true) return []
  const items = mapsOf(fields.items)
  if (items.length === 0) return [{ name, key: undefined, pointer: `${pointer}/${field}` }]
  return items.map(([index, { key }]) => ({
    name,
    key: textOf(key),
    pointer: `${pointer}/items/${index}/key`,
  }))
}

function variables(pod: Pod): readonly SecretReference[] {
  return containersOf(pod).flatMap(({ fields, pointer }) => [
    ...mapsOf(fields.envFrom).flatMap(([index, { secretRef }]) =>
      source(fieldsAt(secretRef), 'name', `${pointer}/envFrom/${index}/secretRef`),
    ),
    ...mapsOf(fields.env).flatMap(([index, variable]) => {
      const { name, key, optional } = fieldsAt(variable, 'valueFrom', 'secretKeyRef')
      const text = textOf(name)
      if (text === undefined || optional === true) return []
      const at = `${pointer}/env/${index}/valueFrom/secretKeyRef/key`
      return [{ name: text, key: textOf(key), pointer: at }]
    }),
  ])
}

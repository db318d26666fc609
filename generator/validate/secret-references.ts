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
    'spec/volumes/*/name',
    'spec/volumes/*/secret',
    'spec/volumes/*/projected/sources/*/secret',
    'spec/C/name',
    'spec/C/volumeMounts/*/name',
    'spec/C/volumeMounts/*/subPath',
    'spec/C/envFrom/*/secretRef',
    'spec/C/env/*/valueFrom/secretKeyRef',
  ],
}

const known = new WeakMap<Resource, readonly SecretReference[]>()

/** Every Secret that the pod of an object needs to start, leaving out what is marked optional; looked for once per object. */
export function secretReferencesOf(resource: Resource): readonly SecretReference[] {
  const found = known.get(resource) ?? findReferences(resource)
  known.set(resource, found)
  return found
}

function findReferences(resource: Resource): readonly SecretReference[] {
  const pod = podOf(resource)
  return pod === undefined ? [] : [...volumes(pod), ...mountedKeys(pod), ...variables(pod)]
}

/** A single file of a Secret that is mounted: its name is a key, unless items give keys other names. */
function mountedKeys(pod: Pod): readonly SecretReference[] {
  const volumes = new Map(
    mapsOf(pod.spec.volumes).map(([, volume]) => [volume.name, fieldsAt(volume, 'secret')]),
  )
  return containersOf(pod).flatMap(({ fields, pointer }) =>
    mapsOf(fields.volumeMounts).flatMap(([index, mount]) => {
      const { secretName, items, optional } = volumes.get(mount.name) ?? {}
      const [name, key] = [textOf(secretName), textOf(mount.subPath)]
      const isKey = key !== undefined && !key.includes('/') && items == null
      if (name === undefined || !isKey || optional === true) return []
      return [{ name, key, pointer: `${pointer}/volumeMounts/${index}/subPath` }]
    }),
  )
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

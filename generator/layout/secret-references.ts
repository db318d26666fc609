import { pointerTo } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'

/** A pod that names a Secret. */
export type SecretReference = {
  readonly resource: Resource
  readonly pointer: string
  readonly name: string
  /** The key that is read; without one the Secret as a whole. */
  readonly key?: string
  /** The pod starts without it, too. */
  readonly optional: boolean
}

type Fields = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const fields = (value: unknown): Fields => (isObject(value) ? value : {})
const items = (value: unknown): readonly (readonly [number, Fields])[] =>
  Array.isArray(value) ? value.map((item, i) => [i, fields(item)] as const) : []

/** Every Secret that the pods of an object read, whatever kind of object holds the pods: a pod is what has containers. */
export function secretReferences(resource: Resource): readonly SecretReference[] {
  return Array.from(podsIn(resource, ''), ([pod, pointer]) => inPod(pod, pointer))
    .flat()
    .map((found) => ({ resource, ...found }))
}

type Found = Omit<SecretReference, 'resource'>

function* podsIn(value: unknown, pointer: string): Generator<readonly [Fields, string]> {
  if (!isObject(value)) return
  if (Array.isArray(value.containers)) yield [value, pointer]
  else
    for (const [key, member] of Object.entries(value))
      yield* podsIn(member, pointerTo(pointer, key))
}

function inPod(pod: Fields, pointer: string): readonly Found[] {
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    items(pod[list]).flatMap(([i, container]) => inContainer(container, `${pointer}/${list}/${i}`)),
  )
  const volumes = items(pod.volumes).flatMap(([i, volume]) =>
    inVolume(volume, `${pointer}/volumes/${i}`),
  )
  const pulls = items(pod.imagePullSecrets).flatMap(([i, { name }]) =>
    reference(name, {}, `${pointer}/imagePullSecrets/${i}`),
  )
  return [...containers, ...volumes, ...pulls]
}

function inContainer({ env, envFrom }: Fields, pointer: string): readonly Found[] {
  const single = items(env).flatMap(([i, { valueFrom }]) => {
    const source = fields(fields(valueFrom).secretKeyRef)
    return reference(source.name, source, `${pointer}/env/${i}/valueFrom/secretKeyRef`, source.key)
  })
  const whole = items(envFrom).flatMap(([i, { secretRef }]) => {
    const source = fields(secretRef)
    return reference(source.name, source, `${pointer}/envFrom/${i}/secretRef`)
  })
  return [...single, ...whole]
}

function inVolume({ secret, projected }: Fields, pointer: string): readonly Found[] {
  const own = fields(secret)
  const sources = items(fields(projected).sources).flatMap(([i, source]) => {
    const one = fields(source.secret)
    return inSource(one.name, one, `${pointer}/projected/sources/${i}/secret`)
  })
  return [...inSource(own.secretName, own, `${pointer}/secret`), ...sources]
}

/** A mounted Secret: the keys that are named, or all of it. */
function inSource(name: unknown, source: Fields, pointer: string): readonly Found[] {
  const keys = items(source.items)
  if (keys.length === 0) return reference(name, source, pointer)
  return keys.flatMap(([i, { key }]) => reference(name, source, `${pointer}/items/${i}`, key))
}

function reference(
  name: unknown,
  { optional }: Fields,
  pointer: string,
  key?: unknown,
): readonly Found[] {
  if (typeof name !== 'string') return []
  const found = { name, pointer, optional: optional === true }
  return [typeof key === 'string' ? { ...found, key } : found]
}

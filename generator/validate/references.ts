import { lazily } from '../core/lazily.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from './fields.ts'
import { containersOf, type Pod, podOf } from './pods.ts'
import type { Reads } from './rule.ts'

/** One object naming another of the same rendering; Secrets are not listed, they come from outside. */
export type Reference = {
  readonly pointer: string
  readonly kind: string
  readonly name: string
  /** Namespace of the object that is named; undefined for cluster-wide kinds. */
  readonly namespace: string | undefined
  /** Key of a ConfigMap that must be there. */
  readonly key?: string
}

/** What `referencesOf` reads. */
export const READ_OF_REFERENCES: Reads = {
  pod: [
    'spec/serviceAccountName',
    'spec/volumes/*/name',
    'spec/volumes/*/persistentVolumeClaim/claimName',
    'spec/volumes/*/configMap',
    'spec/C/volumeMounts/*/name',
    'spec/C/volumeMounts/*/subPath',
    'spec/volumes/*/projected/sources/*/configMap',
    'spec/C/envFrom/*/configMapRef',
    'spec/C/env/*/valueFrom/configMapKeyRef',
  ],
  RoleBinding: ['roleRef', 'subjects'],
  ClusterRoleBinding: ['roleRef', 'subjects'],
  Route: ['spec/to/name', 'spec/alternateBackends/*/name'],
  Ingress: ['spec/defaultBackend/service/name', 'spec/rules/*/http/paths/*/backend/service/name'],
  StatefulSet: ['spec/volumeClaimTemplates/*/metadata/name'],
  HorizontalPodAutoscaler: ['spec/scaleTargetRef'],
  // Routes of the Gateway API, of whatever kind.
  '*': ['spec/rules/*/backendRefs'],
}

/** What an object refers to by name, leaving out what is marked optional. */
export function referencesOf(resource: Resource): readonly Reference[] {
  const pod = podOf(resource)
  if (pod !== undefined) return podReferences(pod)
  const { kind } = resource
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') return bindingReferences(resource)
  if (kind === 'HorizontalPodAutoscaler') return scaleReferences(resource)
  return resource.spec == null ? NONE : serviceReferences(resource)
}

const NONE: readonly Reference[] = []

function reference(
  { metadata }: Resource,
  kind: string,
  name: unknown,
  pointer: string,
  key?: unknown,
): readonly Reference[] {
  const text = textOf(name)
  if (text === undefined) return []
  const named = { kind, name: text, namespace: metadata.namespace, pointer }
  const wanted = textOf(key)
  return [wanted === undefined ? named : { ...named, key: wanted }]
}

function podReferences(pod: Pod): readonly Reference[] {
  const { resource, spec } = pod
  const base = `${pod.pointer}/spec`
  const found: Reference[] = []
  found.push(
    ...reference(resource, 'ServiceAccount', spec.serviceAccountName, `${base}/serviceAccountName`),
  )
  for (const [index, volume] of mapsOf(spec.volumes))
    if ((volume.persistentVolumeClaim ?? volume.configMap ?? volume.projected) != null)
      found.push(...volumeReferences(resource, volume, `${base}/volumes/${index}`))
  found.push(...mountedKeys(pod))
  for (const { fields, pointer } of containersOf(pod)) environment(resource, fields, pointer, found)
  return found
}

function volumeReferences(
  resource: Resource,
  volume: Fields,
  pointer: string,
): readonly Reference[] {
  const claim = isReplaced(resource, volume)
    ? undefined
    : fieldsAt(volume, 'persistentVolumeClaim').claimName
  const sources = mapsOf(fieldsAt(volume, 'projected').sources)
  return [
    ...reference(
      resource,
      'PersistentVolumeClaim',
      claim,
      `${pointer}/persistentVolumeClaim/claimName`,
    ),
    ...configMapVolume(resource, fieldsAt(volume, 'configMap'), `${pointer}/configMap`),
    ...sources.flatMap(([index, source]) =>
      configMapVolume(
        resource,
        fieldsAt(source, 'configMap'),
        `${pointer}/projected/sources/${index}/configMap`,
      ),
    ),
  ]
}

/** A StatefulSet puts the claim of a template in the place of a volume of that name. */
const isReplaced = (resource: Resource, { name }: Fields): boolean =>
  resource.kind === 'StatefulSet' &&
  mapsOf(fieldsAt(resource, 'spec').volumeClaimTemplates).some(
    ([, template]) => fieldsAt(template, 'metadata').name === name,
  )

function configMapVolume(
  resource: Resource,
  source: Fields,
  pointer: string,
): readonly Reference[] {
  if (source.optional === true) return []
  const items = mapsOf(source.items)
  if (items.length === 0) return reference(resource, 'ConfigMap', source.name, `${pointer}/name`)
  return items.flatMap(([index, { key }]) =>
    reference(resource, 'ConfigMap', source.name, `${pointer}/items/${index}/key`, key),
  )
}

/** A single file of a ConfigMap that is mounted: its name is a key, unless items give keys other names. */
function mountedKeys(pod: Pod): readonly Reference[] {
  const volumes = lazily(
    () =>
      new Map(
        mapsOf(pod.spec.volumes).map(([, volume]) => [volume.name, fieldsAt(volume, 'configMap')]),
      ),
  )
  return containersOf(pod).flatMap(({ fields, pointer }) =>
    mapsOf(fields.volumeMounts).flatMap(([index, { name, subPath }]) => {
      const key = textOf(subPath)
      if (key === undefined || key.includes('/')) return NONE
      const { name: config, items, optional } = volumes().get(name) ?? {}
      if (optional === true || items != null) return NONE
      const at = `${pointer}/volumeMounts/${index}/subPath`
      return reference(pod.resource, 'ConfigMap', config, at, key)
    }),
  )
}

function environment(
  resource: Resource,
  container: Fields,
  pointer: string,
  found: Reference[],
): void {
  for (const [index, { configMapRef }] of mapsOf(container.envFrom)) {
    const { name, optional } = fieldsAt(configMapRef)
    const at = `${pointer}/envFrom/${index}/configMapRef/name`
    if (optional !== true) found.push(...reference(resource, 'ConfigMap', name, at))
  }
  for (const [index, { valueFrom }] of mapsOf(container.env)) {
    if (valueFrom == null) continue
    const { name, key, optional } = fieldsAt(valueFrom, 'configMapKeyRef')
    const at = `${pointer}/env/${index}/valueFrom/configMapKeyRef/key`
    if (optional !== true) found.push(...reference(resource, 'ConfigMap', name, at, key))
  }
}

/** A RoleBinding's Role and accounts; ClusterRoles are the cluster's business. */
function bindingReferences(resource: Resource): readonly Reference[] {
  const { kind, name } = fieldsAt(resource, 'roleRef')
  const role = kind === 'Role' ? reference(resource, kind, name, '/roleRef/name') : []
  const accounts = mapsOf(resource.subjects)
    .filter(([, subject]) => subject.kind === 'ServiceAccount')
    .flatMap(([index, subject]) =>
      reference(resource, 'ServiceAccount', subject.name, `/subjects/${index}/name`).map(
        (found) => ({
          ...found,
          namespace: textOf(subject.namespace) ?? found.namespace,
        }),
      ),
    )
  return [...role, ...accounts]
}

/** Where an Ingress, a Route or a Gateway API route sends its requests. */
function serviceReferences(resource: Resource): readonly Reference[] {
  const isOther = resource.kind !== 'Route' && resource.kind !== 'Ingress'
  if (isOther && groupOf(resource.apiVersion) !== 'gateway.networking.k8s.io') return NONE
  const spec = fieldsAt(resource, 'spec')
  const to = (name: unknown, pointer: string) => reference(resource, 'Service', name, pointer)
  if (resource.kind === 'Route')
    return [
      ...to(fieldsAt(spec, 'to').name, '/spec/to/name'),
      ...mapsOf(spec.alternateBackends).flatMap(([index, { name }]) =>
        to(name, `/spec/alternateBackends/${index}/name`),
      ),
    ]
  const rules = mapsOf(spec.rules)
  if (resource.kind === 'Ingress')
    return [
      ...to(fieldsAt(spec, 'defaultBackend', 'service').name, '/spec/defaultBackend/service/name'),
      ...rules.flatMap(([rule, fields]) =>
        mapsOf(fieldsAt(fields, 'http').paths).flatMap(([path, { backend }]) => {
          const pointer = `/spec/rules/${rule}/http/paths/${path}/backend/service/name`
          return to(fieldsAt(backend, 'service').name, pointer)
        }),
      ),
    ]
  return rules.flatMap(([rule, { backendRefs }]) =>
    mapsOf(backendRefs)
      .filter(([, { kind, namespace }]) => (kind ?? 'Service') === 'Service' && namespace == null)
      .flatMap(([index, { name }]) => to(name, `/spec/rules/${rule}/backendRefs/${index}/name`)),
  )
}

function scaleReferences(resource: Resource): readonly Reference[] {
  const { kind, name } = fieldsAt(resource, 'spec', 'scaleTargetRef')
  const workload = textOf(kind)
  if (workload === undefined) return []
  return reference(resource, workload, name, '/spec/scaleTargetRef/name')
}

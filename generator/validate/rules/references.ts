import { lazily } from '../../core/lazily.ts'
import type { Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { example, exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import { indexObjects } from '../object-index.ts'
import { READ_OF_REFERENCES, type Reference, referencesOf } from '../references.ts'
import type { Rule } from '../rule.ts'

/** Objects that every namespace has without anybody writing them, by kind. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  ServiceAccount: ['default', 'builder', 'deployer', 'pipeline'],
  ConfigMap: ['kube-root-ca.crt', 'openshift-service-ca.crt'],
  Role: ['extension-apiserver-authentication-reader'],
}

export const references: Rule = {
  id: 'references',
  severity: 'warning',
  scope: 'rendering',
  reads: {
    ...READ_OF_REFERENCES,
    ConfigMap: ['data/*/', 'binaryData/*/'],
    StatefulSet: ['spec/volumeClaimTemplates/*/metadata/name'],
  },
  summary:
    'ConfigMaps and their keys, ServiceAccounts, claims, Roles, Services and scale targets that are named are part of the rendering.',
  why: 'Pods wait in ContainerCreating, bindings grant nothing, and requests end nowhere.',
  hint: 'add the object, correct the name, or mark the reference optional',
  *check(resources) {
    const known = indexObjects(resources)
    const namespaces = new Set(resources.map(({ metadata }) => metadata.namespace))
    const templates = lazily(() => claimTemplates(resources))
    const names = lazily(() => namesByKind(resources))
    for (const resource of resources)
      for (const wanted of referencesOf(resource)) {
        if (isGiven(wanted, namespaces) || isClaimOfSet(wanted, templates)) continue
        const found = known(wanted.kind, wanted.namespace, wanted.name)
        const message = found ? missingKey(wanted, found) : missing(wanted, names())
        if (message !== undefined) yield { resource, pointer: wanted.pointer, message }
      }
  },
  examples: () => ({
    good: [
      exampleDeployment({}, { serviceAccountName: 'tiles' }),
      example('ServiceAccount', 'tiles'),
    ],
    bad: [
      exampleDeployment({}, { serviceAccountName: 'tiles' }),
      example('ServiceAccount', 'tile'),
    ],
  }),
}

/** What the cluster brings itself, or what lives in a namespace of which nothing is rendered here. */
function isGiven(wanted: Reference, namespaces: ReadonlySet<string | undefined>): boolean {
  return GIVEN[wanted.kind]?.includes(wanted.name) === true || !namespaces.has(wanted.namespace)
}

function missing(wanted: Reference, names: ReadonlyMap<string, readonly string[]>): string {
  const { kind, name, namespace } = wanted
  const others = names.get(`${kind}/${namespace ?? ''}`) ?? []
  return `${kind} "${name}" is not part of this rendering${didYouMean(name, others.slice(0, MOST))}`
}

/** Names that a wrong one is compared with, so that many wrong names in a large cluster stay cheap. */
const MOST = 200

/** The names of all objects by kind and namespace. */
function namesByKind(resources: readonly Resource[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const { kind, metadata } of resources) {
    const key = `${kind}/${metadata.namespace ?? ''}`
    const known = names.get(key)
    const name = textOf(metadata.name)
    if (name === undefined) continue
    if (known === undefined) names.set(key, [name])
    else known.push(name)
  }
  return names
}

function missingKey({ key, kind, name }: Reference, found: Resource): string | undefined {
  if (key === undefined) return undefined
  const keys = Object.keys({ ...fieldsAt(found.data), ...fieldsAt(found.binaryData) })
  if (keys.includes(key)) return undefined
  return `${kind} "${name}" has no key "${key}"${didYouMean(key, keys)}`
}

/** Claims that a StatefulSet makes from its templates: `<template>-<set>-<number>`. */
function isClaimOfSet(
  { kind, name, namespace }: Reference,
  templates: () => ReadonlySet<string>,
): boolean {
  if (kind !== 'PersistentVolumeClaim' || !/-[0-9]+$/.test(name)) return false
  return templates().has(`${namespace ?? ''}/${name.replace(/[0-9]+$/, '')}`)
}

function claimTemplates(resources: readonly Resource[]): ReadonlySet<string> {
  const sets = resources.filter((resource) => resource.kind === 'StatefulSet')
  return new Set(
    sets.flatMap(({ metadata: { name, namespace = '' }, spec }) =>
      mapsOf(fieldsAt(spec).volumeClaimTemplates).map(
        ([, template]) => `${namespace}/${textOf(fieldsAt(template, 'metadata').name)}-${name}-`,
      ),
    ),
  )
}

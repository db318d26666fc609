import type { Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { example, exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import { type Reference, referencesOf } from '../references.ts'
import type { Rule } from '../rule.ts'

/** Objects that every namespace has without anybody writing them, by kind. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  ServiceAccount: ['default', 'builder', 'deployer', 'pipeline'],
  ConfigMap: ['kube-root-ca.crt', 'openshift-service-ca.crt'],
}

export const references: Rule = {
  id: 'references',
  severity: 'warning',
  scope: 'rendering',
  summary:
    'ConfigMaps and their keys, ServiceAccounts, claims, Roles, Services and scale targets that are named are part of the rendering.',
  hint: 'add the object, correct the name, or mark the reference optional',
  *check(resources) {
    const known = new Map(resources.map((resource) => [keyOf(resource), resource]))
    const namespaces = new Set(resources.map(({ metadata }) => metadata.namespace))
    for (const resource of resources)
      for (const wanted of referencesOf(resource)) {
        if (isGiven(wanted, namespaces) || isClaimOfSet(wanted, resources)) continue
        const found = known.get(keyText(wanted))
        const message = found ? missingKey(wanted, found) : missing(wanted, resources)
        if (message !== undefined) yield { resource, pointer: wanted.pointer, message }
      }
  },
  examples: {
    good: [
      exampleDeployment({}, { serviceAccountName: 'tiles' }),
      example('ServiceAccount', 'tiles'),
    ],
    bad: [
      exampleDeployment({}, { serviceAccountName: 'tiles' }),
      example('ServiceAccount', 'tile'),
    ],
  },
}

function keyText({ kind, namespace, name }: Omit<Reference, 'pointer'>): string {
  return `${kind}/${namespace ?? ''}/${name}`
}

function keyOf({ kind, metadata: { name, namespace } }: Resource): string {
  return keyText({ kind, name, namespace })
}

/** What the cluster brings itself, or what lives in a namespace of which nothing is rendered here. */
function isGiven(wanted: Reference, namespaces: ReadonlySet<string | undefined>): boolean {
  return GIVEN[wanted.kind]?.includes(wanted.name) === true || !namespaces.has(wanted.namespace)
}

function missing({ kind, name, namespace }: Reference, resources: readonly Resource[]): string {
  const names = resources
    .filter((resource) => resource.kind === kind && resource.metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name)
  return `${kind} "${name}" is not part of this rendering${didYouMean(name, names)}`
}

function missingKey({ key, kind, name }: Reference, found: Resource): string | undefined {
  if (key === undefined) return undefined
  const keys = Object.keys({ ...fieldsAt(found.data), ...fieldsAt(found.binaryData) })
  if (keys.includes(key)) return undefined
  return `${kind} "${name}" has no key "${key}"${didYouMean(key, keys)}`
}

/** Claims that a StatefulSet makes from its templates: `<template>-<set>-<number>`. */
function isClaimOfSet({ kind, name }: Reference, resources: readonly Resource[]): boolean {
  if (kind !== 'PersistentVolumeClaim') return false
  return resources
    .filter((resource) => resource.kind === 'StatefulSet')
    .some(({ metadata, spec }) =>
      mapsOf(fieldsAt(spec).volumeClaimTemplates).some(([, template]) => {
        const prefix = `${textOf(fieldsAt(template, 'metadata').name)}-${metadata.name}-`
        return name.startsWith(prefix) && /^[0-9]+$/.test(name.slice(prefix.length))
      }),
    )
}

import { pointerTo } from '../../core/pointer.ts'
import { groupOf, type Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, stringsOf, textOf, textsOf } from '../fields.ts'
import { isAnyLabelWrong } from '../labels.ts'
import {
  annotationKey,
  dns1035Label,
  dnsLabel,
  dnsSubdomain,
  labelValue,
  type NameSyntax,
  pathSegment,
  portName,
  qualifiedKey,
} from '../names.ts'
import { containersOf, podOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

export const namesAndLabels: Rule = {
  id: 'names-and-labels',
  severity: 'error',
  scope: 'object',
  when: {
    '*': [
      ['', isWronglyNamed],
      ['metadata/labels', isAnyLabelWrong],
      ['metadata/annotations', areWrongKeys],
      'metadata/finalizers',
      'scheduling/nodeSelector',
      [
        'spec/selector',
        (selector) => isAnyLabelWrong(selector) || isAnyLabelWrong(fieldsAt(selector).matchLabels),
      ],
    ],
    Service: [['spec/ports/*/name', isOther(dnsLabel)]],
    pod: [
      ['metadata/labels', isAnyLabelWrong],
      ['metadata/annotations', areWrongKeys],
      ['spec/volumes/*/name', isOther(dnsLabel)],
      ['spec/C/name', isOther(dnsLabel)],
      ['spec/C/ports/*/name', isOther(portName)],
      ['spec/nodeSelector', isAnyLabelWrong],
    ],
  },
  summary:
    'Names, labels, selectors and annotation keys have the syntax and length that Kubernetes allows.',
  why: 'The API server refuses the object, or the pods and hosts that are named after it.',
  hint: 'shorten or rewrite it',
  *check(resources) {
    for (const resource of resources) {
      const mistakes: Mistake[] = []
      nameMistakes(resource, mistakes)
      metadataMistakes(resource.metadata, '/metadata', mistakes)
      finalizerMistakes(resource, mistakes)
      const { nodeSelector } = fieldsAt(resource, 'scheduling')
      labelMistakes(nodeSelector, '/scheduling/nodeSelector', mistakes)
      selectorMistakes(resource, mistakes)
      podMistakes(resource, mistakes)
      servicePortMistakes(resource, mistakes)
      for (const mistake of mistakes) yield { resource, ...mistake }
    }
  },
  examples: () => ({
    good: [example('ConfigMap', 'tiles.conf'), example('Role', 'system:read_1')],
    bad: [example('ConfigMap', 'Tiles')],
  }),
}

function isWronglyNamed(object: unknown): boolean {
  const { kind, metadata } = object as Resource
  const { name, namespace } = metadata
  if (textOf(name) === undefined || wrongName(kind, name) !== undefined) return true
  return Boolean(namespace && dnsLabel(namespace))
}

/** Whether a text is no name of a kind. */
function isOther(syntax: NameSyntax): (name: unknown) => boolean {
  return (name) => typeof name === 'string' && name !== '' && syntax(name) !== undefined
}

/** No character has more than three bytes. */
function areWrongKeys(annotations: unknown): boolean {
  const fields = fieldsAt(annotations)
  let units = 0
  for (const key in fields) {
    const value = fields[key]
    if (typeof value !== 'string') continue
    if (annotationKey(key) !== undefined) return true
    units += key.length + value.length
  }
  return units * 3 > ANNOTATIONS
}

type Mistake = { readonly pointer: string; readonly message: string }

/** Kinds whose names are not DNS subdomains. */
const SYNTAX: Readonly<Record<string, NameSyntax>> = {
  Namespace: dnsLabel,
  Service: dns1035Label,
  PodDisruptionBudget: pathSegment,
  StatefulSet: dnsLabel,
  Role: pathSegment,
  RoleBinding: pathSegment,
  ClusterRole: pathSegment,
  ClusterRoleBinding: pathSegment,
}

/** Names that become part of a longer one: a pod's name or the value of a label has 63 characters. */
const LONGEST: Readonly<Record<string, number>> = { CronJob: 52, Job: 63, StatefulSet: 52 }

const ANNOTATIONS = 256 * 1024

function nameMistakes({ kind, metadata }: Resource, found: Mistake[]): void {
  const { name, namespace } = metadata
  if (textOf(name) === undefined) {
    if (textOf(metadata.generateName) === undefined)
      found.push({ pointer: '/metadata/name', message: 'the object has no name' })
    return
  }
  const wrong = wrongName(kind, name)
  if (wrong) found.push({ pointer: '/metadata/name', message: `name "${name}" ${wrong}` })
  const elsewhere = namespace && dnsLabel(namespace)
  if (elsewhere)
    found.push({
      pointer: '/metadata/namespace',
      message: `namespace "${namespace}" ${elsewhere}`,
    })
}

function wrongName(kind: string, name: string): string | undefined {
  const syntaxOf = (Object.hasOwn(SYNTAX, kind) ? SYNTAX[kind] : undefined) ?? dnsSubdomain
  const longest = Object.hasOwn(LONGEST, kind) ? LONGEST[kind] : undefined
  return longest !== undefined && name.length > longest
    ? `has ${name.length} characters, a ${kind} may have ${longest}`
    : syntaxOf(name)
}

function metadataMistakes(metadata: Fields, pointer: string, found: Mistake[]): void {
  labelMistakes(metadata.labels, `${pointer}/labels`, found)
  if (metadata.annotations == null) return
  const annotations = stringsOf(metadata.annotations)
  const units = annotations.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  const bytes =
    units * 3 > ANNOTATIONS
      ? annotations.reduce((sum, [key, value]) => sum + utf8(key) + utf8(value), 0)
      : 0
  for (const [key] of annotations) {
    const wrong = annotationKey(key)
    if (wrong)
      found.push({
        pointer: pointerTo(`${pointer}/annotations`, key),
        message: `annotation key "${key}" ${wrong}`,
      })
  }
  if (bytes > ANNOTATIONS)
    found.push({
      pointer: `${pointer}/annotations`,
      message: `annotations hold ${bytes} bytes, at most ${ANNOTATIONS} are allowed`,
    })
}

const STANDARD = ['orphan', 'foregroundDeletion', 'kubernetes']

/** Kinds of Kubernetes itself have finalizers with a domain, but for a few. */
function finalizerMistakes({ apiVersion, metadata }: Resource, found: Mistake[]): void {
  if (metadata.finalizers == null) return
  const native = !groupOf(apiVersion).includes('.')
  for (const [index, name] of textsOf(metadata.finalizers)) {
    const bare = native && !name.includes('/') && !STANDARD.includes(name)
    const wrong = qualifiedKey(name) ?? (bare ? 'has no domain, as example.org/keep' : undefined)
    if (wrong)
      found.push({
        pointer: `/metadata/finalizers/${index}`,
        message: `finalizer "${name}" ${wrong}`,
      })
  }
}

function labelMistakes(labels: unknown, pointer: string, found: Mistake[]): void {
  if (labels == null) return
  const fields = fieldsAt(labels)
  for (const key of Object.keys(fields)) {
    const value = fields[key]
    if (typeof value !== 'string') continue
    const wrongKey = qualifiedKey(key)
    if (wrongKey)
      found.push({ pointer: pointerTo(pointer, key), message: `label key "${key}" ${wrongKey}` })
    const wrong = labelValue(value)
    if (wrong)
      found.push({
        pointer: pointerTo(pointer, key),
        message: `value "${value}" of label ${key} ${wrong}`,
      })
  }
}

/** Selectors of workloads, and of Services, where it is the map itself. */
function selectorMistakes(resource: Resource, found: Mistake[]): void {
  const { selector } = fieldsAt(resource, 'spec')
  if (selector == null) return
  if (['Service', 'ReplicationController'].includes(resource.kind))
    labelMistakes(selector, '/spec/selector', found)
  else labelMistakes(fieldsAt(selector).matchLabels, '/spec/selector/matchLabels', found)
}

function podMistakes(resource: Resource, found: Mistake[]): void {
  const pod = podOf(resource)
  if (pod === undefined) return
  const { pointer, spec } = pod
  if (pointer !== '')
    metadataMistakes(
      fieldsAt(resource, ...pointer.split('/').slice(1), 'metadata'),
      `${pointer}/metadata`,
      found,
    )
  for (const [index, { name }] of mapsOf(spec.volumes))
    named('volume', name, dnsLabel, () => `${pointer}/spec/volumes/${index}/name`, found)
  for (const { fields, pointer: at } of containersOf(pod)) {
    named('container', fields.name, dnsLabel, () => `${at}/name`, found)
    for (const [index, { name }] of mapsOf(fields.ports))
      named('port', name, portName, () => `${at}/ports/${index}/name`, found)
  }
  labelMistakes(spec.nodeSelector, `${pointer}/spec/nodeSelector`, found)
}

function servicePortMistakes(resource: Resource, found: Mistake[]): void {
  if (resource.kind !== 'Service') return
  for (const [index, { name }] of mapsOf(fieldsAt(resource, 'spec').ports))
    named('port', name, dnsLabel, () => `/spec/ports/${index}/name`, found)
}

function named(
  what: string,
  name: unknown,
  check: NameSyntax,
  pointer: () => string,
  found: Mistake[],
): void {
  const text = textOf(name)
  const wrong = text === undefined ? undefined : check(text)
  if (wrong) found.push({ pointer: pointer(), message: `${what} name "${text}" ${wrong}` })
}

function utf8(text: string): number {
  return new TextEncoder().encode(text).length
}

import { pointerTo } from '../../core/pointer.ts'
import { groupOf, type Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, stringsOf, textOf, textsOf } from '../fields.ts'
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
  summary:
    'Names, labels, selectors and annotation keys have the syntax and length that Kubernetes allows.',
  why: 'The API server refuses the object, or the pods and hosts that are named after it.',
  hint: 'shorten or rewrite it',
  *check(resources) {
    for (const resource of resources)
      for (const { pointer, message } of [
        ...nameMistakes(resource),
        ...metadataMistakes(resource.metadata, '/metadata'),
        ...finalizerMistakes(resource),
        ...labelMistakes(fieldsAt(resource, 'scheduling').nodeSelector, '/scheduling/nodeSelector'),
        ...selectorMistakes(resource),
        ...podMistakes(resource),
        ...servicePortMistakes(resource),
      ])
        yield { resource, pointer, message }
  },
  examples: {
    good: [example('ConfigMap', 'tiles.conf'), example('Role', 'system:read_1')],
    bad: [example('ConfigMap', 'Tiles')],
  },
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

function nameMistakes({ kind, metadata }: Resource): readonly Mistake[] {
  const { name, namespace } = metadata
  const syntaxOf = Object.hasOwn(SYNTAX, kind) ? SYNTAX[kind] : dnsSubdomain
  const longest = Object.hasOwn(LONGEST, kind) ? LONGEST[kind] : undefined
  if (textOf(name) === undefined)
    return textOf(metadata.generateName) === undefined
      ? [{ pointer: '/metadata/name', message: 'the object has no name' }]
      : []
  const wrong =
    longest !== undefined && name.length > longest
      ? `has ${name.length} characters, a ${kind} may have ${longest}`
      : syntaxOf?.(name)
  return [
    ...mistake('/metadata/name', `name "${name}"`, wrong),
    ...mistake('/metadata/namespace', `namespace "${namespace}"`, namespace && dnsLabel(namespace)),
  ]
}

function metadataMistakes(metadata: Fields, pointer: string): readonly Mistake[] {
  const annotations = stringsOf(metadata.annotations)
  const units = annotations.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  const bytes =
    units * 3 > ANNOTATIONS
      ? annotations.reduce((sum, [key, value]) => sum + utf8(key) + utf8(value), 0)
      : 0
  const large =
    bytes > ANNOTATIONS ? `hold ${bytes} bytes, at most ${ANNOTATIONS} are allowed` : undefined
  return [
    ...labelMistakes(metadata.labels, `${pointer}/labels`),
    ...annotations.flatMap(([key]) =>
      mistake(
        pointerTo(`${pointer}/annotations`, key),
        `annotation key "${key}"`,
        annotationKey(key),
      ),
    ),
    ...mistake(`${pointer}/annotations`, 'annotations', large),
  ]
}

const STANDARD = ['orphan', 'foregroundDeletion', 'kubernetes']

/** Kinds of Kubernetes itself have finalizers with a domain, but for a few. */
function finalizerMistakes({ apiVersion, metadata }: Resource): readonly Mistake[] {
  const native = !groupOf(apiVersion).includes('.')
  return textsOf(metadata.finalizers).flatMap(([index, name]) => {
    const bare = native && !name.includes('/') && !STANDARD.includes(name)
    const wrong = qualifiedKey(name) ?? (bare ? 'has no domain, as example.org/keep' : undefined)
    return mistake(`/metadata/finalizers/${index}`, `finalizer "${name}"`, wrong)
  })
}

function labelMistakes(labels: unknown, pointer: string): readonly Mistake[] {
  return stringsOf(labels).flatMap(([key, value]) => {
    const [wrongKey, wrongValue] = [qualifiedKey(key), labelValue(value)]
    if (wrongKey === undefined && wrongValue === undefined) return []
    return [
      ...mistake(pointerTo(pointer, key), `label key "${key}"`, wrongKey),
      ...mistake(pointerTo(pointer, key), `value "${value}" of label ${key}`, wrongValue),
    ]
  })
}

/** Selectors of workloads, and of Services, where it is the map itself. */
function selectorMistakes(resource: Resource): readonly Mistake[] {
  const { selector } = fieldsAt(resource, 'spec')
  if (['Service', 'ReplicationController'].includes(resource.kind))
    return labelMistakes(selector, '/spec/selector')
  return labelMistakes(fieldsAt(selector, 'matchLabels'), '/spec/selector/matchLabels')
}

function podMistakes(resource: Resource): readonly Mistake[] {
  const pod = podOf(resource)
  if (pod === undefined) return []
  const { pointer, spec } = pod
  const metadata = fieldsAt(resource, ...pointer.split('/').slice(1), 'metadata')
  const volumes = mapsOf(spec.volumes).flatMap(([index, { name }]) =>
    named(`${pointer}/spec/volumes/${index}/name`, 'volume', name, dnsLabel),
  )
  const containers = containersOf(pod).flatMap((container) => [
    ...named(`${container.pointer}/name`, 'container', container.fields.name, dnsLabel),
    ...mapsOf(container.fields.ports).flatMap(([index, { name }]) =>
      named(`${container.pointer}/ports/${index}/name`, 'port', name, portName),
    ),
  ])
  const nodes = labelMistakes(spec.nodeSelector, `${pointer}/spec/nodeSelector`)
  const own = pointer === '' ? [] : metadataMistakes(metadata, `${pointer}/metadata`)
  return [...own, ...volumes, ...containers, ...nodes]
}

function servicePortMistakes(resource: Resource): readonly Mistake[] {
  if (resource.kind !== 'Service') return []
  return mapsOf(fieldsAt(resource, 'spec').ports).flatMap(([index, { name }]) =>
    named(`/spec/ports/${index}/name`, 'port', name, dnsLabel),
  )
}

function named(
  pointer: string,
  what: string,
  name: unknown,
  check: NameSyntax,
): readonly Mistake[] {
  const text = textOf(name)
  return text === undefined ? [] : mistake(pointer, `${what} name "${text}"`, check(text))
}

function mistake(pointer: string, what: string, wrong: string | undefined): readonly Mistake[] {
  return wrong ? [{ pointer, message: `${what} ${wrong}` }] : []
}

function utf8(text: string): number {
  return new TextEncoder().encode(text).length
}

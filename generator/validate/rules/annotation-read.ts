import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, textOf } from '../fields.ts'
import { podOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

type Dead = {
  readonly name: RegExp
  readonly text?: RegExp
  readonly what: string
  readonly instead: string
}

const dead = (name: RegExp, what: string, instead: string, text?: RegExp): Dead => ({
  name,
  what,
  instead,
  ...(text === undefined ? {} : { text }),
})

/** Annotations that once did something, from the annotation reference of Kubernetes and the projects' changelogs. */
const DEAD: readonly Dead[] = [
  dead(
    /^getambassador\.io\/config$/,
    'Ambassador has not read apiVersion ambassador/v0 and v1 since version 2',
    'a Mapping of getambassador.io/v3alpha1, an HTTPRoute or an Ingress',
    /apiVersion:\s*["']?(?:getambassador\.io|ambassador)\/v[01]\b/,
  ),
  dead(
    /^ingress\.kubernetes\.io\//,
    'controllers read annotations under a prefix of their own',
    'the prefix of your controller, or an HTTPRoute',
  ),
  dead(
    /^(?:container\.)?seccomp\.security\.alpha\.kubernetes\.io\//,
    'Kubernetes has not read it since 1.27',
    'securityContext.seccompProfile',
  ),
  dead(
    /^scheduler\.alpha\.kubernetes\.io\/(?:critical-pod|affinity|tolerations)$/,
    'Kubernetes no longer reads it',
    'priorityClassName, affinity and tolerations',
  ),
  dead(
    /^volume\.alpha\.kubernetes\.io\/storage-class$/,
    'Kubernetes no longer reads it',
    'spec.storageClassName',
  ),
]

const NAMES = new RegExp(DEAD.map(({ name }) => name.source).join('|'))

function mayBeDead(annotations: unknown): boolean {
  for (const name in fieldsAt(annotations)) if (NAMES.test(name)) return true
  return false
}

const port = example('Service', 'tiles', { spec: { ports: [{ port: 80 }] } })
const service = (annotations: Readonly<Record<string, string>>): Resource => ({
  ...port,
  metadata: { ...port.metadata, annotations },
})

export const annotationRead: Rule = {
  id: 'annotation-read',
  severity: 'warning',
  scope: 'object',
  when: {
    '*': [['metadata/annotations', mayBeDead]],
    pod: [['metadata/annotations', mayBeDead]],
  },
  summary: 'No annotation is one that nothing reads any more.',
  why: 'The API server takes every annotation; what it was to do does not happen.',
  hint: 'use what has replaced it',
  *check(resources) {
    for (const resource of resources) {
      yield* deadIn(resource, resource.metadata.annotations, '/metadata/annotations')
      const pod = podOf(resource)
      if (pod === undefined || pod.pointer === '') continue
      const steps = pod.pointer.split('/').filter(Boolean)
      const annotations = fieldsAt(resource, ...steps, 'metadata', 'annotations')
      yield* deadIn(resource, annotations, `${pod.pointer}/metadata/annotations`)
    }
  },
  examples: () => ({
    good: [service({ 'prometheus.io/scrape': 'true' })],
    bad: [service({ 'ingress.kubernetes.io/rewrite-target': '/' })],
  }),
}

function* deadIn(resource: Resource, annotations: unknown, at: string) {
  const fields: Fields = fieldsAt(annotations)
  for (const name of Object.keys(fields)) {
    const value = textOf(fields[name]) ?? ''
    const found = DEAD.find((one) => one.name.test(name) && (one.text?.test(value) ?? true))
    if (found === undefined) continue
    const message = `annotation "${name}": ${found.what}`
    yield { resource, pointer: pointerTo(at, name), message, hint: `use ${found.instead}` }
  }
}

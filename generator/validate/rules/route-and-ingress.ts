import { groupOf, type Resource } from '../../core/resource.ts'
import { example, exampleIngress } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const host = 'tiles.example.org'

const service = example('Service', 'tiles', { spec: { ports: [{ port: 80 }] } })
const route = example('Route', 'tiles', { spec: { host, to: { kind: 'Service', name: 'tiles' } } })

export const routeAndIngress: Rule = {
  id: 'route-and-ingress',
  severity: 'error',
  scope: 'rendering',
  reads: {
    Route: ['spec/host', 'spec/path'],
    Ingress: ['spec/rules/*/host', 'spec/rules/*/http/paths/*/path'],
  },
  when: { Route: [''] },
  summary:
    'On OpenShift a Service is exposed by a Route or by an Ingress, not by both under one host.',
  why: 'OpenShift makes a Route of every Ingress; the second one of a host is refused: HostAlreadyClaimed.',
  hint: 'remove the Ingress on this platform',
  *check(resources, { platform }) {
    if (platform !== 'openshift') return
    const taken = new Map<string, Resource>()
    for (const resource of resources.filter(isRoute)) {
      const { host, path } = fieldsAt(resource, 'spec')
      taken.set(keyOf(host, path), resource)
    }
    for (const resource of resources.filter(isIngress))
      for (const { host, path, pointer } of pathsOf(resource)) {
        const other = taken.get(keyOf(host, path))
        if (other === undefined) continue
        const message = `Route "${other.metadata.name}" has the host ${host} too`
        yield { resource, pointer, message }
      }
  },
  examples: () => ({
    platform: 'openshift',
    good: [service, route, exampleIngress({}, { host: 'other.example.org' })],
    bad: [service, route, exampleIngress({}, { host })],
  }),
}

const keyOf = (host: unknown, path: unknown): string => `${host} ${textOf(path) ?? '/'}`

const isRoute = ({ kind, apiVersion }: Resource): boolean =>
  kind === 'Route' && groupOf(apiVersion) === 'route.openshift.io'

const isIngress = ({ kind, apiVersion }: Resource): boolean =>
  kind === 'Ingress' && groupOf(apiVersion) === 'networking.k8s.io'

type Path = { readonly host: string; readonly path: unknown; readonly pointer: string }

/** The paths of an Ingress that have a host. */
function pathsOf(resource: Resource): readonly Path[] {
  return mapsOf(fieldsAt(resource, 'spec').rules).flatMap(([rule, { host, http }]) => {
    const text = textOf(host)
    if (text === undefined) return []
    return mapsOf(fieldsAt(http).paths).map(([index, { path }]) => ({
      host: text,
      path,
      pointer: `/spec/rules/${rule}/http/paths/${index}/path`,
    }))
  })
}

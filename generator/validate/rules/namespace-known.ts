import type { Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { clusterExample, example } from '../example.ts'
import { textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

/** Namespaces that clusters bring, or that belong to the engines. */
const GIVEN = /^(?:default|kube-.*|openshift(?:-.*)?|argocd|flux-system|gateway-system)$/

const web = clusterExample('Namespace', 'web')

export const namespaceKnown: Rule = {
  id: 'namespace-known',
  severity: 'warning',
  scope: 'whole',
  summary:
    'Where a repository makes the namespaces of a cluster, it makes all that its objects are in.',
  why: 'The API server refuses an object whose namespace does not exist.',
  hint: 'add the Namespace, or correct the name',
  *check(resources) {
    const made = new Set(
      resources.filter(isNamespace).flatMap(({ metadata }) => textOf(metadata.name) ?? []),
    )
    if (made.size === 0) return
    const said = new Set<string>()
    for (const resource of resources) {
      const { namespace } = resource.metadata
      if (typeof namespace !== 'string' || made.has(namespace) || GIVEN.test(namespace)) continue
      if (said.has(namespace)) continue
      said.add(namespace)
      const message = `nothing makes the namespace "${namespace}" in this cluster${didYouMean(namespace, [...made].slice(0, 200))}`
      yield { resource, pointer: '/metadata/namespace', message }
    }
  },
  examples: () => ({
    good: [web, example('ConfigMap', 'tiles')],
    bad: [clusterExample('Namespace', 'wep'), example('ConfigMap', 'tiles')],
  }),
}

const isNamespace = ({ kind, apiVersion }: Resource): boolean =>
  (kind === 'Namespace' && apiVersion === 'v1') || kind === 'Project'

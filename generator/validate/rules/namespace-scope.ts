import type { Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import type { Rule, RuleContext } from '../rule.ts'

export const namespaceScope: Rule = {
  id: 'namespace-scope',
  severity: 'warning',
  scope: 'rendering',
  reads: {},
  summary:
    'Either all namespaced objects of a rendering name their namespace or none, and cluster-wide ones never.',
  why: 'An object without namespace lands wherever the person or engine that applies it happens to be.',
  hint: 'set the namespace in the kustomization of the overlay',
  *check(resources, context) {
    const scopeOf = scopes(context)
    const named = resources.some(
      (resource) => resource.metadata.namespace && scopeOf(resource) === true,
    )
    for (const resource of resources) {
      const namespaced = scopeOf(resource)
      const { namespace } = resource.metadata
      const pointer = '/metadata/namespace'
      if (namespaced === true && named && !namespace) {
        const message =
          'has no namespace, other objects here have one: it goes wherever it is applied'
        yield { resource, pointer, message }
      } else if (namespaced === false && namespace) {
        const message = `${resource.kind} is cluster-wide, the namespace "${namespace}" means nothing`
        yield { resource, pointer, message, hint: 'remove the namespace' }
      }
    }
  },
  examples: () => ({
    good: [
      example('ConfigMap', 'a'),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } },
    ],
    bad: [
      example('ConfigMap', 'a'),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } },
    ],
  }),
}

/** Undefined for kinds without a schema, which the schema layer reports. */
function scopes({ catalog, kubernetes }: RuleContext) {
  const version = catalog.versions.includes(kubernetes) ? kubernetes : catalog.newest
  return ({ apiVersion, kind }: Resource): boolean | undefined =>
    catalog.schemaOf(apiVersion, kind, version)?.kind.namespaced
}

import type { Resource } from '../core/resource.ts'

const API: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
}

/** A small object for the examples of a rule, in the namespace `web`. */
export function example(kind: string, name: string, rest: object = {}): Resource {
  const apiVersion = API[kind] ?? 'v1'
  return { apiVersion, kind, metadata: { name, namespace: 'web' }, ...rest }
}

/** A Deployment with one container, for the examples of a rule. */
export function exampleDeployment(container: object, pod: object = {}): Resource {
  const labels = { app: 'tiles' }
  const containers = [{ name: 'web', image: 'registry.example.org/web:1.2.3', ...container }]
  const template = { metadata: { labels }, spec: { containers, ...pod } }
  return example('Deployment', 'tiles', { spec: { selector: { matchLabels: labels }, template } })
}

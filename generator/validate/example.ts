import type { Resource } from '../core/resource.ts'

const RBAC = 'rbac.authorization.k8s.io/v1'

const API: Readonly<Record<string, string>> = {
  Application: 'argoproj.io/v1alpha1',
  AppProject: 'argoproj.io/v1alpha1',
  ClusterRole: RBAC,
  ClusterRoleBinding: RBAC,
  CronJob: 'batch/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  Job: 'batch/v1',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  Role: RBAC,
  RoleBinding: RBAC,
  Route: 'route.openshift.io/v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
}

const IMAGE = 'registry.example.org/web:1.2.3'
const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' } }

/** A small object for the examples of a rule, in the namespace `web`. */
export function example(kind: string, name: string, rest: object = {}): Resource {
  const apiVersion = API[kind] ?? 'v1'
  return { apiVersion, kind, metadata: { name, namespace: 'web' }, ...rest }
}

/** The same for a kind without namespaces. */
export function clusterExample(kind: string, name: string, rest: object = {}): Resource {
  return { apiVersion: API[kind] ?? 'v1', kind, metadata: { name }, ...rest }
}

/** A Deployment with one container, for the examples of a rule. */
export function exampleDeployment(
  container: object,
  pod: object = {},
  spec: object = {},
): Resource {
  const labels = { app: 'tiles' }
  const containers = [{ name: 'web', image: IMAGE, resources: RESOURCES, ...container }]
  const template = { metadata: { labels }, spec: { containers, ...pod } }
  const whole = { selector: { matchLabels: labels }, template, ...spec }
  return example('Deployment', 'tiles', { spec: whole })
}

/** A Service of that Deployment. */
export function exampleService(port: object, spec: object = {}): Resource {
  const whole = { selector: { app: 'tiles' }, ports: [{ port: 80, ...port }], ...spec }
  return example('Service', 'tiles', { spec: whole })
}

/** A Job with one container. */
export function exampleJob(spec: object, pod: object = {}, metadata: object = {}): Resource {
  const containers = [{ name: 'import', image: IMAGE }]
  const template = { spec: { restartPolicy: 'Never', containers, ...pod } }
  const job = example('Job', 'import-20270131', { spec: { template, ...spec } })
  return { ...job, metadata: { ...job.metadata, ...metadata } }
}

/** An Ingress with one path, which leads to port 80 of the Service `tiles`. */
export function exampleIngress(path: object, rule: object = {}, spec: object = {}): Resource {
  const backend = { service: { name: 'tiles', port: { number: 80 } } }
  const paths = [{ path: '/', pathType: 'Prefix', backend, ...path }]
  return example('Ingress', 'tiles', { spec: { rules: [{ http: { paths }, ...rule }], ...spec } })
}

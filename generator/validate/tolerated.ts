import { stepsOf } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import type { SchemaProblem } from './interpret.ts'
import { podOf } from './pods.ts'

const ONE = 'preferredDuringSchedulingIgnoredDuringExecution/*'
const PROBES = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle/preStop',
  'lifecycle/postStart',
]

const job = (at: string): readonly string[] => [
  `${at}/podFailurePolicy/rules`,
  `${at}/podFailurePolicy/rules/*/onPodConditions/*/status`,
]

const metric = (at: string): readonly string[] => [
  `${at}/metric/selector/matchExpressions/*`,
  `${at}/metric/selector/matchExpressions/*/key`,
  `${at}/metric/selector/matchExpressions/*/operator`,
]

/**
 * Fields that the OpenAPI of every stored minor, or of some, requires and that the server takes an object without: Go
 * reads them as their zero value, and no validation asks for more. Found by `npm run mutate` against 1.34; the kinds are
 * validated by the same hand-written code in 1.31 to 1.36.
 */
const TOLERATED: Readonly<Record<string, readonly string[]>> = {
  pod: [
    'securityContext/sysctls/*/value',
    `affinity/nodeAffinity/${ONE}/preference`,
    ...['containers', 'initContainers'].flatMap((list) => [
      ...PROBES.map((probe) => `${list}/*/${probe}/httpGet/httpHeaders/*/value`),
      ...['preStop', 'postStart'].map((hook) => `${list}/*/lifecycle/${hook}/sleep/seconds`),
    ]),
  ],
  'Job.batch': job('spec'),
  'CronJob.batch': job('spec/jobTemplate/spec'),
  'HorizontalPodAutoscaler.autoscaling': ['pods', 'object', 'external'].flatMap((one) =>
    metric(`spec/metrics/*/${one}`),
  ),
  PersistentVolumeClaim: ['spec/dataSource/kind', 'spec/dataSource/name'],
  LimitRange: ['spec/limits'],
  'CSIDriver.storage.k8s.io': ['spec', 'spec/tokenRequests/*', 'spec/tokenRequests/*/audience'],
  'PriorityClass.scheduling.k8s.io': ['value'],
  'RoleBinding.rbac.authorization.k8s.io': ['roleRef/apiGroup'],
  'ClusterRoleBinding.rbac.authorization.k8s.io': ['roleRef/apiGroup'],
  'EndpointSlice.discovery.k8s.io': [
    'endpoints',
    'endpoints/*/hints/forZones/*',
    'endpoints/*/hints/forZones/*/name',
  ],
}

const tolerated = new Map(Object.entries(TOLERATED).map(([kind, paths]) => [kind, new Set(paths)]))

/** Whether a field that the schema requires is one that the server does without. */
export function isTolerated(resource: Resource, { rule, pointer, field }: SchemaProblem): boolean {
  if (rule !== 'required-field') return false
  const steps = [...stepsOf(pointer), ...(field === undefined ? [] : [field])]
  const group = groupOf(resource.apiVersion)
  const own = tolerated.get(group === '' ? resource.kind : `${resource.kind}.${group}`)
  if (own?.has(pathOf(steps)) === true) return true
  const pod = podOf(resource)
  if (pod === undefined || !pointer.startsWith(`${pod.pointer}/spec`)) return false
  return tolerated.get('pod')?.has(pathOf(steps.slice(stepsOf(pod.pointer).length + 1))) === true
}

const pathOf = (steps: readonly string[]): string =>
  steps.map((step) => (/^[0-9]+$/.test(step) ? '*' : step)).join('/')

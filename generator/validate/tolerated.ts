import { stepsOf } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import type { SchemaProblem } from './interpret.ts'
import { minorNumber } from './minor-number.ts'
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
 * reads them as their zero value, and no validation asks for more. Found by `npm run mutate` against each minor; `SINCE`
 * says from which on where not in all.
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
  'NetworkPolicy.networking.k8s.io': ['spec/podSelector'],
  PersistentVolumeClaim: ['spec/dataSource/kind', 'spec/dataSource/name'],
  'StatefulSet.apps': ['spec/serviceName'],
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

const SINCE: Readonly<Record<string, string>> = {
  'CronJob.batch spec/jobTemplate/spec/podFailurePolicy/rules/*/onPodConditions/*/status': '1.34',
  'pod containers/*/lifecycle/preStop/sleep/seconds': '1.33',
  'pod initContainers/*/lifecycle/preStop/sleep/seconds': '1.33',
}

/** Fields of a pod that the server takes off before it looks at them, up to a version: nobody has switched them on. */
const DROPPED: Readonly<Record<string, string>> = {
  'securityContext/supplementalGroupsPolicy': '1.33',
  'containers/*/resizePolicy': '1.33',
  'initContainers/*/resizePolicy': '1.33',
  'containers/*/securityContext/procMount': '1.33',
  'initContainers/*/securityContext/procMount': '1.33',
}

const tolerated = new Map(Object.entries(TOLERATED).map(([kind, paths]) => [kind, new Set(paths)]))

/** Whether the server of a minor does without a field that the schema requires, or does not look at it. */
export function isTolerated(
  resource: Resource,
  { rule, pointer, field }: SchemaProblem,
  version: string,
): boolean {
  const pod = podOf(resource)
  const inPod = pod !== undefined && pointer.startsWith(`${pod.pointer}/spec`)
  const start = pod === undefined ? 0 : stepsOf(pod.pointer).length + 1
  if (inPod && isReadable(rule) && isDropped(stepsOf(pointer).slice(start), version)) return true
  if (rule !== 'required-field') return false
  const steps = [...stepsOf(pointer), ...(field === undefined ? [] : [field])]
  const group = groupOf(resource.apiVersion)
  const kind = group === '' ? resource.kind : `${resource.kind}.${group}`
  return isListed(kind, steps, version) || (inPod && isListed('pod', steps.slice(start), version))
}

function isListed(kind: string, steps: readonly string[], version: string): boolean {
  const path = pathOf(steps)
  if (tolerated.get(kind)?.has(path) !== true) return false
  const since = SINCE[`${kind} ${path}`]
  return since === undefined || minorNumber(version) >= minorNumber(since)
}

/** Server-side apply reads types and names of every field, also of those that are taken off. */
const isReadable = (rule: string): boolean => rule !== 'field-type' && rule !== 'known-field'

function isDropped(steps: readonly string[], version: string): boolean {
  return steps.some((_, end) => {
    const until = DROPPED[pathOf(steps.slice(0, end + 1))]
    return until !== undefined && minorNumber(version) < minorNumber(until)
  })
}

const pathOf = (steps: readonly string[]): string =>
  steps.map((step) => (/^[0-9]+$/.test(step) ? '*' : step)).join('/')

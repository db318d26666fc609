import type { Resource } from '../core/resource.ts'

export type Container = {
  readonly name: string
  readonly image?: string
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly env?: readonly { readonly name: string; readonly value?: string }[]
  readonly volumeMounts?: readonly object[]
  readonly [field: string]: unknown
}

export type PodSpec = {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly imagePullSecrets?: readonly { readonly name: string }[]
  readonly volumes?: readonly object[]
  readonly [field: string]: unknown
}

/** Where each kind keeps its pod spec. */
const POD_SPEC: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
}

/** The object with its pod spec changed; the very same object when nothing changes or there is no pod. */
export function withPod(resource: Resource, change: (pod: PodSpec) => PodSpec): Resource {
  const path = Object.hasOwn(POD_SPEC, resource.kind) ? POD_SPEC[resource.kind] : undefined
  return path === undefined
    ? resource
    : (edit(resource, path, (pod) => (isPod(pod) ? change(pod) : pod)) as Resource)
}

/** What people wrote may be anything; the schemas say so later. */
const isPod = (value: unknown): value is PodSpec => {
  const { containers, initContainers = [] } = (value ?? {}) as Partial<PodSpec>
  const lists = [containers, initContainers]
  return lists.every(
    (list) => Array.isArray(list) && list.every((c) => typeof c === 'object' && c !== null),
  )
}

/** The pod with every container and init container changed; the very same pod when none changes. */
export function withContainers(pod: PodSpec, change: (c: Container) => Container): PodSpec {
  const containers = mapSame(pod.containers, change)
  const initContainers = pod.initContainers && mapSame(pod.initContainers, change)
  if (containers === pod.containers && initContainers === pod.initContainers) return pod
  return { ...pod, containers, ...(initContainers ? { initContainers } : {}) }
}

/** `map` that gives back the very same list when no element changed. */
export function mapSame<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const mapped = list.map(change)
  return mapped.some((item, i) => item !== list[i]) ? mapped : list
}

function edit(value: unknown, path: readonly string[], change: (v: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (typeof value !== 'object' || value === null || !(key in value)) return value
  const child = (value as Record<string, unknown>)[key]
  const edited = edit(child, rest, change)
  return edited === child ? value : { ...value, [key]: edited }
}

import { groupOf, type Resource } from '../core/resource.ts'
import { type Fields, fieldsAt, mapsOf } from './fields.ts'

/** A pod, or the template of one, inside an object. */
export type Pod = {
  readonly resource: Resource
  /** Pointer to the pod or the template; `metadata` and `spec` stand below it. */
  readonly pointer: string
  readonly metadata: Fields
  readonly labels: Fields
  readonly spec: Fields
}

export type Container = {
  readonly name: string
  /** `containers`, `initContainers` or `ephemeralContainers`. */
  readonly list: string
  readonly pointer: string
  readonly fields: Fields
}

/** Where each kind keeps its pod template, and the group of the kind. */
const TEMPLATES: Readonly<Record<string, readonly [group: string, ...steps: string[]]>> = {
  Pod: [''],
  PodTemplate: ['', 'template'],
  ReplicationController: ['', 'spec', 'template'],
  Deployment: ['apps', 'spec', 'template'],
  StatefulSet: ['apps', 'spec', 'template'],
  DaemonSet: ['apps', 'spec', 'template'],
  ReplicaSet: ['apps', 'spec', 'template'],
  DeploymentConfig: ['apps.openshift.io', 'spec', 'template'],
  Rollout: ['argoproj.io', 'spec', 'template'],
  Job: ['batch', 'spec', 'template'],
  CronJob: ['batch', 'spec', 'jobTemplate', 'spec', 'template'],
}

/** The kinds that are a pod or make some, of any group. */
export const POD_KINDS: readonly string[] = Object.keys(TEMPLATES)

/** The lists of containers that a pod may have. */
export const CONTAINERS: readonly string[] = ['initContainers', 'containers', 'ephemeralContainers']

const pods = new WeakMap<Resource, Pod | null>()
const containers = new WeakMap<Pod, readonly Container[]>()

/** The pod or pod template of an object, if its kind has one; looked for once per object, however many rules ask. */
export function podOf(resource: Resource): Pod | undefined {
  if (!Object.hasOwn(TEMPLATES, resource.kind)) return undefined
  const known = pods.get(resource)
  if (known !== undefined) return known ?? undefined
  const pod = findPod(resource)
  pods.set(resource, pod ?? null)
  return pod
}

function findPod(resource: Resource): Pod | undefined {
  const { kind, apiVersion } = resource
  const [group, ...steps] = TEMPLATES[kind] ?? []
  if (group === undefined || !isGroup(apiVersion, group)) return undefined
  const template = fieldsAt(resource, ...steps)
  const pointer = steps.map((step) => `/${step}`).join('')
  const metadata = fieldsAt(template, 'metadata')
  const labels = fieldsAt(metadata, 'labels')
  return { resource, pointer, metadata, labels, spec: fieldsAt(template, 'spec') }
}

/** The steps to the pod or pod template in objects of a kind, whatever its group; undefined for kinds without. */
export function stepsToPod(kind: string): readonly string[] | undefined {
  return Object.hasOwn(TEMPLATES, kind) ? TEMPLATES[kind]?.slice(1) : undefined
}

/** Workloads once stood in `extensions`, and a DeploymentConfig in no group at all. */
function isGroup(apiVersion: string, group: string): boolean {
  const own = groupOf(apiVersion)
  return (
    own === group ||
    (group === 'apps' && own === 'extensions') ||
    (group === 'apps.openshift.io' && own === '')
  )
}

/** The pods and pod templates of a rendering, in its order. */
export function podsOf(resources: readonly Resource[]): readonly Pod[] {
  return resources.flatMap((resource) => podOf(resource) ?? [])
}

/** Every container of a pod, init and ephemeral ones too. */
export function containersOf(pod: Pod): readonly Container[] {
  const known = containers.get(pod)
  if (known !== undefined) return known
  const found = CONTAINERS.flatMap((list) =>
    mapsOf(pod.spec[list]).map(([index, fields]) => ({
      name: typeof fields.name === 'string' ? fields.name : String(index),
      list,
      pointer: `${pod.pointer}/spec/${list}/${index}`,
      fields,
    })),
  )
  containers.set(pod, found)
  return found
}

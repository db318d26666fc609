import type { Resource } from '../core/resource.ts'
import { type Fields, fieldsAt, mapsOf } from './fields.ts'

/** A pod, or the template of one, inside an object. */
export type Pod = {
  readonly resource: Resource
  /** Pointer to the pod or the template; `metadata` and `spec` stand below it. */
  readonly pointer: string
  readonly labels: Fields
  readonly spec: Fields
}

export type Container = {
  readonly name: string
  readonly pointer: string
  readonly fields: Fields
}

/** Where each kind keeps its pod template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ['template'],
  Deployment: ['spec', 'template'],
  DeploymentConfig: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
}

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers']

/** The pod or pod template of an object, if its kind has one. */
export function podOf(resource: Resource): Pod | undefined {
  const steps = Object.hasOwn(TEMPLATES, resource.kind) ? TEMPLATES[resource.kind] : undefined
  if (steps === undefined) return undefined
  const template = fieldsAt(resource, ...steps)
  const pointer = steps.map((step) => `/${step}`).join('')
  const labels = fieldsAt(template, 'metadata', 'labels')
  return { resource, pointer, labels, spec: fieldsAt(template, 'spec') }
}

/** The pods and pod templates of a rendering, in its order. */
export function podsOf(resources: readonly Resource[]): readonly Pod[] {
  return resources.flatMap((resource) => podOf(resource) ?? [])
}

/** Every container of a pod, init and ephemeral ones too. */
export function containersOf({ spec, pointer }: Pod): readonly Container[] {
  return CONTAINERS.flatMap((list) =>
    mapsOf(spec[list]).map(([index, fields]) => ({
      name: typeof fields.name === 'string' ? fields.name : String(index),
      pointer: `${pointer}/spec/${list}/${index}`,
      fields,
    })),
  )
}

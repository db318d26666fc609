import type { Resource } from '../core/resource.ts'
import { type Container, containersOf, podOf } from './pods.ts'

const KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'DeploymentConfig',
  'Rollout',
]

/** The containers of a workload that are to run for ever; none of Jobs and single pods. */
export function longRunning(resource: Resource): readonly Container[] {
  const pod = KINDS.includes(resource.kind) ? podOf(resource) : undefined
  return pod === undefined ? [] : containersOf(pod).filter(({ list }) => list === 'containers')
}

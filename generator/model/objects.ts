import type * as k8s from '@kubernetes/client-node'
import type { Body, Manifest, Metadata, Wire } from './wire.ts'

/** One rule of a Role. */
export type PolicyRule = Wire<k8s.V1PolicyRule>

/** A constructor of one kind: version and kind are said once, here. */
const kind =
  <T>() =>
  <const Version extends string, const Kind extends string>(apiVersion: Version, kindName: Kind) =>
  (metadata: Metadata, body: Body<Manifest<T, Version, Kind>>): Manifest<T, Version, Kind> =>
    ({ apiVersion, kind: kindName, metadata, ...body }) as Manifest<T, Version, Kind>

export const configMap = kind<k8s.V1ConfigMap>()('v1', 'ConfigMap')
export const namespace = kind<k8s.V1Namespace>()('v1', 'Namespace')
export const persistentVolume = kind<k8s.V1PersistentVolume>()('v1', 'PersistentVolume')
export const persistentVolumeClaim = kind<k8s.V1PersistentVolumeClaim>()(
  'v1',
  'PersistentVolumeClaim',
)
export const service = kind<k8s.V1Service>()('v1', 'Service')
export const serviceAccount = kind<k8s.V1ServiceAccount>()('v1', 'ServiceAccount')
export const deployment = kind<k8s.V1Deployment>()('apps/v1', 'Deployment')
export const statefulSet = kind<k8s.V1StatefulSet>()('apps/v1', 'StatefulSet')
export const job = kind<k8s.V1Job>()('batch/v1', 'Job')
export const horizontalPodAutoscaler = kind<k8s.V2HorizontalPodAutoscaler>()(
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
)
export const networkPolicy = kind<k8s.V1NetworkPolicy>()('networking.k8s.io/v1', 'NetworkPolicy')
export const podDisruptionBudget = kind<k8s.V1PodDisruptionBudget>()(
  'policy/v1',
  'PodDisruptionBudget',
)
export const role = kind<k8s.V1Role>()('rbac.authorization.k8s.io/v1', 'Role')
export const roleBinding = kind<k8s.V1RoleBinding>()('rbac.authorization.k8s.io/v1', 'RoleBinding')

/** An API version of some kinds that Kubernetes stopped or will stop to serve. */
export type RemovedApi = {
  readonly apiVersion: string
  readonly kinds: readonly string[]
  /** Minor of Kubernetes 1 that first warned, and the one that no longer serves it. */
  readonly deprecated: number
  readonly removed?: number
  readonly instead: string
}

const api = (
  apiVersion: string,
  kinds: string,
  deprecated: number,
  removed: number | undefined,
  instead: string,
): RemovedApi => ({
  apiVersion,
  kinds: kinds.split(' '),
  deprecated,
  ...(removed === undefined ? {} : { removed }),
  instead,
})

/**
 * The minors that the API server itself names in its warnings: `APILifecycleDeprecated` and `-Removed` of the Go types, which
 * `npm run oracle` compares; what is no type any more is from the "Deprecated API Migration Guide". Kinds that nobody writes
 * into a file (reviews, scales, evictions) are left out. Above the newest stored minor they are announcements.
 */
export const removedApis: readonly RemovedApi[] = [
  api('extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', 8, 16, 'apps/v1'),
  api('extensions/v1beta1', 'NetworkPolicy', 9, 16, 'networking.k8s.io/v1'),
  api('extensions/v1beta1', 'PodSecurityPolicy', 10, 16, 'pod security admission'),
  api('extensions/v1beta1', 'Ingress', 14, 22, 'networking.k8s.io/v1'),
  api('apps/v1beta1', 'Deployment StatefulSet ReplicaSet ControllerRevision', 8, 16, 'apps/v1'),
  api(
    'apps/v1beta2',
    'Deployment StatefulSet DaemonSet ReplicaSet ControllerRevision',
    9,
    16,
    'apps/v1',
  ),
  api('networking.k8s.io/v1beta1', 'Ingress IngressClass', 19, 22, 'networking.k8s.io/v1'),
  api(
    'apiextensions.k8s.io/v1beta1',
    'CustomResourceDefinition',
    16,
    22,
    'apiextensions.k8s.io/v1',
  ),
  api(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    16,
    22,
    'admissionregistration.k8s.io/v1',
  ),
  api('apiregistration.k8s.io/v1beta1', 'APIService', 19, 22, 'apiregistration.k8s.io/v1'),
  api(
    'rbac.authorization.k8s.io/v1beta1',
    'Role RoleBinding ClusterRole ClusterRoleBinding',
    17,
    22,
    'rbac.authorization.k8s.io/v1',
  ),
  api('scheduling.k8s.io/v1beta1', 'PriorityClass', 14, 22, 'scheduling.k8s.io/v1'),
  api('storage.k8s.io/v1beta1', 'CSINode', 17, 22, 'storage.k8s.io/v1'),
  api(
    'storage.k8s.io/v1beta1',
    'CSIDriver StorageClass VolumeAttachment',
    19,
    22,
    'storage.k8s.io/v1',
  ),
  api('certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 19, 22, 'certificates.k8s.io/v1'),
  api('coordination.k8s.io/v1beta1', 'Lease', 19, 22, 'coordination.k8s.io/v1'),
  api('batch/v1beta1', 'CronJob', 21, 25, 'batch/v1'),
  api('discovery.k8s.io/v1beta1', 'EndpointSlice', 21, 25, 'discovery.k8s.io/v1'),
  api('events.k8s.io/v1beta1', 'Event', 22, 25, 'events.k8s.io/v1'),
  api('policy/v1beta1', 'PodDisruptionBudget', 21, 25, 'policy/v1'),
  api('policy/v1beta1', 'PodSecurityPolicy', 21, 25, 'pod security admission'),
  api('node.k8s.io/v1beta1', 'RuntimeClass', 22, 25, 'node.k8s.io/v1'),
  api('autoscaling/v2beta1', 'HorizontalPodAutoscaler', 22, 25, 'autoscaling/v2'),
  api('autoscaling/v2beta2', 'HorizontalPodAutoscaler', 23, 26, 'autoscaling/v2'),
  api(
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    23,
    26,
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  api(
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    26,
    29,
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  api(
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    29,
    32,
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  api(
    'storage.k8s.io/v1alpha1',
    'CSIStorageCapacity VolumeAttachment',
    21,
    24,
    'storage.k8s.io/v1',
  ),
  api('storage.k8s.io/v1beta1', 'CSIStorageCapacity', 24, 27, 'storage.k8s.io/v1'),
  api(
    'admissionregistration.k8s.io/v1alpha1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    29,
    32,
    'admissionregistration.k8s.io/v1',
  ),
  api(
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    31,
    34,
    'admissionregistration.k8s.io/v1',
  ),
  api(
    'admissionregistration.k8s.io/v1alpha1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    35,
    38,
    'admissionregistration.k8s.io/v1, in 1.36 and later',
  ),
  api(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    37,
    40,
    'admissionregistration.k8s.io/v1, in 1.36 and later',
  ),
  api(
    'networking.k8s.io/v1beta1',
    'IPAddress ServiceCIDR',
    34,
    37,
    'networking.k8s.io/v1, in 1.33 and later',
  ),
  api(
    'resource.k8s.io/v1beta1',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    35,
    38,
    'resource.k8s.io/v1, in 1.34 and later',
  ),
  api(
    'resource.k8s.io/v1beta2',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    36,
    39,
    'resource.k8s.io/v1, in 1.34 and later',
  ),
  api(
    'storage.k8s.io/v1alpha1',
    'VolumeAttributesClass',
    32,
    35,
    'storage.k8s.io/v1, in 1.34 and later',
  ),
  api(
    'storage.k8s.io/v1beta1',
    'VolumeAttributesClass',
    34,
    37,
    'storage.k8s.io/v1, in 1.34 and later',
  ),
  api('v1', 'ComponentStatus', 19, undefined, 'the health endpoints of the components'),
  api('v1', 'Endpoints', 33, undefined, 'discovery.k8s.io/v1 EndpointSlice'),
]

/** What is known about an API version of a kind, if it is on its way out. */
export function removedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  return removedApis.find((one) => one.apiVersion === apiVersion && one.kinds.includes(kind))
}

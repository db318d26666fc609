import type { Demand } from './demand.ts'

const HOOK: readonly Demand[] = [
  ['webhooks/*/admissionReviewVersions'],
  ['webhooks/*/matchConditions', 'name'],
  ['webhooks', 'name'],
]

/** Lists whose elements differ in one field, or, where none is named, from one another; Go's zero value counts where `empty` is said. */
export const UNIQUE: Readonly<Record<string, readonly Demand[]>> = {
  pod: [
    ['C/ports', 'name'],
    ['C/volumeDevices', 'name'],
    ['C/volumeDevices', 'devicePath'],
    ['C/volumeMounts', 'mountPath'],
    ['securityContext/sysctls', 'name'],
    ['C/resizePolicy', 'resourceName'],
  ],
  Service: [['spec/ipFamilies']],
  LimitRange: [['spec/limits', 'type']],
  'CSIDriver.storage.k8s.io': [['spec/tokenRequests', 'audience', 'empty']],
  'EndpointSlice.discovery.k8s.io': [['ports', 'name', 'empty']],
  'StorageClass.storage.k8s.io': [
    ['allowedTopologies'],
    ['allowedTopologies/*/matchLabelExpressions', 'key'],
    ['allowedTopologies/*/matchLabelExpressions/*/values'],
  ],
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': HOOK,
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': HOOK,
  'RuntimeClass.node.k8s.io': [['scheduling/tolerations']],
}

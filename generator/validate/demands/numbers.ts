import type { Demand } from './demand.ts'

/** Numbers: `least most`, where the OpenAPI has no range. */
export const NUMBERS: Readonly<Record<string, readonly Demand[]>> = {
  pod: [
    ['securityContext/supplementalGroups/*', '0', '2147483647'],
    ['volumes/*/projected/sources/*/serviceAccountToken/expirationSeconds', '600', '4294967296'],
  ],
  'StatefulSet.apps': [
    ['spec/ordinals/start', '0'],
    ['spec/updateStrategy/rollingUpdate/partition', '0'],
  ],
  'Job.batch': [
    ['spec/backoffLimitPerIndex', '0'],
    ['spec/maxFailedIndexes', '0'],
    ['spec/successPolicy/rules/*/succeededCount', '0'],
  ],
  'CronJob.batch': [
    ['spec/jobTemplate/spec/backoffLimitPerIndex', '0'],
    ['spec/jobTemplate/spec/maxFailedIndexes', '0'],
    ['spec/jobTemplate/spec/successPolicy/rules/*/succeededCount', '0'],
  ],
  'HorizontalPodAutoscaler.autoscaling': [
    ['spec/metrics/*/resource/target/averageUtilization', '1'],
    ['spec/metrics/*/containerResource/target/averageUtilization', '1'],
    ['spec/behavior/scaleUp/stabilizationWindowSeconds', '0', '3600'],
    ['spec/behavior/scaleDown/stabilizationWindowSeconds', '0', '3600'],
    ['spec/behavior/scaleUp/policies/*/value', '1'],
    ['spec/behavior/scaleDown/policies/*/value', '1'],
    ['spec/behavior/scaleUp/policies/*/periodSeconds', '1', '1800'],
    ['spec/behavior/scaleDown/policies/*/periodSeconds', '1', '1800'],
  ],
  'Ingress.networking.k8s.io': [
    ['spec/defaultBackend/service/port/number', '1', '65535'],
    ['spec/rules/*/http/paths/*/backend/service/port/number', '1', '65535'],
  ],
  'PriorityClass.scheduling.k8s.io': [['value', '-2147483648', '1000000000']],
  'CSIDriver.storage.k8s.io': [['spec/tokenRequests/*/expirationSeconds', '600', '4294967296']],
  Service: [
    ['spec/sessionAffinityConfig/clientIP/timeoutSeconds', '1', '86400'],
    ['spec/healthCheckNodePort', '0', '65535'],
  ],
  ReplicationController: [
    ['spec/replicas', '0'],
    ['spec/minReadySeconds', '0'],
  ],
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': [
    ['webhooks/*/timeoutSeconds', '1', '30'],
    ['webhooks/*/clientConfig/service/port', '1', '65535'],
  ],
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': [
    ['webhooks/*/timeoutSeconds', '1', '30'],
    ['webhooks/*/clientConfig/service/port', '1', '65535'],
  ],
  Endpoints: [['subsets/*/ports/*/port', '1', '65535']],
  'Lease.coordination.k8s.io': [
    ['spec/leaseDurationSeconds', '1'],
    ['spec/leaseTransitions', '0'],
  ],
}

import type { Demand } from './demand.ts'

const WORDS_OF_POLICY = ['Pods', 'Percent']
const SELECT = ['Max', 'Min', 'Disabled']

/** Texts from a closed list where the OpenAPI names none. */
export const WORDS: Readonly<Record<string, readonly Demand[]>> = {
  pod: [
    ['os/name', 'linux', 'windows'],
    ['C/env/*/valueFrom/fieldRef/apiVersion', 'v1', ''],
    ['volumes/*/downwardAPI/items/*/fieldRef/apiVersion', 'v1', ''],
    ['volumes/*/projected/sources/*/downwardAPI/items/*/fieldRef/apiVersion', 'v1', ''],
    ['C/resizePolicy/*/resourceName', 'cpu', 'memory'],
    ['C/resizePolicy/*/restartPolicy', 'NotRequired', 'RestartContainer'],
    ['securityContext/fsGroupChangePolicy', 'Always', 'OnRootMismatch'],
    ['securityContext/supplementalGroupsPolicy', 'Merge', 'Strict'],
    ['C/securityContext/procMount', 'Default', 'Unmasked'],
    ['C/volumeMounts/*/mountPropagation', 'Bidirectional', 'HostToContainer', 'None'],
    ['C/volumeMounts/*/recursiveReadOnly', 'Disabled', 'Enabled', 'IfPossible'],
    ['topologySpreadConstraints/*/nodeAffinityPolicy', 'Honor', 'Ignore'],
    ['topologySpreadConstraints/*/nodeTaintsPolicy', 'Honor', 'Ignore'],
    ['preemptionPolicy', 'Never', 'PreemptLowerPriority'],
    ['volumes/*/ephemeral/volumeClaimTemplate/spec/volumeMode', 'Block', 'Filesystem'],
  ],
  'StatefulSet.apps': [
    ['spec/persistentVolumeClaimRetentionPolicy/whenDeleted', 'Retain', 'Delete'],
    ['spec/persistentVolumeClaimRetentionPolicy/whenScaled', 'Retain', 'Delete'],
    ['spec/volumeClaimTemplates/*/spec/volumeMode', 'Block', 'Filesystem'],
  ],
  'HorizontalPodAutoscaler.autoscaling': [
    ['spec/metrics/*/type', 'Resource', 'Pods', 'Object', 'External', 'ContainerResource'],
    ['spec/metrics/*/*/target/type', 'Utilization', 'Value', 'AverageValue'],
    ['spec/behavior/scaleUp/selectPolicy', ...SELECT],
    ['spec/behavior/scaleDown/selectPolicy', ...SELECT],
    ['spec/behavior/scaleUp/policies/*/type', ...WORDS_OF_POLICY],
    ['spec/behavior/scaleDown/policies/*/type', ...WORDS_OF_POLICY],
  ],
  'Job.batch': [
    ['spec/podFailurePolicy/rules/*/onPodConditions/*/status', 'True', 'False', 'Unknown', ''],
    ['spec/podReplacementPolicy', 'Failed', 'TerminatingOrFailed'],
    ['spec/completionMode', 'NonIndexed', 'Indexed'],
  ],
  'CronJob.batch': [
    [
      'spec/jobTemplate/spec/podFailurePolicy/rules/*/onPodConditions/*/status',
      'True',
      'False',
      'Unknown',
      '',
    ],
    ['spec/jobTemplate/spec/podReplacementPolicy', 'Failed', 'TerminatingOrFailed'],
    ['spec/jobTemplate/spec/completionMode', 'NonIndexed', 'Indexed'],
  ],
  'CSIDriver.storage.k8s.io': [
    ['spec/fsGroupPolicy', 'File', 'None', 'ReadWriteOnceWithFSType'],
    ['spec/volumeLifecycleModes/*', 'Persistent', 'Ephemeral'],
  ],
  'NetworkPolicy.networking.k8s.io': [
    ['spec/ingress/*/ports/*/protocol', 'TCP', 'UDP', 'SCTP'],
    ['spec/egress/*/ports/*/protocol', 'TCP', 'UDP', 'SCTP'],
  ],
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': [
    ['webhooks/*/rules/*/operations/*', '*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
    ['webhooks/*/rules/*/scope', '*', 'Cluster', 'Namespaced'],
    ['webhooks/*/failurePolicy', 'Fail', 'Ignore'],
    ['webhooks/*/matchPolicy', 'Exact', 'Equivalent'],
    ['webhooks/*/sideEffects', 'None', 'NoneOnDryRun'],
  ],
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': [
    ['webhooks/*/rules/*/operations/*', '*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
    ['webhooks/*/rules/*/scope', '*', 'Cluster', 'Namespaced'],
    ['webhooks/*/failurePolicy', 'Fail', 'Ignore'],
    ['webhooks/*/matchPolicy', 'Exact', 'Equivalent'],
    ['webhooks/*/sideEffects', 'None', 'NoneOnDryRun'],
    ['webhooks/*/reinvocationPolicy', 'IfNeeded', 'Never'],
  ],
  Service: [
    ['spec/internalTrafficPolicy', 'Cluster', 'Local'],
    ['spec/ipFamilies/*', 'IPv4', 'IPv6'],
    ['spec/ipFamilyPolicy', 'PreferDualStack', 'RequireDualStack', 'SingleStack'],
    ['spec/trafficDistribution', 'PreferClose', 'PreferSameZone', 'PreferSameNode'],
  ],
  'PodDisruptionBudget.policy': [
    ['spec/unhealthyPodEvictionPolicy', 'AlwaysAllow', 'IfHealthyBudget'],
  ],
  PersistentVolumeClaim: [['spec/volumeMode', 'Block', 'Filesystem']],
  PersistentVolume: [['spec/volumeMode', 'Block', 'Filesystem']],
  'StorageClass.storage.k8s.io': [['volumeBindingMode', 'Immediate', 'WaitForFirstConsumer']],
  'PriorityClass.scheduling.k8s.io': [['preemptionPolicy', 'Never', 'PreemptLowerPriority']],
  'IngressClass.networking.k8s.io': [['spec/parameters/scope', 'Cluster', 'Namespace']],
  ResourceQuota: [
    [
      'spec/scopes/*',
      'Terminating',
      'NotTerminating',
      'BestEffort',
      'NotBestEffort',
      'PriorityClass',
      'CrossNamespacePodAffinity',
      'VolumeAttributesClass',
    ],
  ],
}

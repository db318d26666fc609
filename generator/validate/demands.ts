/**
 * What kube-apiserver 1.34 demands of single fields beyond its own OpenAPI, by the place of the field. Written after a loop of
 * changed objects against that server; the groups of a kind stand behind its name.
 */

export type Demand = readonly [path: string, ...demands: string[]]

/** Fields that must not be empty: `needed` when the schema does not ask for them, `filled` when it does. */
export const EMPTY: Readonly<Record<string, readonly Demand[]>> = {
  pod: [
    ['volumes/*/configMap/name', 'needed'],
    ['volumes/*/configMap/items/*/key', 'filled'],
    ['volumes/*/configMap/items/*/path', 'filled'],
    ['volumes/*/secret/secretName', 'needed'],
    ['volumes/*/secret/items/*/key', 'filled'],
    ['volumes/*/secret/items/*/path', 'filled'],
    ['volumes/*/projected/sources/*/configMap/name', 'needed'],
    ['volumes/*/projected/sources/*/configMap/items/*/key', 'filled'],
    ['volumes/*/projected/sources/*/configMap/items/*/path', 'filled'],
    ['volumes/*/projected/sources/*/secret/name', 'needed'],
    ['volumes/*/projected/sources/*/secret/items/*/key', 'filled'],
    ['volumes/*/projected/sources/*/secret/items/*/path', 'filled'],
    ['volumes/*/projected/sources/*/serviceAccountToken/path', 'filled'],
    ['volumes/*/projected/sources/*/downwardAPI/items/*/path', 'filled'],
    ['volumes/*/downwardAPI/items/*/path', 'filled'],
    ['volumes/*/downwardAPI/items/*/resourceFieldRef/containerName', 'needed'],
    ['volumes/*/persistentVolumeClaim/claimName', 'filled'],
    ['volumes/*/ephemeral/volumeClaimTemplate', 'needed'],
    ['volumes/*/hostPath/path', 'filled'],
    ['volumes/*/nfs/server', 'filled'],
    ['volumes/*/nfs/path', 'filled'],
    ['volumes/*/csi/driver', 'filled'],
    ['dnsConfig/options/*/name', 'needed'],
    ['securityContext/sysctls/*/name', 'filled'],
    ['C/volumeMounts/*/name', 'filled'],
    ['C/volumeDevices/*/name', 'filled'],
    ['C/env/*/valueFrom/fieldRef/fieldPath', 'filled'],
    ['C/env/*/valueFrom/resourceFieldRef/resource', 'filled'],
  ],
  'StatefulSet.apps': [['spec/volumeClaimTemplates/*/metadata/name', 'needed']],
  'HorizontalPodAutoscaler.autoscaling': [
    ['spec', 'needed'],
    ['spec/scaleTargetRef/apiVersion', 'needed'],
    ['spec/scaleTargetRef/kind', 'filled'],
    ['spec/scaleTargetRef/name', 'filled'],
    ['spec/metrics/*/resource/name', 'filled'],
    ['spec/metrics/*/containerResource/name', 'filled'],
    ['spec/metrics/*/containerResource/container', 'filled'],
    ['spec/metrics/*/pods/metric/name', 'filled'],
    ['spec/metrics/*/external/metric/name', 'filled'],
    ['spec/metrics/*/object/metric/name', 'filled'],
    ['spec/metrics/*/object/describedObject/kind', 'filled'],
    ['spec/metrics/*/object/describedObject/name', 'filled'],
    ['spec/behavior/scaleDown/policies', 'filled'],
    ['spec/behavior/scaleUp/policies', 'filled'],
  ],
  'Job.batch': [['spec/successPolicy/rules', 'filled']],
  'CronJob.batch': [
    ['spec/schedule', 'filled'],
    ['spec/jobTemplate/spec/successPolicy/rules', 'filled'],
  ],
  'Ingress.networking.k8s.io': [
    ['spec/defaultBackend/service/name', 'filled'],
    ['spec/rules/*/http/paths', 'filled'],
    ['spec/rules/*/http/paths/*/backend/service/name', 'filled'],
    ['spec/rules/*/http/paths/*/backend/resource/kind', 'filled'],
    ['spec/rules/*/http/paths/*/backend/resource/name', 'filled'],
  ],
  'IngressClass.networking.k8s.io': [
    ['spec', 'needed'],
    ['spec/controller', 'needed'],
    ['spec/parameters/kind', 'filled'],
    ['spec/parameters/name', 'filled'],
  ],
  PersistentVolume: [
    ['spec/hostPath/path', 'filled'],
    ['spec/local/path', 'filled'],
    ['spec/nfs/server', 'filled'],
    ['spec/nfs/path', 'filled'],
    ['spec/csi/driver', 'filled'],
    ['spec/csi/volumeHandle', 'filled'],
    ['spec/nodeAffinity/required', 'needed'],
    ['spec/nodeAffinity/required/nodeSelectorTerms', 'filled'],
  ],
  PersistentVolumeClaim: [['spec/dataSource/name', 'filled']],
  'StorageClass.storage.k8s.io': [
    ['provisioner', 'filled'],
    ['allowedTopologies/*/matchLabelExpressions/*/values', 'filled'],
  ],
  'ClusterRole.rbac.authorization.k8s.io': [['aggregationRule/clusterRoleSelectors', 'needed']],
  'RoleBinding.rbac.authorization.k8s.io': [['roleRef/kind', 'filled']],
  'ClusterRoleBinding.rbac.authorization.k8s.io': [['roleRef/kind', 'filled']],
  'EndpointSlice.discovery.k8s.io': [['endpoints/*/addresses', 'filled']],
}

/** Names and texts: each demand is a syntax of `names.ts`; the empty text is another rule's business. */
export const TEXTS: Readonly<Record<string, readonly Demand[]>> = {
  pod: [
    ['serviceAccountName', 'dnsSubdomain'],
    ['priorityClassName', 'dnsSubdomain'],
    ['hostname', 'dnsLabel'],
    ['subdomain', 'dnsLabel'],
    ['nodeSelector/*', 'labelValue'],
    ['tolerations/*/key', 'qualifiedKey'],
    ['tolerations/*/value', 'labelValue'],
    ['hostAliases/*/hostnames/*', 'dnsSubdomain'],
    ['readinessGates/*/conditionType', 'qualifiedKey'],
    ['topologySpreadConstraints/*/topologyKey', 'qualifiedKey'],
    [
      'affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/*/topologyKey',
      'qualifiedKey',
    ],
    [
      'affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/*/topologyKey',
      'qualifiedKey',
    ],
    [
      'affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/*/podAffinityTerm/topologyKey',
      'qualifiedKey',
    ],
    [
      'affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/*/podAffinityTerm/topologyKey',
      'qualifiedKey',
    ],
    [
      'affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/*/matchExpressions/*/key',
      'qualifiedKey',
    ],
    [
      'affinity/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution/*/preference/matchExpressions/*/key',
      'qualifiedKey',
    ],
    ['C/env/*/valueFrom/configMapKeyRef/name', 'dnsSubdomain'],
    ['C/env/*/valueFrom/secretKeyRef/name', 'dnsSubdomain'],
    ['C/env/*/valueFrom/configMapKeyRef/key', 'configKey'],
    ['C/env/*/valueFrom/secretKeyRef/key', 'configKey'],
    ['C/envFrom/*/configMapRef/name', 'dnsSubdomain'],
    ['C/envFrom/*/secretRef/name', 'dnsSubdomain'],
    ['C/livenessProbe/httpGet/httpHeaders/*/name', 'headerName'],
    ['C/readinessProbe/httpGet/httpHeaders/*/name', 'headerName'],
    ['C/startupProbe/httpGet/httpHeaders/*/name', 'headerName'],
    ['volumes/*/nfs/path', 'absolutePath'],
    ['volumes/*/hostPath/path', 'steadyPath'],
    ['volumes/*/configMap/items/*/path', 'innerPath'],
    ['volumes/*/secret/items/*/path', 'innerPath'],
    ['volumes/*/projected/sources/*/configMap/items/*/path', 'innerPath'],
    ['volumes/*/projected/sources/*/secret/items/*/path', 'innerPath'],
    ['volumes/*/projected/sources/*/serviceAccountToken/path', 'innerPath'],
    ['volumes/*/projected/sources/*/downwardAPI/items/*/path', 'innerPath'],
    ['volumes/*/downwardAPI/items/*/path', 'innerPath'],
    ['volumes/*/ephemeral/volumeClaimTemplate/spec/storageClassName', 'dnsSubdomain'],
  ],
  'StatefulSet.apps': [
    ['spec/serviceName', 'dnsLabel'],
    ['spec/volumeClaimTemplates/*/metadata/name', 'dnsLabel'],
    ['spec/volumeClaimTemplates/*/spec/storageClassName', 'dnsSubdomain'],
  ],
  PersistentVolumeClaim: [['spec/storageClassName', 'dnsSubdomain']],
  PersistentVolume: [
    ['spec/storageClassName', 'dnsSubdomain'],
    ['spec/nfs/path', 'absolutePath'],
    ['spec/hostPath/path', 'steadyPath'],
    ['spec/local/path', 'steadyPath'],
  ],
  Service: [
    ['spec/externalName', 'dnsSubdomain'],
    ['spec/loadBalancerClass', 'qualifiedKey'],
    ['spec/ports/*/appProtocol', 'qualifiedKey'],
  ],
  'Ingress.networking.k8s.io': [
    ['spec/ingressClassName', 'dnsSubdomain'],
    ['spec/tls/*/secretName', 'dnsSubdomain'],
    ['spec/defaultBackend/service/name', 'dns1035Label'],
    ['spec/rules/*/http/paths/*/backend/service/name', 'dns1035Label'],
    ['spec/defaultBackend/service/port/name', 'portName'],
    ['spec/rules/*/http/paths/*/backend/service/port/name', 'portName'],
  ],
  'RoleBinding.rbac.authorization.k8s.io': [['roleRef/name', 'pathSegment']],
  'ClusterRoleBinding.rbac.authorization.k8s.io': [['roleRef/name', 'pathSegment']],
}

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
  ],
  'CronJob.batch': [
    ['spec/jobTemplate/spec/backoffLimitPerIndex', '0'],
    ['spec/jobTemplate/spec/maxFailedIndexes', '0'],
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
}

const WORDS_OF_POLICY = ['Pods', 'Percent']
const SELECT = ['Max', 'Min', 'Disabled']

/** Texts from a closed list where the OpenAPI names none. */
export const WORDS: Readonly<Record<string, readonly Demand[]>> = {
  pod: [['os/name', 'linux', 'windows']],
  'StatefulSet.apps': [
    ['spec/persistentVolumeClaimRetentionPolicy/whenDeleted', 'Retain', 'Delete'],
    ['spec/persistentVolumeClaimRetentionPolicy/whenScaled', 'Retain', 'Delete'],
  ],
  'HorizontalPodAutoscaler.autoscaling': [
    ['spec/metrics/*/type', 'Resource', 'Pods', 'Object', 'External', 'ContainerResource'],
    ['spec/metrics/*/*/target/type', 'Utilization', 'Value', 'AverageValue'],
    ['spec/behavior/scaleUp/selectPolicy', ...SELECT],
    ['spec/behavior/scaleDown/selectPolicy', ...SELECT],
    ['spec/behavior/scaleUp/policies/*/type', ...WORDS_OF_POLICY],
    ['spec/behavior/scaleDown/policies/*/type', ...WORDS_OF_POLICY],
  ],
}

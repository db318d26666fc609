import type { Rule } from '../rule.ts'
import { addressSyntax } from './address-syntax.ts'
import { annotationRead } from './annotation-read.ts'
import { apiDeprecated } from './api-deprecated.ts'
import { appliedSize } from './applied-size.ts'
import { arbitraryUid } from './arbitrary-uid.ts'
import { autoscalerMetric } from './autoscaler-metric.ts'
import { autoscalerRange } from './autoscaler-range.ts'
import { autoscalerTarget } from './autoscaler-target.ts'
import { bindingSubjects } from './binding-subjects.ts'
import { blockDevice } from './block-device.ts'
import { claimMatchesVolume } from './claim-matches-volume.ts'
import { claimSpec } from './claim-spec.ts'
import { classKnown } from './class-known.ts'
import { closedList } from './closed-list.ts'
import { configData } from './config-data.ts'
import { configReload } from './config-reload.ts'
import { cronSchedule } from './cron-schedule.ts'
import { deliveredTwice } from './delivered-twice.ts'
import { deliveryPath } from './delivery-path.ts'
import { disruptionBudget } from './disruption-budget.ts'
import { duplicateObject } from './duplicate-object.ts'
import { endpointAddress } from './endpoint-address.ts'
import { envSource } from './env-source.ts'
import { fileMode } from './file-mode.ts'
import { fixedGroup } from './fixed-group.ts'
import { fluxSubstitution } from './flux-substitution.ts'
import { helmHook } from './helm-hook.ts'
import { hookDeadline } from './hook-deadline.ts'
import { hookNeedsSecret } from './hook-needs-secret.ts'
import { hostPorts } from './host-ports.ts'
import { imageMaintained } from './image-maintained.ts'
import { imageName } from './image-name.ts'
import { imagePinned } from './image-pinned.ts'
import { ingressRule } from './ingress-rule.ts'
import { jobName } from './job-name.ts'
import { jobSpec } from './job-spec.ts'
import { jobTtl } from './job-ttl.ts'
import { labelSelector } from './label-selector.ts'
import { localImage } from './local-image.ts'
import { mountPath } from './mount-path.ts'
import { namedPort } from './named-port.ts'
import { namesAndLabels } from './names-and-labels.ts'
import { namespaceKnown } from './namespace-known.ts'
import { namespaceScope } from './namespace-scope.ts'
import { neededField } from './needed-field.ts'
import { networkPeer } from './network-peer.ts'
import { nodeAffinity } from './node-affinity.ts'
import { nodePort } from './node-port.ts'
import { nullField } from './null-field.ts'
import { numberRange } from './number-range.ts'
import { orderCycle } from './order-cycle.ts'
import { plaintextSecret } from './plaintext-secret.ts'
import { platformKind } from './platform-kind.ts'
import { podContainers } from './pod-containers.ts'
import { podScheduling } from './pod-scheduling.ts'
import { portRange } from './port-range.ts'
import { probeHandler } from './probe-handler.ts'
import { probesPresent } from './probes-present.ts'
import { programSettings } from './program-settings.ts'
import { projectAllows } from './project-allows.ts'
import { projectKinds } from './project-kinds.ts'
import { pruneProtection } from './prune-protection.ts'
import { rbacResource } from './rbac-resource.ts'
import { rbacRule } from './rbac-rule.ts'
import { references } from './references.ts'
import { requestsWithinLimits } from './requests-within-limits.ts'
import { resourceAmounts } from './resource-amounts.ts'
import { resourceName } from './resource-name.ts'
import { resourceRequests } from './resource-requests.ts'
import { restartPolicy } from './restart-policy.ts'
import { restrictedAdmission } from './restricted-admission.ts'
import { roleBinding } from './role-binding.ts'
import { roleRefGroup } from './role-ref-group.ts'
import { rollingVolume } from './rolling-volume.ts'
import { rolloutStrategy } from './rollout-strategy.ts'
import { routeAndIngress } from './route-and-ingress.ts'
import { runAsNonRoot } from './run-as-non-root.ts'
import { secretContract } from './secret-contract.ts'
import { secretKeys } from './secret-keys.ts'
import { secretKnown } from './secret-known.ts'
import { secretType } from './secret-type.ts'
import { securityContext } from './security-context.ts'
import { selectorMatchesTemplate } from './selector-matches-template.ts'
import { selectorTarget } from './selector-target.ts'
import { serviceHost } from './service-host.ts'
import { servicePorts } from './service-ports.ts'
import { serviceTargetPort } from './service-target-port.ts'
import { serviceType } from './service-type.ts'
import { targetNamespace } from './target-namespace.ts'
import { textSyntax } from './text-syntax.ts'
import { uniqueElement } from './unique-element.ts'
import { volumeMountHasVolume } from './volume-mount-has-volume.ts'
import { volumeSource } from './volume-source.ts'
import { waveOrder } from './wave-order.ts'
import { webhook } from './webhook.ts'

/** Every rule, in the order in which findings of one object are listed. */
export const rules: readonly Rule[] = [
  duplicateObject,
  namesAndLabels,
  namespaceScope,
  namespaceKnown,
  platformKind,
  apiDeprecated,
  annotationRead,
  selectorMatchesTemplate,
  labelSelector,
  podContainers,
  imageName,
  imagePinned,
  imageMaintained,
  localImage,
  neededField,
  textSyntax,
  closedList,
  nullField,
  uniqueElement,
  portRange,
  hostPorts,
  probeHandler,
  probesPresent,
  namedPort,
  envSource,
  mountPath,
  volumeMountHasVolume,
  volumeSource,
  blockDevice,
  fileMode,
  resourceAmounts,
  requestsWithinLimits,
  resourceRequests,
  resourceName,
  securityContext,
  runAsNonRoot,
  arbitraryUid,
  fixedGroup,
  restrictedAdmission,
  restartPolicy,
  podScheduling,
  nodeAffinity,
  numberRange,
  rolloutStrategy,
  rollingVolume,
  jobSpec,
  jobTtl,
  jobName,
  hookDeadline,
  helmHook,
  hookNeedsSecret,
  cronSchedule,
  configData,
  appliedSize,
  configReload,
  programSettings,
  secretType,
  secretKeys,
  secretKnown,
  secretContract,
  classKnown,
  plaintextSecret,
  servicePorts,
  serviceType,
  serviceTargetPort,
  serviceHost,
  addressSyntax,
  endpointAddress,
  ingressRule,
  routeAndIngress,
  networkPeer,
  selectorTarget,
  autoscalerRange,
  autoscalerMetric,
  autoscalerTarget,
  disruptionBudget,
  roleBinding,
  roleRefGroup,
  bindingSubjects,
  rbacRule,
  rbacResource,
  webhook,
  claimSpec,
  claimMatchesVolume,
  references,
  nodePort,
  deliveryPath,
  deliveredTwice,
  projectAllows,
  projectKinds,
  orderCycle,
  waveOrder,
  targetNamespace,
  fluxSubstitution,
  pruneProtection,
]

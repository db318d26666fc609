import type {
  V1Capabilities,
  V1PodSecurityContext,
  V1PodSpec,
  V1SecurityContext,
} from '@kubernetes/client-node'
import type { Wire } from './wire.ts'

/** The pod of a workload. */
export type PodSpec = Wire<V1PodSpec>

type PodSecurityContext = Wire<V1PodSecurityContext>
type SecurityContext = Wire<V1SecurityContext>

const drop: Wire<V1Capabilities> = { drop: ['ALL'] }

/**
 * Pod security context that the Pod Security level "restricted" accepts, with fixed ids where an image needs them.
 * Platforms that assign ids (openshift) take the ids away again.
 */
export function restrictedPod(ids: {
  readonly user?: number
  readonly group?: number
  readonly fsGroup?: number
}): PodSecurityContext {
  return {
    ...(ids.user === undefined ? {} : { runAsUser: ids.user }),
    ...(ids.group === undefined ? {} : { runAsGroup: ids.group }),
    ...(ids.fsGroup === undefined ? {} : { fsGroup: ids.fsGroup }),
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  }
}

/** Container security context of the level "restricted"; a writable root file system has to be asked for. */
export function restrictedContainer(
  options: { readonly user?: number; readonly writableRoot?: boolean } = {},
): SecurityContext {
  return {
    ...(options.user === undefined ? {} : { runAsUser: options.user }),
    runAsNonRoot: true,
    readOnlyRootFilesystem: options.writableRoot !== true,
    allowPrivilegeEscalation: false,
    capabilities: drop,
  }
}

/** The three labels that select the pods of one component; stable for ever, selectors cannot change. */
export function selectorLabels(name: string, instance: string, component: string) {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': instance,
    'app.kubernetes.io/component': component,
  } as const
}

/** Selector labels and the ones that may change: who manages it, which system it belongs to. */
export function standardLabels(name: string, instance: string, component: string, partOf: string) {
  return {
    ...selectorLabels(name, instance, component),
    'app.kubernetes.io/part-of': partOf,
    'app.kubernetes.io/managed-by': 'strata',
  } as const
}

/** Annotations of a Job that must finish before the rest of its application: Argo CD hook, Flux force (each ignores the other's). */
export const PREFLIGHT = {
  'argocd.argoproj.io/hook': 'PreSync',
  'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  'kustomize.toolkit.fluxcd.io/force': 'enabled',
} as const

/** Annotations of objects that hold data: neither engine may prune or delete them, nor call their stay a difference. */
export const KEEP = {
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const

const CA_FOLDER = '/etc/strata/ca'

/** How a pod gets the cluster's own certificate authorities; `env` is what OpenSSL, Go and Python's requests read. */
export function caBundle(bundle: { readonly configMap: string; readonly key: string }) {
  const file = `${CA_FOLDER}/${bundle.key}`
  return {
    env: { SSL_CERT_FILE: file, REQUESTS_CA_BUNDLE: file },
    mount: { name: 'ca-bundle', mountPath: CA_FOLDER, readOnly: true },
    volume: { name: 'ca-bundle', configMap: { name: bundle.configMap } },
  } as const
}

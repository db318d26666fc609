import { deliveryOf } from './delivery.ts'
import type { Cluster, Exposed, SharedStorage } from './types.ts'
import type { WrittenCluster } from './written.ts'

/** The oldest Kubernetes minor that schemas/ holds; an older cluster could not be checked. */
export const OLDEST = '1.31'

/** Kubernetes minor of each OpenShift version, one step a release (4.22 by the same step); those before `OLDEST` are refused by name. */
export const OPENSHIFT: Readonly<Record<string, string>> = {
  '4.16': '1.29',
  '4.17': '1.30',
  '4.18': '1.31',
  '4.19': '1.32',
  '4.20': '1.33',
  '4.21': '1.34',
  '4.22': '1.35',
}

/** A checked cluster with every default filled in. */
export function clusterOf(name: string, written: WrittenCluster): Cluster {
  const { openshift, podIds, proxy, caBundle } = written
  const shared = sharedOf(written.storage?.shared)
  return {
    name,
    platform: written.platform,
    kubernetes: (openshift === undefined ? written.kubernetes : OPENSHIFT[openshift]) ?? '',
    ...(openshift === undefined ? {} : { openshift }),
    delivery: deliveryOf(written),
    clusterUid: written.clusterUid ?? null,
    storage: { block: written.storage?.block ?? {}, ...(shared ? { shared } : {}) },
    exposure: (written.exposure ?? { kind: 'none' }) as Exposed,
    registry: registryOf(written.registry),
    secrets: secretsOf(written.secrets),
    certificates: certificatesOf(written.certificates),
    ...(podIds ? { podIds } : {}),
    ...(proxy ? { proxy } : {}),
    ...(caBundle ? { caBundle } : {}),
  }
}

function registryOf(written: WrittenCluster['registry']): Cluster['registry'] {
  const one = written?.pullSecret === undefined ? [] : [written.pullSecret]
  return { mirror: written?.mirror ?? {}, pullSecrets: [...one, ...(written?.pullSecrets ?? [])] }
}

const secretsOf = (written: WrittenCluster['secrets']): Cluster['secrets'] =>
  written?.provider === 'externalSecrets'
    ? { provider: written.provider, store: kindAndName(written.store) }
    : { provider: 'existing' }

const certificatesOf = (written: WrittenCluster['certificates']): Cluster['certificates'] =>
  written?.provider === 'certManager'
    ? { provider: written.provider, issuer: kindAndName(written.issuer) }
    : { provider: 'existing' }

function kindAndName(written = ''): { kind: string; name: string } {
  const [kind = '', name = ''] = written.split('/')
  return { kind, name }
}

type WrittenShared = NonNullable<NonNullable<WrittenCluster['storage']>['shared']>

function sharedOf(written: WrittenShared | undefined): SharedStorage | undefined {
  if (written === undefined) return undefined
  const { kind, path = '', server = '', volumeName = '' } = written
  if (kind === 'hostPath') return { kind, class: written.class ?? 'manual', path }
  if (kind === 'class') return { kind, class: written.class ?? '' }
  const name = written.class ?? 'nfs'
  return written.owner === 'them'
    ? { kind, class: name, owner: 'them', volumeName }
    : { kind, class: name, server, path, owner: 'us' }
}

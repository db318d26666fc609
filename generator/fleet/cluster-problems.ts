import { pointerTo } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'
import { OLDEST, OPENSHIFT } from './cluster.ts'
import type { SchemaProblem } from './judge.ts'
import type { WrittenCluster } from './written.ts'

type Need = readonly [member: string, hint: string]

/** What a cluster must say besides its structure: a version, and the members that its kinds of storage and exposure need. */
export function clusterProblems(name: string, written: WrittenCluster): SchemaProblem[] {
  const at = pointerTo('/clusters', name)
  return [
    ...versionProblems(at, written),
    ...needs(`${at}/storage/shared`, written.storage?.shared, sharedNeeds(written)),
    ...needs(`${at}/exposure`, written.exposure, exposureNeeds(written)),
    ...needs(
      `${at}/secrets`,
      written.secrets,
      written.secrets?.provider === 'externalSecrets'
        ? [['store', 'name it as Kind/name: ClusterSecretStore/vault']]
        : [],
    ),
    ...needs(
      `${at}/certificates`,
      written.certificates,
      written.certificates?.provider === 'certManager'
        ? [['issuer', 'name it as Kind/name: ClusterIssuer/internal']]
        : [],
    ),
    ...platformProblems(at, written),
    ...deliveryProblems(at, written),
  ]
}

/** Each engine has options that mean nothing to the other. */
function deliveryProblems(at: string, { delivery = {} }: WrittenCluster): SchemaProblem[] {
  const { engine = 'argocd', applicationSet, shards } = delivery
  const problem = (option: string, other: string, hint: string): SchemaProblem => ({
    pointer: `${at}/delivery/${option}`,
    key: true,
    message: `${option} is an option of ${other}, and the engine of this cluster is ${engine}`,
    hint,
  })
  if (engine === 'flux' && applicationSet)
    return [problem('applicationSet', 'argocd', 'remove it, or set engine: argocd')]
  if (engine === 'argocd' && shards !== undefined)
    return [
      problem('shards', 'flux', 'remove it: Argo CD shards by clusters, and here each has its own'),
    ]
  return []
}

const isStored = (minor: string): boolean =>
  Number(minor.split('.')[1]) >= Number(OLDEST.split('.')[1])

const USABLE: readonly string[] = Object.keys(OPENSHIFT).filter((one) =>
  isStored(OPENSHIFT[one] ?? ''),
)

function versionProblems(at: string, written: WrittenCluster): SchemaProblem[] {
  const wrong = unknownVersions(at, written)
  if (wrong.length > 0) return wrong
  const minor = (written.openshift && OPENSHIFT[written.openshift]) ?? written.kubernetes ?? ''
  if (isStored(minor)) return []
  const key = written.openshift === undefined ? 'kubernetes' : 'openshift'
  return [
    {
      pointer: `${at}/${key}`,
      message: `Kubernetes ${minor} is older than the oldest that has schemas here, ${OLDEST}`,
      hint:
        key === 'openshift'
          ? `upgrade the cluster: there are schemas for OpenShift ${USABLE.join(', ')}`
          : `upgrade the cluster, or add schemas for ${minor}`,
    },
  ]
}

function unknownVersions(at: string, { kubernetes, openshift }: WrittenCluster): SchemaProblem[] {
  if (kubernetes === undefined && openshift === undefined)
    return [
      {
        pointer: at,
        key: true,
        message: 'the cluster says no version',
        hint: 'add kubernetes: "1.35" (or openshift: "4.20"): its objects are checked against that version',
      },
    ]
  if (openshift === undefined) return []
  const minor = OPENSHIFT[openshift]
  if (minor === undefined)
    return [
      {
        pointer: `${at}/openshift`,
        message: `OpenShift ${openshift} is not known${didYouMean(openshift, USABLE)}`,
        hint: `known: ${USABLE.join(', ')}`,
      },
    ]
  return kubernetes !== undefined && kubernetes !== minor
    ? [
        {
          pointer: `${at}/kubernetes`,
          message: `OpenShift ${openshift} is Kubernetes ${minor}, not ${kubernetes}`,
          hint: 'leave kubernetes out',
        },
      ]
    : []
}

function sharedNeeds({ storage }: WrittenCluster): readonly Need[] {
  const folder: Need = ['path', 'say which folder']
  switch (storage?.shared?.kind) {
    case undefined:
      return []
    case 'hostPath':
      return [folder]
    case 'class':
      return [['class', 'name a StorageClass that makes ReadWriteMany volumes']]
    case 'nfs':
      return storage.shared.owner === 'them'
        ? [['volumeName', 'owner: them says that an administrator made the volume: name it']]
        : [['server', 'an NFS volume needs a server, e.g. nfs.example.org'], folder]
  }
}

function exposureNeeds({ exposure }: WrittenCluster): readonly Need[] {
  const domain: Need = ['domain', 'say under which domain hosts are published']
  switch (exposure?.kind) {
    case undefined:
    case 'none':
      return []
    case 'nodePort':
      return [['host', 'say under which name or address nodes are reached']]
    case 'gateway':
      return [['gateway', 'name it as namespace/name'], domain]
    case 'route':
      return [domain]
  }
}

function needs(
  pointer: string,
  written: object | undefined,
  members: readonly Need[],
): SchemaProblem[] {
  return members.flatMap(([member, hint]) =>
    written !== undefined && (written as Record<string, unknown>)[member] !== undefined
      ? []
      : [{ pointer, key: true, message: `"${member}" is missing`, hint }],
  )
}

function platformProblems(
  at: string,
  { platform, exposure, podIds, storage, openshift }: WrittenCluster,
): SchemaProblem[] {
  const problems: SchemaProblem[] = []
  if (exposure?.kind === 'route' && platform !== 'openshift')
    problems.push({
      pointer: `${at}/exposure/kind`,
      message: `Routes exist on OpenShift only, platform is ${platform}`,
      hint: 'use gateway, nodePort or none',
    })
  if (platform === 'openshift' && podIds !== undefined)
    problems.push({
      pointer: `${at}/podIds`,
      key: true,
      message: 'openshift assigns user and group ids by itself (restricted-v2)',
      hint: 'remove podIds',
    })
  if (platform === 'openshift' && openshift === undefined)
    problems.push({
      pointer: at,
      key: true,
      message: 'the cluster says no OpenShift version',
      hint: 'add openshift: "4.20"',
    })
  if (platform === 'openshift' && storage?.shared?.kind === 'hostPath')
    problems.push({
      pointer: `${at}/storage/shared/kind`,
      message: 'openshift refuses hostPath volumes (restricted-v2)',
      hint: 'use class or nfs',
    })
  return problems
}

import type { Resource } from '../../core/resource.ts'
import type { Cluster, Desired, PlatformRule, SharedStorage, Site } from '../../fleet/types.ts'
import { persistentVolume } from '../../model/objects.ts'
import { mapSame } from '../pods.ts'

type ClaimSpec = { readonly accessModes?: readonly string[]; readonly storageClassName?: string }
const isShared = (spec: ClaimSpec): boolean => spec.accessModes?.includes('ReadWriteMany') === true

/** ReadWriteMany claims get the shared class, all others the block class; a class that is already said stays. */
export const storageClass: PlatformRule = {
  id: 'storage-class',
  why: 'storage comes from the classes that the cluster offers',
  apply(desired, { cluster }) {
    const resources = mapSame(desired.resources, (r) => {
      if (typeof r.spec !== 'object' || r.spec === null) return r
      if (r.kind === 'PersistentVolumeClaim') {
        const spec = withClass(r.spec as ClaimSpec, cluster)
        return spec === r.spec ? r : { ...r, spec }
      }
      return r.kind === 'StatefulSet' ? withTemplates(r, cluster) : r
    })
    return { ...desired, resources }
  },
}

function withClass(spec: ClaimSpec, { storage }: Cluster): ClaimSpec {
  const name = isShared(spec) ? storage.shared?.class : storage.block.class
  return name === undefined || spec.storageClassName !== undefined
    ? spec
    : { ...spec, storageClassName: name }
}

function withTemplates(set: Resource, cluster: Cluster): Resource {
  type Template = { readonly spec: ClaimSpec }
  const spec = set.spec as { readonly volumeClaimTemplates?: readonly Template[] }
  if (!Array.isArray(spec.volumeClaimTemplates)) return set
  const volumeClaimTemplates = mapSame(spec.volumeClaimTemplates, (t) => {
    if (typeof t?.spec !== 'object' || t.spec === null) return t
    const claim = withClass(t.spec, cluster)
    return claim === t.spec ? t : { ...t, spec: claim }
  })
  return volumeClaimTemplates === spec.volumeClaimTemplates
    ? set
    : { ...set, spec: { ...spec, volumeClaimTemplates } }
}

/** A PersistentVolume for each shared claim where nobody else makes one, and the claim bound to it by name. */
export const sharedVolume: PlatformRule = {
  id: 'shared-volume',
  why: 'the shared claim is bound by name to the volume of this cluster',
  apply(desired, site) {
    const shared = site.cluster.storage.shared
    const claims = desired.sharedVolumes ?? []
    if (shared === undefined || shared.kind === 'class' || claims.length === 0) return desired
    return claims.reduce((d, claim) => bind(d, claim.claim, claim.capacity, shared, site), desired)
  },
}

type Volume = Exclude<SharedStorage, { kind: 'class' }>

function bind(
  desired: Desired,
  claim: string,
  capacity: string,
  shared: Volume,
  site: Site,
): Desired {
  const theirs = shared.kind === 'nfs' && shared.owner === 'them' ? shared.volumeName : undefined
  // Cluster-scoped, so the name carries the namespace: staging and production may share a cluster.
  const volumeName = theirs ?? `${site.namespace}-${claim}`
  const resources = mapSame(desired.resources, (r) =>
    r.kind === 'PersistentVolumeClaim' && r.metadata.name === claim
      ? { ...r, spec: { ...(r.spec as ClaimSpec), volumeName } }
      : r,
  )
  if (theirs !== undefined) return { ...desired, resources }
  const labels = resources.find((r) => r.metadata.name === claim)?.metadata.labels
  const volume = persistentVolume(
    { name: volumeName, ...(labels ? { labels } : {}) },
    {
      spec: {
        capacity: { storage: capacity },
        accessModes: ['ReadWriteMany'],
        volumeMode: 'Filesystem',
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: shared.class,
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: site.namespace,
          name: claim,
        },
        ...source(shared, claim, site),
      },
    },
  )
  return { ...desired, resources: [volume as Resource, ...resources] }
}

function source(shared: Volume, claim: string, site: Site) {
  if (shared.kind === 'hostPath')
    return { hostPath: { path: placed(shared.path, claim, site), type: 'DirectoryOrCreate' } }
  const { server, path } = shared.owner === 'us' ? shared : { server: '', path: '' }
  return {
    mountOptions: ['hard', 'nfsvers=4.1'],
    nfs: { server, path: placed(path, claim, site) },
  }
}

/** One path serves many claims: `/exports/{namespace}/{claim}`. */
const placed = (path: string, claim: string, { namespace, instance, environment }: Site): string =>
  path.replaceAll(
    /\{(namespace|claim|application|environment)\}/g,
    (_, name: 'namespace' | 'claim' | 'application' | 'environment') =>
      ({ namespace, claim, application: instance, environment: environment ?? '' })[name],
  )

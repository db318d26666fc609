import type { Delivery } from './delivery.ts'
import type { Cluster } from './types.ts'

type Named<T> = Readonly<Record<string, T>>
type Loose<T> = { readonly [K in keyof T]?: T[K] }

/** A cluster as people write it; everything but the platform and a version may be left out. */
export type WrittenCluster = {
  readonly platform: string
  readonly kubernetes?: string
  readonly openshift?: string
  readonly delivery?: Loose<Omit<Delivery, 'shards'>> & {
    readonly shards?: number | readonly string[]
  }
  readonly clusterUid?: string | null
  readonly storage?: {
    readonly block?: { readonly class?: string }
    readonly shared?: {
      readonly kind: 'hostPath' | 'nfs' | 'class'
      readonly class?: string
      readonly path?: string
      readonly server?: string
      readonly owner?: 'us' | 'them'
      readonly volumeName?: string
    }
  }
  readonly exposure?: {
    readonly kind: 'none' | 'nodePort' | 'gateway' | 'route'
    readonly host?: string
    readonly domain?: string
    readonly gateway?: string
  }
  readonly registry?: {
    readonly mirror?: Named<string>
    readonly pullSecret?: string
    readonly pullSecrets?: readonly string[]
  }
  readonly secrets?: { readonly provider: 'existing' | 'externalSecrets'; readonly store?: string }
  readonly certificates?: {
    readonly provider: 'existing' | 'certManager'
    readonly issuer?: string
  }
  readonly podIds?: Cluster['podIds']
  readonly proxy?: Cluster['proxy']
  readonly caBundle?: Cluster['caBundle']
}

export type WrittenRun = { readonly id: string; readonly values?: unknown }

export type WrittenPlacement = {
  readonly namespace?: string
  readonly values?: unknown
  readonly keep?: number
  readonly runs?: readonly WrittenRun[]
}

export type WrittenApplication = {
  readonly uses: string
  readonly namespace?: string
  readonly values?: unknown
  readonly environments: Named<WrittenPlacement | null>
}

/** fleet.yaml (and what it includes) as people write it, after the structure was checked. */
export type Written = {
  readonly version?: 1
  readonly include?: readonly string[]
  readonly repository: {
    readonly url: string
    readonly revision?: string
    readonly secretRef?: string
  }
  readonly clusters: Named<WrittenCluster>
  readonly environments: Named<{
    readonly cluster?: string
    readonly namespaceSuffix?: string
    readonly labels?: Named<string>
  } | null>
  readonly applications: Named<WrittenApplication>
}

import type { Config } from '../core/config.ts'
import type { Resource } from '../core/resource.ts'
import type { Delivery } from './delivery.ts'
import type { ObjectSchema, ValueProblem } from './values.ts'

/** Where claims that many nodes mount (ReadWriteMany) get their storage. `owner: us`: we write the PersistentVolume. */
export type SharedStorage =
  | { readonly kind: 'hostPath'; readonly class: string; readonly path: string }
  | {
      readonly kind: 'nfs'
      readonly class: string
      readonly server: string
      readonly path: string
      readonly owner: 'us'
    }
  | {
      readonly kind: 'nfs'
      readonly class: string
      readonly owner: 'them'
      readonly volumeName: string
    }
  | { readonly kind: 'class'; readonly class: string }

export type Exposed =
  | { readonly kind: 'none' }
  | { readonly kind: 'nodePort'; readonly host: string }
  /** `gateway` is namespace/name of the Gateway that HTTPRoutes attach to. */
  | { readonly kind: 'gateway'; readonly gateway: string; readonly domain: string }
  | { readonly kind: 'route'; readonly domain: string }

/** One cluster of fleet.yaml, checked, with every default filled in. */
export type Cluster = {
  readonly name: string
  /** A name of the list in platforms/; `none` for the neutral cluster that bases are made for. */
  readonly platform: string
  /** Kubernetes minor, e.g. `1.33`; on OpenShift derived from `openshift`. */
  readonly kubernetes: string
  readonly openshift?: string
  readonly delivery: Delivery
  /** UID of the namespace kube-system; `null`: not known, applications may read it from the API. */
  readonly clusterUid: string | null
  readonly storage: {
    /** ReadWriteOnce claims. Without a class: the default class of the cluster. */
    readonly block: { readonly class?: string }
    readonly shared?: SharedStorage
  }
  readonly exposure: Exposed
  readonly registry: {
    /** Registry host or `host/path` → where its images are pulled from instead. */
    readonly mirror: Readonly<Record<string, string>>
    readonly pullSecrets: readonly string[]
  }
  readonly secrets:
    | { readonly provider: 'existing' }
    | { readonly provider: 'externalSecrets'; readonly store: { kind: string; name: string } }
  readonly certificates:
    | { readonly provider: 'existing' }
    | { readonly provider: 'certManager'; readonly issuer: { kind: string; name: string } }
  /** Ids that own files on shared storage; never set on OpenShift. */
  readonly podIds?: {
    readonly runAsUser: number
    readonly runAsGroup: number
    readonly fsGroup: number
  }
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly no?: string }
  /** ConfigMap key with extra certificate authorities, present in every namespace. */
  readonly caBundle?: { readonly configMap: string; readonly key: string }
}

/** What an application asks of those that use its URL. */
export type Offers = {
  /** A user and a password, which stand in a Secret of the caller's namespace. */
  readonly basicAuth?: boolean
}

/** What an application may know of the place it is written for. For a base: the neutral place (`environment` is null). */
export type Site = {
  /** Name of the application in fleet.yaml; prefix of every object name. */
  readonly instance: string
  readonly environment: string | null
  readonly namespace: string
  readonly cluster: Cluster
  /** In-cluster URL of another application of the same environment. Throws UserError when it is not there or offers none. */
  readonly urlOf: (instance: string) => string
  /** What that application asks of those that use its URL; nothing when it is not there, which `urlOf` tells. */
  readonly offersOf: (instance: string) => Offers
  /** Host under which `name` is published (`name.domain`, the environment's suffix included), if the cluster publishes hosts. */
  readonly hostOf: (name: string) => string | undefined
  /** Image reference behind the cluster's mirror; only for references inside text, containers are rewritten by the platform. */
  readonly mirrored: (image: string) => string
  /** Text of a file that the values name (schema `file: true`), by its path in the repository. */
  readonly file: (path: string) => string
  /** Objects of the plain YAML in base/<instance>/ (`uses: manifests`). */
  readonly manifests: readonly Resource[]
}

/** A Service port that people outside the cluster use. The platform makes a NodePort, HTTPRoute or Route of it. */
export type Exposure = {
  /** Also the left-most label of the published host. */
  readonly name: string
  readonly service: string
  /** Name of the port of the Service. */
  readonly port: string
  /** passthrough: the pod speaks TLS itself; edge: the edge terminates TLS and speaks plain HTTP to the pod. */
  readonly tls: 'edge' | 'passthrough'
  /** Wished node port (30000–32767) where the cluster publishes node ports; without it one is not fixed. */
  readonly nodePort?: number
}

/** A ReadWriteMany claim of `resources` that may need a volume of ours (cluster storage.shared). */
export type SharedVolume = { readonly claim: string; readonly capacity: string }

export type SecretKey = { readonly key: string; readonly purpose: string }

/** A Secret that must exist. Values never stand in the repository. */
export type SecretContract = {
  readonly name: string
  readonly keys: readonly SecretKey[]
  /** Secret type when it is not Opaque, e.g. kubernetes.io/tls. */
  readonly type?: string
  /** Another application of the namespace that reads it too and asks for it on behalf of both. */
  readonly madeBy?: string
}

export type CertificateWish = {
  readonly secret: string
  readonly commonName: string
  readonly dnsNames: readonly string[]
  /** Go duration, e.g. `87600h`. */
  readonly duration: string
}

/** Something a person should know, not an error: printed by generate. `pointer` into the values. */
export type Note = { readonly pointer: string; readonly message: string; readonly hint: string }

/**
 * Everything an application wants in one place. Objects of its own namespace carry no `metadata.namespace`;
 * an object with another literal namespace (kube-system) is written outside the namespaced overlay and never in base.
 */
export type Desired = {
  readonly resources: readonly Resource[]
  readonly configs?: readonly Config[]
  readonly exposures?: readonly Exposure[]
  readonly sharedVolumes?: readonly SharedVolume[]
  readonly secrets?: readonly SecretContract[]
  readonly certificates?: readonly CertificateWish[]
  readonly notes?: readonly Note[]
}

/** One run of a one-shot Job as fleet.yaml has it: `id` is part of the Job's name. */
export type Run = { readonly id: string; readonly values: unknown }

/** One system, described once. `V` is what `values` accepts, defaults filled in. */
export type App<V = unknown, R = unknown> = {
  /** What `uses:` says. */
  readonly name: string
  /** One line for lists and docs. */
  readonly summary: string
  readonly values: ObjectSchema<V>
  /** Combinations that no schema can say; checked before `resources`. */
  readonly problems?: (values: V, site: Site) => readonly ValueProblem[]
  readonly resources: (values: V, site: Site) => Desired
  /** In-cluster URL that other applications use (`site.urlOf`). */
  readonly url?: (values: V, site: Site) => string
  /** What they need besides the URL (`site.offersOf`). */
  readonly offers?: (values: V) => Offers
  /** One-shot Jobs: what one run adds. Its objects sync alone, apart from the rest of the application. */
  readonly run?: {
    readonly values: ObjectSchema<R>
    /**
     * What a run reads of the application's values: `strata run` copies it into the entry, so that the Job stays what it
     * is when they change. Members of the run's own values.
     */
    readonly copies: (values: V) => Partial<R>
    readonly resources: (values: V, run: { id: string; values: R }, site: Site) => Desired
    readonly problems?: (
      values: V,
      run: { id: string; values: R },
      site: Site,
    ) => readonly ValueProblem[]
  }
}

/** One application in one environment: one overlay. */
export type Placement = {
  readonly instance: string
  readonly environment: string
  readonly app: App
  readonly values: unknown
  /** The common values alone. */
  readonly common: unknown
  /** Each value that this environment says itself, alone over the common ones. */
  readonly given: readonly { readonly name: string; readonly values: unknown }[]
  readonly runs: readonly Run[]
  readonly site: Site
}

/** One application of fleet.yaml with its common values: one base. */
export type Instance = {
  readonly name: string
  readonly app: App
  readonly values: unknown
  readonly site: Site
  readonly placements: readonly Placement[]
}

export type Environment = {
  readonly name: string
  readonly cluster: Cluster
  readonly namespaceSuffix: string
  readonly labels: Readonly<Record<string, string>>
}

/** fleet.yaml, checked, every name in it resolved. */
export type Fleet = {
  readonly repository: {
    readonly url: string
    readonly revision: string
    readonly secretRef?: string
  }
  readonly clusters: readonly Cluster[]
  readonly environments: readonly Environment[]
  readonly instances: readonly Instance[]
}

/**
 * One named step of a platform: what objects must look like there, and why. The difference it makes is
 * found by comparing before and after, so that each patch of an overlay can name the rule that asked for it.
 */
export type PlatformRule = {
  /** e.g. `arbitrary-uid`. */
  readonly id: string
  /** One sentence that ends up as a comment in the patch. */
  readonly why: string
  /** It holds on any cluster, so bases obey it too and no overlay has to say it again. */
  readonly everywhere?: true
  readonly apply: (desired: Desired, site: Site) => Desired
}

export type Platform = {
  readonly name: string
  readonly summary: string
  readonly rules: readonly PlatformRule[]
}

/** The names that fleet.yaml may use. */
export type Catalog = { readonly apps: readonly App[]; readonly platforms: readonly Platform[] }

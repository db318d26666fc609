import type { Metadata } from './wire.ts'

/** Parent reference of Gateway API routes (gateway.networking.k8s.io/v1). */
type ParentRef = {
  readonly name: string
  readonly namespace?: string
  readonly sectionName?: string
}
type BackendRef = { readonly name: string; readonly port: number }

type Custom<Version extends string, Kind extends string, Spec> = {
  readonly apiVersion: Version
  readonly kind: Kind
  readonly metadata: Metadata
  readonly spec: Spec
}

const kind =
  <Spec>() =>
  <const Version extends string, const Kind extends string>(apiVersion: Version, kindName: Kind) =>
  (metadata: Metadata, spec: Spec): Custom<Version, Kind, Spec> => ({
    apiVersion,
    kind: kindName,
    metadata,
    spec,
  })

/** OpenShift Route; without `host` the router chooses one. */
export const route = kind<{
  readonly host?: string
  readonly to: { readonly kind: 'Service'; readonly name: string; readonly weight?: number }
  readonly port: { readonly targetPort: string | number }
  readonly tls?: {
    readonly termination: 'edge' | 'passthrough' | 'reencrypt'
    readonly insecureEdgeTerminationPolicy?: 'None' | 'Allow' | 'Redirect'
  }
  readonly wildcardPolicy?: 'None'
}>()('route.openshift.io/v1', 'Route')

/** Gateway API HTTPRoute to one Service port. */
export const httpRoute = kind<{
  readonly parentRefs: readonly ParentRef[]
  readonly hostnames: readonly string[]
  readonly rules: readonly { readonly backendRefs: readonly BackendRef[] }[]
}>()('gateway.networking.k8s.io/v1', 'HTTPRoute')

/** Gateway API BackendTLSPolicy: how a Gateway verifies a Service that speaks TLS. */
export const backendTlsPolicy = kind<{
  readonly targetRefs: readonly {
    readonly group: string
    readonly kind: 'Service'
    readonly name: string
    readonly sectionName: string
  }[]
  readonly validation: {
    readonly hostname: string
    readonly caCertificateRefs: readonly {
      readonly group: string
      readonly kind: 'ConfigMap'
      readonly name: string
    }[]
  }
}>()('gateway.networking.k8s.io/v1', 'BackendTLSPolicy')

/** cert-manager Certificate. */
export const certificate = kind<{
  readonly secretName: string
  readonly commonName: string
  readonly dnsNames: readonly string[]
  readonly duration: string
  readonly issuerRef: { readonly group: string; readonly kind: string; readonly name: string }
  readonly privateKey?: { readonly rotationPolicy: 'Never' | 'Always' }
}>()('cert-manager.io/v1', 'Certificate')

/** External Secrets ExternalSecret: one remote key per Secret, one property per key. */
export const externalSecret = kind<{
  readonly refreshInterval: string
  readonly secretStoreRef: { readonly kind: string; readonly name: string }
  readonly target: {
    readonly name: string
    readonly creationPolicy: 'Owner'
    readonly template?: { readonly type: string }
  }
  readonly data: readonly {
    readonly secretKey: string
    readonly remoteRef: { readonly key: string; readonly property: string }
  }[]
}>()('external-secrets.io/v1', 'ExternalSecret')

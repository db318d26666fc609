import type { Resource } from '../../core/resource.ts'
import type { Desired, Exposure, Note, PlatformRule, Site } from '../../fleet/types.ts'
import { backendTlsPolicy, httpRoute, route } from '../../model/custom.ts'
import { mapSame } from '../pods.ts'

type Port = { readonly name?: string; readonly port: number; readonly nodePort?: number }
type ServiceSpec = { readonly type?: string; readonly ports: readonly Port[] }

/** One rule per way of publishing; each does nothing on a cluster that publishes another way. */
export const nodePorts: PlatformRule = {
  id: 'node-ports',
  why: 'the cluster publishes applications by node ports',
  apply(desired, { cluster }) {
    if (cluster.exposure.kind !== 'nodePort') return desired
    const resources = mapSame(desired.resources, (r) => {
      const exposures = (desired.exposures ?? []).filter((e) => isServiceOf(r, e))
      return exposures.length === 0
        ? r
        : { ...r, spec: asNodePort(r.spec as ServiceSpec, exposures) }
    })
    return { ...desired, resources }
  },
}

const isServiceOf = (r: Resource, { service }: Exposure): boolean =>
  r.kind === 'Service' && r.metadata.name === service

function asNodePort(spec: ServiceSpec, exposures: readonly Exposure[]): ServiceSpec {
  const ports = spec.ports.map((port) => {
    const { nodePort } = exposures.find((e) => e.port === port.name) ?? {}
    return nodePort === undefined ? port : { ...port, nodePort }
  })
  return { ...spec, type: 'NodePort', ports }
}

export const gatewayRoutes: PlatformRule = {
  id: 'gateway-routes',
  why: 'the cluster publishes applications through its Gateway',
  apply(desired, site) {
    const { exposure, caBundle } = site.cluster
    if (exposure.kind !== 'gateway') return desired
    const [namespace, name] = exposure.gateway.split('/') as [string, string]
    // A Gateway (standard channel) terminates TLS; a pod that speaks TLS itself needs an authority to be trusted by.
    const closed = (desired.exposures ?? []).filter((e) => e.tls === 'passthrough' && !caBundle)
    const open = {
      ...desired,
      exposures: desired.exposures?.filter((e) => !closed.includes(e)) ?? [],
    }
    const routes = eachExposure(open, site, (e, host, port, metadata) => {
      const parentRefs = [{ name, namespace }]
      const rules = [{ backendRefs: [{ name: e.service, port }] }]
      const published = httpRoute(metadata, { parentRefs, hostnames: [host], rules })
      return e.tls === 'passthrough'
        ? [published, trust(e, metadata, caBundle?.configMap ?? '')]
        : [published]
    })
    const notes = [...(desired.notes ?? []), ...closed.map(unpublished)]
    return { ...desired, resources: [...desired.resources, ...routes], notes }
  },
}

/** The Gateway speaks TLS to the pod and verifies it against the cluster's own authorities. */
const trust = ({ service, port }: Exposure, metadata: Metadata, configMap: string): Resource =>
  backendTlsPolicy(metadata, {
    targetRefs: [{ group: '', kind: 'Service', name: service, sectionName: port }],
    validation: {
      hostname: service,
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: configMap }],
    },
  })

const unpublished = ({ service }: Exposure): Note => ({
  pointer: '',
  message: `${service} speaks TLS itself and is not published: the Gateway could not verify it`,
  hint: 'give the cluster a caBundle (key ca.crt), or set publish: false here',
})

export const openshiftRoutes: PlatformRule = {
  id: 'openshift-routes',
  why: 'the cluster publishes applications by Routes',
  apply(desired, site) {
    if (site.cluster.exposure.kind !== 'route') return desired
    const routes = eachExposure(desired, site, (e, host, _port, metadata) => [
      route(metadata, {
        host,
        to: { kind: 'Service', name: e.service, weight: 100 },
        port: { targetPort: e.port },
        tls: { termination: e.tls, insecureEdgeTerminationPolicy: 'Redirect' },
        wildcardPolicy: 'None',
      }),
    ])
    return { ...desired, resources: [...desired.resources, ...routes] }
  },
}

type Metadata = { readonly name: string; readonly labels?: Readonly<Record<string, string>> }

function eachExposure(
  { resources, exposures = [] }: Desired,
  site: Site,
  make: (exposure: Exposure, host: string, port: number, metadata: Metadata) => readonly Resource[],
): readonly Resource[] {
  return exposures.flatMap((exposure) => {
    const service = resources.find((r) => isServiceOf(r, exposure))
    const spec = service?.spec as ServiceSpec | undefined
    const port = spec?.ports.find((p) => p.name === exposure.port)?.port
    const host = site.hostOf(exposure.name)
    if (port === undefined || host === undefined)
      throw new Error(
        `${site.instance} exposes ${exposure.service}/${exposure.port}, which it has not`,
      )
    const labels = service?.metadata.labels
    return make(exposure, host, port, { name: exposure.name, ...(labels ? { labels } : {}) })
  })
}

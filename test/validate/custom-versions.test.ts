import type { Resource } from '../../generator/core/resource.ts'
import { checkObject } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const object = (apiVersion: string, kind: string, rest: object): Resource => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
  ...rest,
})

const route = object('route.openshift.io/v1', 'Route', {
  spec: {
    to: { kind: 'Service', name: 'web', weight: 100 },
    tls: { termination: 'edge', externalCertificate: { name: 'tls' } },
  },
})

const constraints = object('security.openshift.io/v1', 'SecurityContextConstraints', {
  ...{ allowHostDirVolumePlugin: false, allowHostIPC: false, allowHostNetwork: false },
  ...{ allowHostPID: false, allowHostPorts: false, allowPrivilegedContainer: false },
  ...{ allowedCapabilities: [], defaultAddCapabilities: [], requiredDropCapabilities: [] },
  ...{ priority: null, readOnlyRootFilesystem: false, volumes: [] },
  userNamespaceLevel: 'RequirePodLevel',
})

const pod = (rest: object) => ({ containers: [{ name: 'web', image: 'r/web:1' }], ...rest })

const config = (spec: object): Resource =>
  object('apps.openshift.io/v1', 'DeploymentConfig', {
    spec: { selector: { app: 'web' }, template: { metadata: {}, spec: pod(spec) } },
  })

/** Objects of kinds that clusters add, with the Kubernetes minor of the cluster and all that is said about them. */
const OBJECTS: readonly (readonly [Resource, minor: string, ...messages: string[]])[] = [
  [
    route,
    '1.31',
    'spec.tls: unknown field "externalCertificate": it exists since Kubernetes 1.32, this cluster runs 1.31',
  ],
  [route, '1.32'],
  [
    constraints,
    '1.32',
    'unknown field "userNamespaceLevel": it exists since Kubernetes 1.33, this cluster runs 1.32',
  ],
  [constraints, '1.33'],
  [
    config({ hostnameOverride: 'web' }),
    '1.33',
    'spec.template.spec: unknown field "hostnameOverride": it exists since Kubernetes 1.34, this cluster runs 1.33',
  ],
  [config({ hostnameOverride: 'web' }), '1.34'],
  [
    config({ dnsPolicy: 'default' }),
    '1.36',
    'spec.template.spec.dnsPolicy: "default" is not one of ClusterFirst, ClusterFirstWithHostNet, Default, None; did you mean "Default"?',
  ],
  [object('project.openshift.io/v1', 'Project', { spec: { finalizers: ['kubernetes'] } }), '1.31'],
  [
    object('image.openshift.io/v1', 'ImageStream', { spec: { tags: [{ name: 'a', form: {} }] } }),
    '1.33',
    'spec.tags[0]: unknown field "form"; did you mean "from"?',
  ],
  [
    object('build.openshift.io/v1', 'BuildConfig', {
      spec: { strategy: { dockerStrategy: { env: [{ name: 'A', value: 1 }] } } },
    }),
    '1.33',
    'spec.strategy.dockerStrategy.env[0].value: 1 must be a string',
  ],
  [
    object('template.openshift.io/v1', 'Template', {
      objects: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } }],
      parameters: [{ name: 'A', requird: true }],
    }),
    '1.33',
    'parameters[0]: unknown field "requird"; did you mean "required"?',
  ],
  [
    object('monitoring.coreos.com/v1', 'ServiceMonitor', {
      spec: { selector: {}, endpoints: [{ port: 'http', intervall: '30s' }] },
    }),
    '1.36',
    'spec.endpoints[0]: unknown field "intervall"; did you mean "interval"?',
  ],
  [
    object('monitoring.coreos.com/v1', 'PrometheusRule', {
      spec: { groups: [{ name: 'a', partial_response_strategy: 'ABORT' }] },
    }),
    '1.36',
  ],
  [
    object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
      spec: { interval: '1m', chartRef: { kind: 'HelmChart', name: 'a', namespce: 'b' } },
    }),
    '1.36',
    'spec.chartRef: unknown field "namespce"; did you mean "namespace"?',
  ],
]

describe('kinds that clusters add', {
  'are judged as of the version of the cluster': () => {
    for (const [resource, minor, ...messages] of OBJECTS) {
      const found = checkObject(resource, catalog, minor).map(({ message }) => message)
      assert.equal(found, messages, `${resource.kind} on ${minor}`)
    }
  },
})

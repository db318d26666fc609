import type { Resource } from '../../generator/core/resource.ts'
import type { Cluster, Desired } from '../../generator/fleet/types.ts'
import { adapt } from '../../generator/layout/adapt.ts'
import { persistentVolumeClaim, service } from '../../generator/model/objects.ts'
import { PREFLIGHT } from '../../generator/model/pods.ts'
import { platforms } from '../../generator/platforms/index.ts'
import { assert, describe } from '../harness.ts'
import { cluster, site } from '../site.ts'

const pod = {
  securityContext: { runAsUser: 1, runAsGroup: 2, fsGroup: 3, runAsNonRoot: true },
  initContainers: [{ name: 'init', image: 'busybox:1.37', securityContext: { runAsUser: 1 } }],
  containers: [
    {
      name: 'main',
      image: 'ghcr.io/a/b:1',
      securityContext: {
        runAsUser: 1,
        seLinuxOptions: { level: 's0' },
        capabilities: { drop: ['ALL'] },
      },
    },
  ],
}
const workload = (kind: string, spec: object): Resource => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: kind.toLowerCase() },
  spec,
})
const WORKLOADS: readonly Resource[] = [
  workload('Pod', pod),
  workload('CronJob', { jobTemplate: { spec: { template: { spec: pod } } } }),
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'].map((kind) =>
    workload(kind, { template: { spec: pod } }),
  ),
]

function adapted(platform: string, differs: Partial<Cluster>, desired: Desired, instance = 'app') {
  const found = platforms.find((p) => p.name === platform)
  if (!found) throw new Error(`no platform ${platform}`)
  const place = site(instance, {
    cluster: cluster(differs),
    hostOf: (name) => `${name}.example.org`,
  })
  return adapt(desired, place, found)
}
const resourcesFor = (platform: string, differs: Partial<Cluster>, desired: Desired) =>
  adapted(platform, differs, desired).desired.resources
const text = (value: unknown): string => JSON.stringify(value)

const web = service(
  { name: 'web' },
  { spec: { ports: [{ name: 'http', port: 80, protocol: 'TCP' }] } },
)
const claim = persistentVolumeClaim(
  { name: 'data' },
  { spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } } },
)
const shared: Desired = { resources: [claim], sharedVolumes: [{ claim: 'data', capacity: '9Gi' }] }
const exposed = (tls: 'edge' | 'passthrough'): Desired => ({
  resources: [web],
  exposures: [{ name: 'web', service: 'web', port: 'http', tls, nodePort: 30001 }],
})
const kinds = (resources: readonly Resource[]): string => resources.map((r) => r.kind).join(' ')

describe('platforms: ids on openshift', {
  'no fixed id in any pod, container or init container of any kind': () => {
    const objects = resourcesFor('openshift', {}, { resources: WORKLOADS })
    assert.not.match(text(objects), /runAsUser|runAsGroup|fsGroup|seLinuxOptions/)
    assert.is(text(objects).match(/"runAsNonRoot":true/g)?.length, WORKLOADS.length)
    assert.is(text(objects).match(/"drop":\["ALL"\]/g)?.length, WORKLOADS.length)
  },
  'a context of which nothing is left goes': () => {
    const [first] = resourcesFor('openshift', {}, { resources: WORKLOADS })
    const { initContainers } = (first ?? { spec: pod }).spec as typeof pod
    assert.not.ok('securityContext' in (initContainers[0] ?? {}))
  },
  'elsewhere ids stay': () => {
    assert.equal(resourcesFor('nova', {}, { resources: WORKLOADS }), WORKLOADS)
  },
})

describe('platforms: storage', {
  'classes by access mode, also in claim templates; a class that is said stays': () => {
    const template = (accessMode: string, more = {}) => ({
      metadata: { name: 'd' },
      spec: { accessModes: [accessMode], ...more },
    })
    const set = workload('StatefulSet', {
      volumeClaimTemplates: [
        template('ReadWriteOnce'),
        template('ReadWriteMany'),
        template('ReadWriteOnce', { storageClassName: 'own' }),
      ],
    })
    const storage = {
      block: { class: 'block' },
      shared: { kind: 'class', class: 'files' } as const,
    }
    const [found] = resourcesFor('nova', { storage }, { resources: [set] })
    const { volumeClaimTemplates } = (found ?? set).spec as {
      volumeClaimTemplates: { spec: { storageClassName: string } }[]
    }
    assert.equal(
      volumeClaimTemplates.map((t) => t.spec.storageClassName),
      ['block', 'files', 'own'],
    )
  },
  'a folder of the node': () => {
    const storage = {
      block: {},
      shared: { kind: 'hostPath', class: 'manual', path: '/data' } as const,
    }
    const [volume, bound] = resourcesFor('minikube', { storage }, shared)
    assert.is(volume?.metadata.name, 'app-data')
    assert.match(text(volume), /"hostPath":\{"path":"\/data"/)
    assert.match(text(volume), /"persistentVolumeReclaimPolicy":"Retain"/)
    assert.match(text(bound), /"storageClassName":"manual","volumeName":"app-data"/)
    assert.match(text(bound), /Prune=false,Delete=false/)
  },
  'an NFS volume of ours': () => {
    const storage = {
      block: {},
      shared: { kind: 'nfs', class: 'nfs', server: 's', path: '/p', owner: 'us' } as const,
    }
    const [volume] = resourcesFor('nova', { storage }, shared)
    assert.match(
      text(volume),
      /"mountOptions":\["hard","nfsvers=4.1"\],"nfs":\{"server":"s","path":"\/p"\}/,
    )
  },
  'an NFS volume of an administrator: bound by name, none of ours': () => {
    const storage = {
      block: {},
      shared: { kind: 'nfs', class: 'nfs', owner: 'them', volumeName: 'theirs' } as const,
    }
    const objects = resourcesFor('nova', { storage }, shared)
    assert.is(kinds(objects), 'PersistentVolumeClaim')
    assert.match(text(objects), /"volumeName":"theirs"/)
  },
  'a class that makes volumes: no volume, no name': () => {
    const storage = { block: {}, shared: { kind: 'class', class: 'files' } as const }
    const objects = resourcesFor('openshift', { storage }, shared)
    assert.is(kinds(objects), 'PersistentVolumeClaim')
    assert.not.match(text(objects), /volumeName/)
  },
})

describe('platforms: exposure', {
  'node ports': () => {
    const [found] = resourcesFor(
      'minikube',
      { exposure: { kind: 'nodePort', host: 'h' } },
      exposed('edge'),
    )
    assert.match(
      text(found),
      /"nodePort":30001.*"type":"NodePort"|"type":"NodePort".*"nodePort":30001/,
    )
  },
  'a Route with its host': () => {
    const exposure = { kind: 'route', domain: 'example.org' } as const
    const objects = resourcesFor('openshift', { exposure }, exposed('passthrough'))
    assert.is(kinds(objects), 'Service Route')
    assert.match(text(objects), /"host":"web.example.org"/)
    assert.match(
      text(objects),
      /"termination":"passthrough","insecureEdgeTerminationPolicy":"Redirect"/,
    )
    assert.match(text(objects), /"targetPort":"http"/)
  },
  'a Gateway: HTTPRoute, and trust for a pod that speaks TLS itself': () => {
    const exposure = { kind: 'gateway', gateway: 'infra/public', domain: 'example.org' } as const
    const plain = resourcesFor('nova', { exposure }, exposed('edge'))
    assert.is(kinds(plain), 'Service HTTPRoute')
    assert.match(text(plain), /"parentRefs":\[\{"name":"public","namespace":"infra"\}\]/)
    const blind = adapted('nova', { exposure }, exposed('passthrough')).desired
    assert.is(kinds(blind.resources), 'Service')
    assert.is(blind.notes?.length, 1)
    const caBundle = { configMap: 'ca', key: 'ca.crt' }
    const trusting = resourcesFor('nova', { exposure, caBundle }, exposed('passthrough'))
    assert.is(kinds(trusting), 'Service HTTPRoute BackendTLSPolicy')
  },
  'nothing where the cluster publishes nothing': () =>
    assert.equal(resourcesFor('nova', {}, exposed('edge')), [web]),
})

describe('platforms: images, secrets, proxies', {
  'the longest mirror wins, short names are those of Docker Hub': () => {
    const registry = {
      mirror: { 'docker.io': 'm.example.org/hub', 'docker.io/library': 'm.example.org/official' },
      pullSecrets: ['pull'],
    }
    const [found] = resourcesFor('nova', { registry }, { resources: WORKLOADS })
    assert.match(text(found), /"image":"m.example.org\/official\/busybox:1.37"/)
    assert.match(text(found), /"image":"ghcr.io\/a\/b:1"/)
    assert.match(text(found), /"imagePullSecrets":\[\{"name":"pull"\}\]/)
  },
  'ExternalSecrets for every key; a Secret of another application is left to it': () => {
    const secrets = {
      provider: 'externalSecrets',
      store: { kind: 'ClusterSecretStore', name: 'vault' },
    } as const
    const keys = [
      { key: 'a', purpose: 'x' },
      { key: 'b', purpose: 'y' },
    ]
    const desired: Desired = {
      resources: [],
      secrets: [
        { name: 's', keys },
        { name: 't', keys, madeBy: 'other' },
      ],
    }
    const objects = resourcesFor('nova', { secrets }, desired)
    assert.is(kinds(objects), 'ExternalSecret')
    assert.match(text(objects), /"remoteRef":\{"key":"test\/app\/s","property":"b"\}/)
  },
  'a preflight stays before the sync: what makes the Secrets syncs apart': () => {
    const secrets = {
      provider: 'externalSecrets',
      store: { kind: 'ClusterSecretStore', name: 'vault' },
    } as const
    const check: Resource = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'check', annotations: PREFLIGHT },
    }
    for (const differs of [{}, { secrets }]) {
      const [job] = resourcesFor('nova', differs, { resources: [check] })
      assert.equal(job?.metadata.annotations, PREFLIGHT)
    }
  },
  'certificates: an object, or one more Secret that must exist': () => {
    const certificates = [
      { secret: 'tls', commonName: 'web', dnsNames: ['web'], duration: '87600h' },
    ]
    const made = resourcesFor(
      'nova',
      { certificates: { provider: 'certManager', issuer: { kind: 'ClusterIssuer', name: 'i' } } },
      { resources: [], certificates },
    )
    assert.is(kinds(made), 'Certificate')
    const expected = adapted('nova', {}, { resources: [], certificates }).desired
    assert.equal(
      expected.secrets?.map((s) => [s.name, s.type]),
      [['tls', 'kubernetes.io/tls']],
    )
  },
  'proxy variables and authorities reach every container once': () => {
    const differs = {
      proxy: { http: 'http://p:1', no: '.svc' },
      caBundle: { configMap: 'ca', key: 'ca.crt' },
    }
    const [found] = resourcesFor('nova', differs, { resources: WORKLOADS })
    assert.is(text(found).match(/"name":"HTTP_PROXY"/g)?.length, 2)
    assert.not.match(text(found), /HTTPS_PROXY/)
    assert.is(text(found).match(/"name":"SSL_CERT_FILE"/g)?.length, 2)
    assert.is(text(found).match(/"configMap":\{"name":"ca"\}/g)?.length, 1)
  },
})

describe('platforms: who asked for what', {
  'a difference names its rule, whatever the position in a list': () => {
    const { why } = adapted('openshift', {}, { resources: WORKLOADS })
    const [line = ''] = why(
      '/Deployment/any-namespace/deployment',
      '/spec/template/spec/containers/7/securityContext',
    )
    assert.match(line, /^openshift\/arbitrary-uid: /)
    assert.equal(why('/Deployment/x/deployment', '/spec/replicas'), [])
    assert.equal(why('/Service/x/deployment', '/spec'), [])
  },
  'a rule that changes nothing hands back the same objects': () => {
    const { desired } = adapted('nova', {}, { resources: WORKLOADS })
    for (const [i, resource] of desired.resources.entries()) assert.is(resource, WORKLOADS[i])
  },
})

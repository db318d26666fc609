import { at } from '../../generator/core/pointer.ts'
import { assert, describe } from '../harness.ts'
import { rendered } from '../rendered.ts'

const ENVIRONMENTS = ['minikube', 'nova', 'openshift'] as const
type Environment = (typeof ENVIRONMENTS)[number]

const object = (environment: Environment, kind: string, name = 'azure-driver') =>
  rendered(environment, 'azure-driver').find(
    (r) => r.kind === kind && (r.metadata.name === name || r.metadata.name.startsWith(`${name}-`)),
  )
const pod = (environment: Environment, pointer = '') =>
  at(object(environment, 'Deployment'), `/spec/template/spec${pointer}`)
const driver = (environment: Environment, pointer: string) =>
  pod(environment, `/containers/0${pointer}`)
const env = (environment: Environment) =>
  object(environment, 'ConfigMap', 'azure-driver-env')?.data as Record<string, string>

describe('azure-driver: what must not be missed, rendered', {
  'labels of the log dashboard, logstash, INFO': () => {
    for (const environment of ENVIRONMENTS) {
      const labels = '/spec/template/metadata/labels'
      assert.is(at(object(environment, 'Deployment'), `${labels}/part-of`), 'lm')
      assert.equal(at(object(environment, 'Deployment'), '/spec/selector/matchLabels'), {
        app: 'azure-driver',
      })
      assert.is(env(environment).LOG_TYPE, 'logstash')
      assert.is(env(environment).LOG_LEVEL, 'INFO')
    }
  },

  'port 7275, published by NodePort 30258, not at all, by a passthrough Route': () => {
    for (const environment of ENVIRONMENTS) {
      const ports = at(object(environment, 'Service'), '/spec/ports') as Record<string, unknown>[]
      assert.is(ports.length, 1)
      assert.is(ports[0]?.port, 7275)
      assert.is(ports[0]?.protocol, 'TCP')
      assert.is(driver(environment, '/ports/0/containerPort'), 7275)
      assert.is(driver(environment, '/ports/0/name'), ports[0]?.targetPort)
    }
    assert.is(at(object('minikube', 'Service'), '/spec/type'), 'NodePort')
    assert.is(at(object('minikube', 'Service'), '/spec/ports/0/nodePort'), 30258)
    for (const environment of ['nova', 'openshift'] as const)
      assert.is(at(object(environment, 'Service'), '/spec/type'), 'ClusterIP')
    assert.equal(at(object('openshift', 'Route'), '/spec/tls'), {
      insecureEdgeTerminationPolicy: 'Redirect',
      termination: 'passthrough',
    })
    const edges = ['Route', 'HTTPRoute', 'TLSRoute', 'Ingress']
    for (const environment of ['minikube', 'nova'] as const)
      assert.not(rendered(environment, 'azure-driver').some((r) => edges.includes(r.kind)))
  },

  'probes over HTTPS with upstream numbers': () => {
    for (const environment of ENVIRONMENTS)
      for (const [probe, initial, period] of [
        ['livenessProbe', 90, 30],
        ['readinessProbe', 20, 10],
      ] as const) {
        assert.equal(driver(environment, `/${probe}/httpGet`), {
          path: '/management/health',
          port: 'http',
          scheme: 'HTTPS',
        })
        assert.is(driver(environment, `/${probe}/initialDelaySeconds`), initial)
        assert.is(driver(environment, `/${probe}/periodSeconds`), period)
        assert.is(driver(environment, `/${probe}/failureThreshold`), 3)
      }
  },

  'pods spread over nodes; nova shows nodeAffinity and a toleration': () => {
    const term = '/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0'
    for (const environment of ENVIRONMENTS) {
      assert.is(pod(environment, `${term}/weight`), 100)
      assert.is(pod(environment, `${term}/podAffinityTerm/topologyKey`), 'kubernetes.io/hostname')
    }
    const required = '/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution'
    assert.equal(pod('nova', `${required}/nodeSelectorTerms/0/matchExpressions/0/values`), ['True'])
    assert.is(pod('nova', '/tolerations/0/key'), 'ReservedForLm')
  },

  'property groups at the path that the driver reads, from the hashed ConfigMap': () => {
    for (const environment of ENVIRONMENTS) {
      const mounts = driver(environment, '/volumeMounts') as Record<string, unknown>[]
      const mount = mounts.find((m) => m.subPath === 'azuredriver_config.yml')
      assert.is(mount?.mountPath, '/var/azuredriver/azuredriver_config.yml')
      const volumes = pod(environment, '/volumes') as { name: string }[]
      const name = at(
        volumes.find((v) => v.name === mount?.name),
        '/configMap/name',
      )
      const config = rendered(environment, 'azure-driver').find(
        (r) => r.kind === 'ConfigMap' && r.metadata.name === name,
      )
      assert.match(
        String(at(config, '/data/azuredriver_config.yml')),
        /connection_address: ".*:9092"/,
      )
      assert.is(
        driver(environment, '/envFrom/0/configMapRef/name'),
        object(environment, 'ConfigMap', 'azure-driver-env')?.metadata.name,
      )
    }
  },

  '9 processes with 8 threads; the cpu of each environment': () => {
    for (const environment of ['nova', 'openshift'] as const) {
      assert.is(env(environment).NUM_PROCESSES, '9')
      assert.is(env(environment).NUM_THREADS, '8')
    }
    const cpus = ENVIRONMENTS.map((e) => driver(e, '/resources/limits/cpu'))
    assert.equal(cpus, ['500m', '4', '2'])
  },

  'a stable certificate in azure-driver-tls': () => {
    for (const environment of ENVIRONMENTS) {
      const volumes = pod(environment, '/volumes') as Record<string, unknown>[]
      assert.ok(volumes.some((v) => at(v, '/secret/secretName') === 'azure-driver-tls'))
      const mounts = driver(environment, '/volumeMounts') as Record<string, unknown>[]
      assert.ok(mounts.some((m) => m.mountPath === '/var/azuredriver/certs'))
    }
    for (const environment of ['nova', 'openshift'] as const) {
      const spec = object(environment, 'Certificate', 'azure-driver-tls')?.spec
      assert.is(at(spec, '/secretName'), 'azure-driver-tls')
      assert.is(at(spec, '/duration'), '87600h')
      const names = at(spec, '/dnsNames') as string[]
      assert.ok(names.includes('azure-driver'))
      assert.ok(names.includes('azure-driver.lm.svc'))
    }
  },

  'user 101 everywhere but on openshift, non-root everywhere': () => {
    for (const environment of ENVIRONMENTS) {
      const fixed = JSON.stringify(pod(environment)).match(/"(runAsUser|runAsGroup|fsGroup)":\d+/g)
      if (environment === 'openshift') assert.is(fixed, null)
      else assert.is(pod(environment, '/securityContext/runAsUser'), 101)
      assert.is(pod(environment, '/securityContext/runAsNonRoot'), true)
      assert.is(driver(environment, '/securityContext/allowPrivilegeEscalation'), false)
    }
  },

  'the autoscaler of openshift decides on replicas': () => {
    assert.is(at(object('openshift', 'Deployment'), '/spec/replicas'), undefined)
    assert.is(at(object('openshift', 'HorizontalPodAutoscaler'), '/spec/maxReplicas'), 10)
    assert.is(at(object('nova', 'Deployment'), '/spec/replicas'), 2)
  },
})

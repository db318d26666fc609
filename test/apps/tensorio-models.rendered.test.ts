import { at } from '../../generator/core/pointer.ts'
import type { Resource } from '../../generator/core/resource.ts'
import { assert, describe } from '../harness.ts'
import { rendered } from '../rendered.ts'

const ENVIRONMENTS = ['minikube', 'nova', 'openshift'] as const
const COMPONENTS = [
  { name: 'repository', rest: [7317, 8081], grpc: [7316, 8080] },
  { name: 'flea', rest: [7319, 8083], grpc: [7318, 8082] },
] as const

const models = (environment: string) => rendered(environment, 'tensorio-models')
function one(objects: readonly Resource[], kind: string, name: string): Resource {
  const found = objects.filter((r) => r.kind === kind && r.metadata.name === name)
  assert.is(found.length, 1, `${kind} ${name}`)
  return found[0] as Resource
}
const pod = (object: Resource, pointer: string) => at(object, `/spec/template/spec${pointer}`)
type Named = { readonly name: string; readonly [field: string]: unknown }
const named = (list: unknown, name: string) =>
  (list as readonly Named[] | undefined)?.find((item) => item.name === name)
const variable = (environment: string, component: string, name: string) =>
  named(
    pod(
      one(models(environment), 'Deployment', `tensorio-models-${component}`),
      '/containers/0/env',
    ),
    name,
  )

describe('tensorio-models, rendered', {
  'Services 7316 to 7319 lead to the named ports 8080 to 8083, everywhere': () => {
    for (const environment of ENVIRONMENTS)
      for (const component of COMPONENTS) {
        const name = `tensorio-models-${component.name}`
        const ports = at(one(models(environment), 'Service', name), '/spec/ports')
        const inPod = pod(one(models(environment), 'Deployment', name), '/containers/0/ports')
        for (const port of ['rest', 'grpc'] as const) {
          const [outer, inner] = component[port]
          assert.is(named(ports, port)?.port, outer)
          assert.is(named(ports, port)?.targetPort, port)
          assert.is(named(inPod, port)?.containerPort, inner)
        }
      }
  },

  'both probes ask for health on the port rest': () => {
    for (const environment of ENVIRONMENTS)
      for (const { name } of COMPONENTS)
        for (const probe of ['livenessProbe', 'readinessProbe'])
          assert.equal(
            pod(
              one(models(environment), 'Deployment', `tensorio-models-${name}`),
              `/containers/0/${probe}/httpGet`,
            ),
            { path: `/v1/${name}/healthz`, port: 'rest' },
          )
  },

  'minikube: memory with a mounted token file, node ports, nothing of Google': () => {
    for (const { name } of COMPONENTS) {
      assert.is(variable('minikube', name, 'BACKEND')?.value, 'memory')
      const path = String(variable('minikube', name, 'AUTH_TOKENS_FILE')?.value)
      const deployment = one(models('minikube'), 'Deployment', `tensorio-models-${name}`)
      const mount = named(pod(deployment, '/containers/0/volumeMounts'), 'auth-tokens')
      assert.is(path, `${String(mount?.mountPath)}/AuthTokens.txt`)
      const volume = named(pod(deployment, '/volumes'), 'auth-tokens')
      assert.is(at(volume, '/secret/secretName'), 'tensorio-models-auth-tokens')
    }
    assert.not.match(JSON.stringify(models('minikube')), /GOOGLE|PEM|GCS|sacred/)
    const service = one(models('minikube'), 'Service', 'tensorio-models-repository')
    assert.is(named(at(service, '/spec/ports'), 'rest')?.nodePort, 30317)
    assert.is(
      variable('minikube', 'flea', 'MODELS_URI')?.value,
      'http://localhost:30317/v1/repository',
    )
  },

  'nova and openshift: gcs, credentials mounted, upload URLs signed by key': () => {
    for (const environment of ['nova', 'openshift'] as const) {
      for (const { name } of COMPONENTS) {
        assert.is(variable(environment, name, 'BACKEND')?.value, 'gcs')
        assert.is(variable(environment, name, 'AUTH_TOKENS_FILE')?.value, 'AuthTokens.txt')
        const deployment = one(models(environment), 'Deployment', `tensorio-models-${name}`)
        assert.is(pod(deployment, '/containers/0/volumeMounts/0/mountPath'), '/etc/auth')
        assert.is(pod(deployment, '/volumes/0/secret/secretName'), 'tensorio-models')
        assert.is(pod(deployment, '/volumes/1'), undefined)
      }
      const key = (name: string) =>
        at(variable(environment, 'flea', name), '/valueFrom/secretKeyRef/key')
      assert.is(key('PRIVATE_PEM_KEY'), 'sacred.pem')
      assert.is(key('GOOGLE_ACCESS_ID'), 'googleAccessId')
    }
  },

  'flea hands out the host that is published': () => {
    const table = [
      ['nova', 'HTTPRoute', '/spec/hostnames/0'],
      ['openshift', 'Route', '/spec/host'],
    ] as const
    for (const [environment, kind, pointer] of table) {
      const host = at(one(models(environment), kind, 'tensorio-models-repository'), pointer)
      assert.is(
        variable(environment, 'flea', 'MODELS_URI')?.value,
        `https://${String(host)}/v1/repository`,
      )
    }
  },

  'every key that a pod reads is checked first, with a deadline': () => {
    const table = [
      ['minikube', 'tensorio-models-auth-tokens', ['AuthTokens.txt']],
      ['nova', 'tensorio-models', ['sacred.json', 'sacred.pem', 'googleAccessId']],
      ['openshift', 'tensorio-models', ['sacred.json', 'sacred.pem', 'googleAccessId']],
    ] as const
    for (const [environment, secret, keys] of table) {
      const job = one(models(environment), 'Job', `tensorio-models-check-secrets-${secret}`)
      assert.is(at(job, '/spec/activeDeadlineSeconds'), 60)
      assert.is(at(job, '/spec/backoffLimit'), 0)
      assert.is(pod(job, '/volumes/0/secret/optional'), true)
      const commands = (pod(job, '/containers') as readonly Named[]).map((c) => String(c.args))
      assert.is(commands.length, keys.length)
      for (const [i, key] of keys.entries())
        assert.ok(commands[i]?.startsWith(`test -s /etc/secret/${key} `), key)
    }
  },

  'openshift fixes no ids, and stays restricted': () => {
    const text = JSON.stringify([
      ...models('openshift'),
      ...rendered('openshift', 'flea-aggregator'),
    ])
    assert.not.match(text, /runAsUser|runAsGroup|fsGroup|seLinuxOptions/)
    for (const { name } of COMPONENTS) {
      const deployment = one(models('openshift'), 'Deployment', `tensorio-models-${name}`)
      assert.is(pod(deployment, '/securityContext/runAsNonRoot'), true)
      assert.is(pod(deployment, '/containers/0/securityContext/readOnlyRootFilesystem'), true)
    }
  },
})

describe('tensorio-aggregator, rendered', {
  'a run is a Job with a name of its own; its Secret is checked at its start': () => {
    const objects = rendered('nova', 'flea-aggregator')
    const job = one(objects, 'Job', 'flea-aggregator-aggregation-20261121-0905')
    assert.is(at(job, '/spec/ttlSecondsAfterFinished'), undefined)
    assert.is(pod(job, '/restartPolicy'), 'Never')
    assert.is(named(pod(job, '/containers/0/volumeMounts'), 'sacred')?.mountPath, '/etc/auth')
    assert.is(at(named(pod(job, '/volumes'), 'sacred'), '/secret/secretName'), 'flea-aggregator')
    assert.match(String(pod(job, '/initContainers/0/args/0')), /\/etc\/secret\/sacred\.json /)
    one(objects, 'Job', 'flea-aggregator-check-secrets-flea-aggregator')
  },

  'it talks to the repository that runs in its environment': () => {
    const job = one(
      rendered('nova', 'flea-aggregator'),
      'Job',
      'flea-aggregator-aggregation-20261121-0905',
    )
    const url = named(pod(job, '/containers/0/env'), 'REPOSITORY')?.value
    const service = one(models('nova'), 'Service', 'tensorio-models-repository')
    const { name, namespace } = service.metadata
    assert.is(url, `http://${name}.${namespace}.svc:7317/v1/repository`)
  },
})

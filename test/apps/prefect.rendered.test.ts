import { at } from '../../generator/core/pointer.ts'
import { assert, describe } from '../harness.ts'
import { rendered } from '../rendered.ts'
import { envOf, pick, podOf, podsOf } from './prefect.ts'

const INSTANCES = ['prefect-orion', 'prefect-agent', 'prefect-server', 'prefect-worker'] as const
const ENVIRONMENTS = ['minikube', 'nova', 'openshift'] as const
const deployment = (environment: string, name: string) =>
  pick(rendered(environment, name), `Deployment/${name}`)

describe('prefect as it reaches the clusters', {
  'both generations everywhere, each in a namespace of its own': () => {
    for (const environment of ENVIRONMENTS)
      for (const instance of INSTANCES) {
        const two = instance === 'prefect-orion' || instance === 'prefect-agent'
        const { metadata } = deployment(environment, instance)
        assert.is(metadata.namespace, two ? 'prefect-orion' : 'prefect', environment)
      }
  },

  'upstream names of Secrets and ports': () => {
    for (const environment of ENVIRONMENTS) {
      const port = (name: string) =>
        at(pick(rendered(environment, name), `Service/${name}`), '/spec/ports/0/name')
      assert.is(port('prefect-orion'), 'orion-svc-port')
      assert.is(port('prefect-server'), 'server-svc-port')
    }
    const url = 'PREFECT_ORION_DATABASE_CONNECTION_URL'
    assert.is(
      envOf(deployment('nova', 'prefect-orion'))[url],
      'prefect-orion-postgresql-connection/connection-string',
    )
    const external = pick(
      rendered('nova', 'prefect-orion'),
      'ExternalSecret/prefect-orion-postgresql-connection',
    )
    assert.is(at(external, '/spec/data/0/secretKey'), 'connection-string')
  },

  'Prefect and PostgreSQL read one key': () => {
    const resources = rendered('openshift', 'prefect-server')
    const database = envOf(pick(resources, 'StatefulSet/prefect-server-postgresql'))
    assert.is(database.POSTGRES_PASSWORD, 'prefect-server-postgresql-connection/password')
    const pods = ['Deployment/prefect-server', 'Deployment/prefect-server-background-services']
    for (const name of [...pods, 'Job/prefect-server-db-migrations']) {
      const env = envOf(pick(resources, name))
      assert.is(env.DB_PASSWORD, database.POSTGRES_PASSWORD, name)
      assert.match(
        env.PREFECT_SERVER_DATABASE_CONNECTION_URL ?? '',
        /:\$\(DB_PASSWORD\)@prefect-server-postgresql:5432\/server$/,
      )
      const order = Object.keys(env)
      const url = order.indexOf('PREFECT_SERVER_DATABASE_CONNECTION_URL')
      assert.ok(order.indexOf('DB_PASSWORD') < url, 'a variable is quoted after it is set')
    }
    assert.equal(
      rendered('nova', 'prefect-server').filter((r) => r.kind === 'StatefulSet'),
      [],
    )
  },

  'server and services meet at one broker, its password by reference': () => {
    const resources = rendered('openshift', 'prefect-server')
    for (const name of ['prefect-server', 'prefect-server-background-services']) {
      const env = envOf(pick(resources, `Deployment/${name}`))
      assert.is(env.PREFECT_MESSAGING_BROKER, 'prefect_redis.messaging', name)
      assert.is(env.PREFECT_REDIS_MESSAGING_HOST, 'redis.example.org', name)
      assert.is(env.PREFECT_REDIS_MESSAGING_PASSWORD, 'prefect-redis/redis-password', name)
      const order = Object.keys(env)
      assert.ok(
        order.indexOf('PREFECT_REDIS_MESSAGING_PASSWORD') <
          order.indexOf('PREFECT_SERVER_DOCKET_URL'),
        'a variable is quoted after it is set',
      )
    }
  },

  'the worker presents the password that the server asks for, and hands it on by reference': () => {
    const asked = envOf(deployment('openshift', 'prefect-server')).PREFECT_SERVER_API_AUTH_STRING
    const env = envOf(deployment('openshift', 'prefect-worker'))
    assert.is(env.PREFECT_API_AUTH_STRING, asked)
    const prefix = 'PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_AUTH_STRING_SECRET'
    assert.is(`${env[`${prefix}_NAME`]}/${env[`${prefix}_KEY`]}`, asked)
  },

  'every image says its registry': () => {
    for (const environment of ENVIRONMENTS)
      for (const instance of INSTANCES)
        for (const { of, containers } of podsOf(rendered(environment, instance)))
          for (const { image } of containers)
            assert.match(image, /^(docker\.io|registry\.example\.org)\//, `${environment} ${of}`)
  },

  'writable folders on a read-only root file system': () => {
    for (const environment of ENVIRONMENTS)
      for (const instance of INSTANCES) {
        const found = deployment(environment, instance)
        const mounts = podOf(found, '/containers/0/volumeMounts') as readonly object[]
        for (const [mountPath, subPathExpr] of [
          ['/home/prefect', 'home'],
          ['/tmp', 'tmp'],
        ])
          assert.ok(
            mounts.some(
              (m) => at(m, '/mountPath') === mountPath && at(m, '/subPathExpr') === subPathExpr,
            ),
            `${environment} ${instance} ${mountPath}`,
          )
        assert.is(podOf(found, '/containers/0/securityContext/readOnlyRootFilesystem'), true)
      }
  },

  'no ids in any pod on openshift; database, init container, services and migration included':
    () => {
      const pods = INSTANCES.flatMap((instance) => podsOf(rendered('openshift', instance)))
      assert.equal(pods.map((p) => p.of).sort(), [
        'Deployment/prefect-agent',
        'Deployment/prefect-orion',
        'Deployment/prefect-server',
        'Deployment/prefect-server-background-services',
        'Deployment/prefect-worker',
        'Job/prefect-server-db-migrations',
        'StatefulSet/prefect-orion-postgresql',
        'StatefulSet/prefect-server-postgresql',
      ])
      for (const { of, securityContext, containers } of pods) {
        const contexts = [securityContext, ...containers.map((c) => c.securityContext ?? {})]
        for (const context of contexts) {
          assert.is(at(context, '/runAsNonRoot'), true, of)
          for (const id of ['runAsUser', 'runAsGroup', 'fsGroup'])
            assert.not.ok(id in context, `${of} ${id}`)
        }
      }
      assert.is(podOf(deployment('minikube', 'prefect-orion'), '/securityContext/runAsUser'), 1001)
    },

  'extra permissions come on top of the rules of the base': () => {
    const rules = (environment: string) =>
      at(pick(rendered(environment, 'prefect-agent'), 'Role/prefect-agent'), '/rules') as object[]
    assert.equal(rules('nova').slice(0, -2), rules('openshift'))
    assert.equal(at(rules('nova'), '/3/resources'), ['poddisruptionbudgets'])
  },

  'every runner knows its cluster, or may ask': () => {
    for (const environment of ENVIRONMENTS)
      for (const name of ['prefect-agent', 'prefect-worker']) {
        const told = 'PREFECT_KUBERNETES_CLUSTER_UID' in envOf(deployment(environment, name))
        assert.is(told, environment !== 'minikube', `${environment} ${name}`)
      }
  },

  'browsers and runners find the API': () => {
    const ui = (environment: string) =>
      envOf(deployment(environment, 'prefect-server')).PREFECT_UI_API_URL
    assert.equal(ENVIRONMENTS.map(ui), [
      'http://localhost:30420/api',
      'https://prefect-server.nova.example.org/api',
      'https://prefect-server.apps.example.org/api',
    ])
    for (const environment of ENVIRONMENTS) {
      const url = (name: string) => envOf(deployment(environment, name)).PREFECT_API_URL
      assert.is(url('prefect-agent'), 'http://prefect-orion.prefect-orion.svc:4200/api')
      assert.is(url('prefect-worker'), 'http://prefect-server.prefect.svc:4200/api')
    }
  },

  'the job template is pulled through the mirror, with its credentials': () => {
    const config = rendered('nova', 'prefect-worker').find((r) => r.kind === 'ConfigMap')
    const template: unknown = JSON.parse(String(at(config, '/data/baseJobTemplate.json')))
    assert.match(
      String(at(template, '/variables/properties/image/default')),
      /^registry\.example\.org\/hub\/prefecthq\/prefect:/,
    )
    const spec = '/job_configuration/job_manifest/spec/template/spec'
    assert.equal(at(template, `${spec}/imagePullSecrets`), [{ name: 'registry-pull' }])
    const volumes = podOf(deployment('nova', 'prefect-worker'), '/volumes') as readonly object[]
    assert.ok(volumes.some((v) => at(v, '/configMap/name') === config?.metadata.name))
  },
})

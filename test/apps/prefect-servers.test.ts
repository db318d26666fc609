import { prefectOrion } from '../../generator/apps/prefect/prefect-orion.ts'
import { prefectServer } from '../../generator/apps/prefect/prefect-server.ts'
import { at } from '../../generator/core/pointer.ts'
import { assert, describe } from '../harness.ts'
import { cluster, site } from '../site.ts'
import { envOf, namesOf, pick, podOf, wanted } from './prefect.ts'
import { valuesOf } from './values.ts'

const orionAt = site('prefect-orion')
const serverAt = site('prefect-server', { namespace: 'prefect' })
const server = (given: unknown = {}, place = serverAt) => wanted(prefectServer, given, place)
const args = (resources: ReturnType<typeof server>['resources'], name: string) =>
  (podOf(pick(resources, name), '/containers/0/args') as readonly string[]).join(' ')

describe('prefect-orion: what is wanted', {
  'server, database, and one Secret with one key that both read': () => {
    const { resources, secrets, exposures } = wanted(prefectOrion, {}, orionAt)
    assert.equal(namesOf(resources), [
      'Service/prefect-orion-postgresql',
      'Service/prefect-orion-postgresql-hl',
      'StatefulSet/prefect-orion-postgresql',
      'ServiceAccount/prefect-orion',
      'Deployment/prefect-orion',
      'Service/prefect-orion',
    ])
    assert.equal(
      secrets?.map((s) => [s.name, s.keys.map((k) => k.key)]),
      [['prefect-orion-postgresql-connection', ['password']]],
    )
    const password = 'prefect-orion-postgresql-connection/password'
    const database = envOf(pick(resources, 'StatefulSet/prefect-orion-postgresql'))
    assert.is(database.POSTGRES_PASSWORD, password)
    assert.is(database.POSTGRES_DB, 'orion')
    assert.equal(envOf(pick(resources, 'Deployment/prefect-orion')), {
      PREFECT_ORION_UI_API_URL: 'http://localhost:4200/api',
      HOME: '/home/prefect',
      PREFECT_DEBUG_MODE: 'false',
      DB_PASSWORD: password,
      PREFECT_ORION_DATABASE_CONNECTION_URL:
        'postgresql+asyncpg://prefect:$(DB_PASSWORD)@prefect-orion-postgresql:5432/orion',
    })
    assert.is(
      args(resources, 'Deployment/prefect-orion'),
      'prefect orion start --host 0.0.0.0 --log-level WARNING --port 4200',
    )
    assert.is(at(pick(resources, 'Service/prefect-orion'), '/spec/ports/0/name'), 'orion-svc-port')
    assert.is(exposures?.[0]?.port, 'orion-svc-port')
  },

  'Prefect 2.13 and later speak of a server': () => {
    const { resources } = wanted(prefectOrion, { image: { tag: '2.20.16-python3.11' } }, orionAt)
    const env = envOf(pick(resources, 'Deployment/prefect-orion'))
    assert.match(args(resources, 'Deployment/prefect-orion'), /^prefect server start /)
    assert.ok('PREFECT_API_DATABASE_CONNECTION_URL' in env)
    assert.not.ok('PREFECT_ORION_DATABASE_CONNECTION_URL' in env)
  },

  'several pods get a note': () => {
    assert.is(wanted(prefectOrion, {}, orionAt).notes?.length, 0)
    const { notes } = wanted(prefectOrion, { replicas: 2 }, orionAt)
    assert.equal(
      notes?.map((n) => n.pointer),
      ['/replicas'],
    )
  },
})

describe('prefect-server: what is wanted', {
  'alone it migrates when it starts and runs its services itself': () => {
    const { resources } = server()
    assert.equal(namesOf(resources), [
      'Service/prefect-server-postgresql',
      'Service/prefect-server-postgresql-hl',
      'StatefulSet/prefect-server-postgresql',
      'ServiceAccount/prefect-server',
      'Deployment/prefect-server',
      'Service/prefect-server',
    ])
    const deployment = pick(resources, 'Deployment/prefect-server')
    assert.is(args(resources, 'Deployment/prefect-server'), 'prefect server start --port 4200')
    assert.equal(envOf(deployment), {
      PREFECT_UI_API_URL: 'http://localhost:4200/api',
      HOME: '/home/prefect',
      PREFECT_DEBUG_MODE: 'false',
      PREFECT_LOGGING_SERVER_LEVEL: 'WARNING',
      PREFECT_SERVER_API_BASE_PATH: '/api',
      PREFECT_SERVER_API_HOST: '0.0.0.0',
      PREFECT_SERVER_API_PORT: '4200',
      PREFECT_UI_STATIC_DIRECTORY: '/ui_build',
      DB_PASSWORD: 'prefect-server-postgresql-connection/password',
      PREFECT_SERVER_DATABASE_CONNECTION_URL:
        'postgresql+asyncpg://prefect:$(DB_PASSWORD)@prefect-server-postgresql:5432/server',
    })
    assert.equal(
      (podOf(deployment, '/containers/0/volumeMounts') as { subPathExpr: string }[]).map(
        (m) => m.subPathExpr,
      ),
      ['home', 'tmp', 'ui-build'],
    )
    assert.is(podOf(deployment, '/containers/0/readinessProbe/httpGet/path'), '/api/ready')
    assert.is(podOf(deployment, '/enableServiceLinks'), false)
    assert.is(
      at(pick(resources, 'Service/prefect-server'), '/spec/ports/0/name'),
      'server-svc-port',
    )
  },

  'services apart: the server leaves them, a Job migrates before both': () => {
    const { resources } = server({ backgroundServices: { separate: true } })
    assert.is(
      args(resources, 'Deployment/prefect-server'),
      'prefect server start --no-services --port 4200',
    )
    assert.is(
      args(resources, 'Deployment/prefect-server-background-services'),
      'prefect server services start',
    )
    const migration = pick(resources, 'Job/prefect-server-db-migrations')
    assert.is(
      args(resources, 'Job/prefect-server-db-migrations'),
      'prefect server database upgrade -y',
    )
    assert.is(podOf(migration, '/initContainers/0/name'), 'wait-for-postgresql')
    assert.is(at(migration, '/spec/activeDeadlineSeconds'), 600)
    assert.is(at(migration, '/spec/ttlSecondsAfterFinished'), undefined)
    const notes = (r: string) => pick(resources, r).metadata.annotations ?? {}
    assert.is(notes('Job/prefect-server-db-migrations')['argocd.argoproj.io/hook'], 'Sync')
    assert.is(notes('StatefulSet/prefect-server-postgresql')['argocd.argoproj.io/sync-wave'], '-1')
    for (const name of ['prefect-server', 'prefect-server-background-services'])
      assert.is(
        envOf(pick(resources, `Deployment/${name}`)).PREFECT_SERVER_DATABASE_MIGRATE_ON_START,
        'false',
      )
  },

  'an external database: by its parts, or by the URL in the Secret; nothing of ours is left':
    () => {
      const parts = server({
        database: { external: { host: 'db.example.org', parameters: { ssl: 'require' } } },
        migration: { job: true },
      })
      assert.equal(namesOf(parts.resources), [
        'Job/prefect-server-db-migrations',
        'ServiceAccount/prefect-server',
        'Deployment/prefect-server',
        'Service/prefect-server',
      ])
      assert.is(
        podOf(pick(parts.resources, 'Job/prefect-server-db-migrations'), '/initContainers'),
        undefined,
      )
      assert.is(
        envOf(pick(parts.resources, 'Deployment/prefect-server'))
          .PREFECT_SERVER_DATABASE_CONNECTION_URL,
        'postgresql+asyncpg://prefect:$(DB_PASSWORD)@db.example.org:5432/server?ssl=require',
      )
      const whole = server({ database: { external: { connectionStringKey: 'connection-string' } } })
      const env = envOf(pick(whole.resources, 'Deployment/prefect-server'))
      assert.is(
        env.PREFECT_SERVER_DATABASE_CONNECTION_URL,
        'prefect-server-postgresql-connection/connection-string',
      )
      assert.not.ok('DB_PASSWORD' in env)
      assert.equal(
        whole.secrets?.[0]?.keys.map((k) => k.key),
        ['connection-string'],
      )
    },

  'an autoscaler takes replicas out of the Deployment': () => {
    const replicas = (given: unknown) =>
      at(pick(server(given).resources, 'Deployment/prefect-server'), '/spec/replicas')
    const autoscaling = { min: 2, max: 4 }
    assert.is(replicas({ replicas: 3 }), 3)
    assert.is(replicas({ autoscaling }), undefined)
    const { resources, notes } = server({ autoscaling })
    const hpa = pick(resources, 'HorizontalPodAutoscaler/prefect-server')
    assert.is(at(hpa, '/spec/minReplicas'), 2)
    assert.is(at(hpa, '/spec/scaleTargetRef/name'), 'prefect-server')
    assert.equal(
      notes?.map((n) => n.pointer),
      ['/autoscaling/max'], // services in each pod
    )
    assert.equal(server({ autoscaling, backgroundServices: { separate: true } }).notes, [])
  },

  'a broker for server and services, its password by reference; the migration needs none': () => {
    const separate = { backgroundServices: { separate: true } }
    const redis = { host: 'redis.example.org', port: 6380, database: 2 }
    const guarded = server({
      ...separate,
      broker: { redis: { ...redis, tls: true, password: {} } },
    })
    const env = (desired: typeof guarded, name: string) => envOf(pick(desired.resources, name))
    for (const name of ['prefect-server', 'prefect-server-background-services']) {
      const found = env(guarded, `Deployment/${name}`)
      assert.equal(
        Object.fromEntries(
          Object.entries(found).filter(([key]) => /REDIS|MESSAGING|DOCKET|LEASE|ORDER/.test(key)),
        ),
        {
          PREFECT_REDIS_MESSAGING_PASSWORD: 'prefect-redis/redis-password',
          PREFECT_MESSAGING_BROKER: 'prefect_redis.messaging',
          PREFECT_MESSAGING_CACHE: 'prefect_redis.messaging',
          PREFECT_REDIS_MESSAGING_DB: '2',
          PREFECT_REDIS_MESSAGING_HOST: 'redis.example.org',
          PREFECT_REDIS_MESSAGING_PORT: '6380',
          PREFECT_REDIS_MESSAGING_SSL: 'true',
          PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE: 'prefect_redis.lease_storage',
          PREFECT_SERVER_DOCKET_URL:
            'rediss://default:$(PREFECT_REDIS_MESSAGING_PASSWORD)@redis.example.org:6380/2',
          PREFECT_SERVER_EVENTS_CAUSAL_ORDERING: 'prefect_redis.ordering',
        },
      )
      const open = env(server({ ...separate, broker: { redis } }), `Deployment/${name}`)
      assert.not.ok('PREFECT_REDIS_MESSAGING_PASSWORD' in open)
      assert.is(open.PREFECT_SERVER_DOCKET_URL, 'redis://redis.example.org:6380/2')
    }
    const migration = JSON.stringify(pick(guarded.resources, 'Job/prefect-server-db-migrations'))
    assert.not.match(migration, /REDIS/)
    assert.ok(guarded.secrets?.some((s) => s.name === 'prefect-redis'))
  },

  'the UI calls the URL that people use': () => {
    const nodePorts = cluster({ exposure: { kind: 'nodePort', host: 'localhost' } })
    const published = site('prefect-server', { hostOf: (name) => `${name}.example.org` })
    const onNode = site('prefect-server', { cluster: nodePorts })
    const url = (given: unknown, place: typeof serverAt) =>
      envOf(pick(server(given, place).resources, 'Deployment/prefect-server')).PREFECT_UI_API_URL
    assert.is(url({}, published), 'https://prefect-server.example.org/api')
    assert.is(url({ expose: false }, published), 'http://localhost:4200/api')
    assert.is(url({ nodePort: 30420 }, onNode), 'http://localhost:30420/api')
    assert.is(
      url({ uiApiUrl: 'https://ui.example.org/api' }, published),
      'https://ui.example.org/api',
    )
    assert.equal(
      server({}, onNode).notes?.map((n) => n.pointer),
      ['/nodePort'],
    )
    assert.is(prefectServer.url?.({}, serverAt), 'http://prefect-server.prefect.svc:4200/api')
  },

  'basic authentication by reference': () => {
    const { resources, secrets } = server({ basicAuth: {} })
    assert.is(
      envOf(pick(resources, 'Deployment/prefect-server')).PREFECT_SERVER_API_AUTH_STRING,
      'prefect-basic-auth/auth-string',
    )
    assert.ok(secrets?.some((s) => s.name === 'prefect-basic-auth'))
    const offers = (given: object) => prefectServer.offers?.(valuesOf(prefectServer.values, given))
    assert.equal(
      [offers({}), offers({ basicAuth: {} })],
      [{ basicAuth: false }, { basicAuth: true }],
    )
  },
})

describe('PostgreSQL of our own', {
  'keeps its claim, whatever happens to the StatefulSet': () => {
    const set = pick(server().resources, 'StatefulSet/prefect-server-postgresql')
    assert.equal(at(set, '/spec/persistentVolumeClaimRetentionPolicy'), {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    })
    assert.is(at(set, '/spec/volumeClaimTemplates/0/spec/resources/requests/storage'), '8Gi')
    assert.is(at(set, '/spec/serviceName'), 'prefect-server-postgresql-hl')
  },

  'without persistence the data is an emptyDir': () => {
    const database = { postgresql: { persistence: { enabled: false } } }
    const set = pick(server({ database }).resources, 'StatefulSet/prefect-server-postgresql')
    assert.is(at(set, '/spec/volumeClaimTemplates'), undefined)
    assert.equal(podOf(set, '/volumes/0'), { name: 'data', emptyDir: {} })
  },
})

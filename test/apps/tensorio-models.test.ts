import { tensorioModels } from '../../generator/apps/tensorio-models/tensorio-models.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Desired, Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { cluster, site } from '../site.ts'
import { complete, gcs, here, pod, wanted } from './tensorio-models-wanted.ts'

const ids = ({ resources }: Desired) => resources.map((r) => `${r.kind}/${r.metadata.name}`)
type Env = { readonly name: string; readonly value?: string; readonly valueFrom?: object }
const env = (desired: Desired, component: string) =>
  Object.fromEntries(
    (pod(desired, `tensorio-models-${component}`, '/containers/0/env') as readonly Env[]).map(
      ({ name, value, valueFrom }) => [name, value ?? valueFrom],
    ),
  )

describe('tensorio-models: what is wanted', {
  'ports, names and probes are upstream’s': () => {
    const desired = wanted()
    assert.equal(ids(desired), [
      'Job/tensorio-models-check-secrets-tensorio-models-auth-tokens',
      'Deployment/tensorio-models-repository',
      'Service/tensorio-models-repository',
      'Deployment/tensorio-models-flea',
      'Service/tensorio-models-flea',
    ])
    const table = [
      ['repository', 7316, 8080, 7317, 8081],
      ['flea', 7318, 8082, 7319, 8083],
    ] as const
    for (const [component, grpc, grpcPod, rest, restPod] of table) {
      const name = `tensorio-models-${component}`
      const service = desired.resources.find(
        (r) => r.kind === 'Service' && r.metadata.name === name,
      )
      const ports = at(service, '/spec/ports') as readonly Record<string, unknown>[]
      assert.equal(
        ports.map((p) => [p.name, p.port, p.targetPort, p.protocol]),
        [
          ['grpc', grpc, 'grpc', 'TCP'],
          ['rest', rest, 'rest', 'TCP'],
        ],
      )
      assert.equal(pod(desired, name, '/containers/0/ports'), [
        { name: 'grpc', containerPort: grpcPod, protocol: 'TCP' },
        { name: 'rest', containerPort: restPod, protocol: 'TCP' },
      ])
      for (const probe of ['livenessProbe', 'readinessProbe'])
        assert.equal(pod(desired, name, `/containers/0/${probe}/httpGet`), {
          path: `/v1/${component}/healthz`,
          port: 'rest',
        })
      assert.equal(pod(desired, name, '/containers/0/args'), ['-backend', '$(BACKEND)'])
      assert.is(pod(desired, name, '/automountServiceAccountToken'), false)
    }
  },

  'memory: a token file from a Secret, and nothing of Google': () => {
    const desired = wanted()
    assert.equal(env(desired, 'repository'), {
      BACKEND: 'memory',
      AUTH_TOKENS_FILE: '/etc/auth-tokens/AuthTokens.txt',
    })
    assert.equal(pod(desired, 'tensorio-models-flea', '/volumes'), [
      {
        name: 'auth-tokens',
        secret: {
          secretName: 'tensorio-models-auth-tokens',
          items: [{ key: 'AuthTokens.txt', path: 'AuthTokens.txt' }],
        },
      },
    ])
    assert.is(
      pod(desired, 'tensorio-models-flea', '/containers/0/volumeMounts/0/mountPath'),
      '/etc/auth-tokens',
    )
    assert.not.match(JSON.stringify(desired), /GOOGLE|PEM|GCS|sacred/)
  },

  'gcs: buckets, credentials and the keys that flea signs with': () => {
    const desired = wanted(gcs)
    assert.equal(env(desired, 'repository'), {
      BACKEND: 'gcs',
      AUTH_TOKENS_FILE: 'AuthTokens.txt',
      GOOGLE_APPLICATION_CREDENTIALS: '/etc/auth/sacred.json',
      REPOSITORY_GCS_BUCKET: 'repo-1',
    })
    assert.equal(env(desired, 'flea'), {
      BACKEND: 'gcs',
      AUTH_TOKENS_FILE: 'AuthTokens.txt',
      MODELS_URI: 'http://tensorio-models-repository.models.svc:7317/v1/repository',
      GOOGLE_APPLICATION_CREDENTIALS: '/etc/auth/sacred.json',
      FLEA_GCS_BUCKET: 'flea-1',
      FLEA_UPLOAD_GCS_BUCKET: 'upload-1',
      PRIVATE_PEM_KEY: { secretKeyRef: { name: 'tensorio-models', key: 'sacred.pem' } },
      GOOGLE_ACCESS_ID: { secretKeyRef: { name: 'tensorio-models', key: 'googleAccessId' } },
    })
    assert.equal(
      desired.secrets?.map((s) => [s.name, s.keys.map((k) => k.key)]),
      [['tensorio-models', ['sacred.json', 'sacred.pem', 'googleAccessId']]],
    )
    const alone = wanted({ ...gcs, flea: { enabled: false } })
    assert.equal(
      alone.secrets?.[0]?.keys.map((k) => k.key),
      ['sacred.json'],
    )
    assert.not.match(JSON.stringify(alone.resources), /flea/)
    const base = wanted({ backend: 'gcs' })
    assert.not.match(JSON.stringify(base.resources), /GCS_BUCKET|""/)
  },

  'flea hands out an address that clients reach, or says that it cannot': () => {
    const published = { ...here, hostOf: (name: string) => `${name}.example.org` }
    const laptop = site('tensorio-models', {
      namespace: 'models',
      cluster: cluster({ exposure: { kind: 'nodePort', host: 'localhost' } }),
    })
    const nodePorts = { repository: { nodePorts: { rest: 30317 } } }
    const inside = 'http://tensorio-models-repository.models.svc:7317/v1/repository'
    const table: readonly (readonly [object, Site, string, number])[] = [
      [{}, published, 'https://tensorio-models-repository.example.org/v1/repository', 0],
      [nodePorts, laptop, 'http://localhost:30317/v1/repository', 0],
      [{}, laptop, inside, 1],
      [{ publish: { rest: false } }, published, inside, 1],
      [
        { modelsUri: 'https://m.example.org/v1/repository' },
        here,
        'https://m.example.org/v1/repository',
        0,
      ],
      [{}, { ...here, environment: null }, inside, 0],
    ]
    for (const [given, where, uri, notes] of table) {
      const desired = wanted(given, where)
      assert.is(env(desired, 'flea').MODELS_URI, uri)
      assert.is(desired.notes?.length, notes, uri)
    }
  },

  'published: REST by default, gRPC on request, with wished node ports': () => {
    const of = (given: object) => wanted(given).exposures
    assert.equal(of({ repository: { nodePorts: { rest: 30317 } } }), [
      {
        name: 'tensorio-models-repository',
        service: 'tensorio-models-repository',
        port: 'rest',
        tls: 'edge',
        nodePort: 30317,
      },
      {
        name: 'tensorio-models-flea',
        service: 'tensorio-models-flea',
        port: 'rest',
        tls: 'edge',
      },
    ])
    assert.equal(
      of({ publish: { rest: false, grpc: true } })?.map((e) => [e.name, e.port]),
      [
        ['tensorio-models-repository-grpc', 'grpc'],
        ['tensorio-models-flea-grpc', 'grpc'],
      ],
    )
  },

  'the URL for others: the repository, or flea alone': () => {
    const url = (given: object) => tensorioModels.url?.(complete(given), here)
    assert.is(url({}), 'http://tensorio-models-repository.models.svc:7317')
    assert.is(
      url({ repository: { enabled: false }, modelsUri: 'http://x/v1/repository' }),
      'http://tensorio-models-flea.models.svc:7319',
    )
  },
})

import type { Resource } from '../../generator/core/resource.ts'
import type { SecretContract } from '../../generator/fleet/types.ts'
import { type OverlayPlan, readersOf, unknownSecrets } from '../../generator/layout/index.ts'
import { assert, describe } from '../harness.ts'

const deployment = (pod: object): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'web' },
  spec: { template: { spec: { containers: [], ...pod } } },
})
const container = (fields: object) => deployment({ containers: [{ name: 'web', ...fields }] })
const env = (source: object) =>
  container({ env: [{ name: 'A', valueFrom: { secretKeyRef: source } }] })
const object = (apiVersion: string, kind: string, fields: object): Resource => ({
  apiVersion,
  kind,
  metadata: { name: 'db' },
  ...fields,
})

const CONTRACT: readonly SecretContract[] = [
  { name: 'db', keys: [{ key: 'password', purpose: 'of the user' }] },
]

/** The parts of an overlay that the contract is about. */
const overlay = (
  resources: readonly Resource[],
  secrets: readonly SecretContract[] = [],
  handWritten = false,
): OverlayPlan =>
  ({
    instance: 'web',
    environment: 'prod',
    base: { handWritten },
    parts: [{ side: { resources, configs: [] } }],
    secrets,
  }) as unknown as OverlayPlan

const READS: readonly (readonly [pointer: string, resource: Resource])[] = [
  [
    '/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef',
    env({ name: 'db', key: 'password' }),
  ],
  [
    '/spec/template/spec/containers/0/envFrom/0/secretRef',
    container({ envFrom: [{ secretRef: { name: 'db' } }] }),
  ],
  [
    '/spec/template/spec/initContainers/0/envFrom/0/secretRef',
    deployment({ initContainers: [{ envFrom: [{ secretRef: { name: 'db' } }] }] }),
  ],
  [
    '/spec/template/spec/volumes/0/secret',
    deployment({ volumes: [{ secret: { secretName: 'db' } }] }),
  ],
  [
    '/spec/template/spec/volumes/0/secret/items/0',
    deployment({ volumes: [{ secret: { secretName: 'db', items: [{ key: 'password' }] } }] }),
  ],
  [
    '/spec/template/spec/volumes/0/projected/sources/1/secret',
    deployment({
      volumes: [{ projected: { sources: [{ configMap: {} }, { secret: { name: 'db' } }] } }],
    }),
  ],
  ['/spec/template/spec/imagePullSecrets/0', deployment({ imagePullSecrets: [{ name: 'db' }] })],
  [
    '/spec/containers/0/envFrom/0/secretRef',
    {
      ...object('v1', 'Pod', {}),
      spec: { containers: [{ envFrom: [{ secretRef: { name: 'db' } }] }] },
    },
  ],
  [
    '/spec/jobTemplate/spec/template/spec/imagePullSecrets/0',
    {
      ...object('batch/v1', 'CronJob', {}),
      spec: {
        jobTemplate: {
          spec: { template: { spec: { containers: [], imagePullSecrets: [{ name: 'db' }] } } },
        },
      },
    },
  ],
]

const MAKERS: readonly (readonly [name: string, key: string, maker: Resource])[] = [
  ['a Secret', 'a', object('v1', 'Secret', { data: { a: '' } })],
  ['a Secret in plain words', 'a', object('v1', 'Secret', { stringData: { a: '' } })],
  ['a token', 'token', object('v1', 'Secret', { type: 'kubernetes.io/service-account-token' })],
  [
    'a SealedSecret',
    'a',
    object('bitnami.com/v1alpha1', 'SealedSecret', { spec: { encryptedData: { a: '' } } }),
  ],
  [
    'a Certificate',
    'tls.key',
    object('cert-manager.io/v1', 'Certificate', { spec: { secretName: 'db' } }),
  ],
  [
    'an ExternalSecret',
    'a',
    object('external-secrets.io/v1', 'ExternalSecret', { spec: { data: [{ secretKey: 'a' }] } }),
  ],
  [
    'an ExternalSecret of all keys',
    'any',
    object('external-secrets.io/v1', 'ExternalSecret', { spec: { dataFrom: [{}] } }),
  ],
  [
    'a Service of OpenShift',
    'tls.crt',
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 's',
        annotations: { 'service.beta.openshift.io/serving-cert-secret-name': 'db' },
      },
    },
  ],
]

const nobody = (): readonly Resource[] => []

describe('the contract of Secrets', {
  'every way to read a Secret is seen, and said with its place': () => {
    for (const [pointer, resource] of READS) {
      const [problem, ...more] = unknownSecrets(overlay([resource]), nobody)
      assert.match(problem?.message ?? '', 'reads Secret db, which nothing promises')
      assert.match(problem?.message ?? '', `(at ${pointer})`)
      assert.is(more.length, 0, pointer)
      assert.equal(unknownSecrets(overlay([resource], CONTRACT), nobody), [], pointer)
    }
  },
  'a key that is not promised is named': () => {
    const wrong = unknownSecrets(overlay([env({ name: 'db', key: 'pasword' })], CONTRACT), nobody)
    assert.is(
      wrong[0]?.message,
      'web in prod: Deployment/web/web reads key "pasword" of Secret db, which has no such key; did you mean "password"? (at /spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef)',
    )
    assert.match(wrong[0]?.hint ?? '', /overlays\/prod\/web\/custom\//)
  },
  'what makes a Secret is a promise, in the application and in custom/': () => {
    for (const [name, key, maker] of MAKERS) {
      const reader = env({ name: 'db', key })
      assert.is(unknownSecrets(overlay([reader]), nobody).length, 1, name)
      assert.equal(unknownSecrets(overlay([reader, maker]), nobody), [], name)
      assert.equal(
        unknownSecrets(overlay([reader]), () => [maker]),
        [],
        name,
      )
      if (key !== 'any' && key !== 'token')
        assert.is(
          unknownSecrets(overlay([env({ name: 'db', key: 'b' }), maker]), nobody).length,
          1,
          name,
        )
    }
  },
  'manifests of people declare theirs, optional ones need not': () => {
    const own = overlay([env({ name: 'db', key: 'a' })], [], true)
    assert.match(
      unknownSecrets(own, nobody)[0]?.hint ?? '',
      'values: { secrets: {"db":{"a":"what for"}} }',
    )
    const optional = [env({ name: 'db', key: 'a', optional: true })]
    assert.equal(unknownSecrets(overlay(optional, [], true), nobody), [])
    assert.is(unknownSecrets(overlay(optional), nobody).length, 1)
  },
  'who reads a key': () => {
    const all = READS.map(([, resource]) => resource)
    assert.equal(readersOf(overlay(all), 'db', 'password'), [
      'CronJob/db',
      'Deployment/web',
      'Pod/db',
    ])
    assert.equal(readersOf(overlay([env({ name: 'db', key: 'a' })]), 'db', 'b'), [])
  },
})

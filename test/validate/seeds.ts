import type { Resource } from '../../generator/core/resource.ts'

/** An object with one mistake in it. `schema`: any validator that reads `schemas/` must refuse it. */
export type Seed = readonly [what: string, by: 'schema' | 'format' | 'rule', resource: Resource]

const object = (apiVersion: string, kind: string, rest: object): Resource => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'web' },
  ...rest,
})

type Parts = { readonly spec?: object; readonly pod?: object; readonly container?: object }

function deployment({ spec, pod, container }: Parts, metadata: object = {}): Resource {
  const containers = [{ name: 'web', image: 'r/web:1', ...container }]
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers, ...pod } }
  const whole = { selector: { matchLabels: { app: 'a' } }, template, ...spec }
  return {
    ...object('apps/v1', 'Deployment', { spec: whole }),
    metadata: { name: 'a', namespace: 'web', ...metadata },
  }
}

const service = (port: object, spec: object = {}): Resource =>
  object('v1', 'Service', { spec: { ports: [{ port: 80, ...port }], ...spec } })

const claim = (mode: string): Resource =>
  object('v1', 'PersistentVolumeClaim', {
    spec: { accessModes: [mode], resources: { requests: { storage: '1Gi' } } },
  })

const ingress = (pathType: string): Resource =>
  object('networking.k8s.io/v1', 'Ingress', {
    spec: {
      rules: [
        {
          http: {
            paths: [
              { path: '/', pathType, backend: { service: { name: 'a', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  })

const cron = (concurrencyPolicy: string): Resource =>
  object('batch/v1', 'CronJob', {
    spec: {
      schedule: '0 * * * *',
      concurrencyPolicy,
      jobTemplate: {
        spec: {
          template: {
            spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'r/a:1' }] },
          },
        },
      },
    },
  })

const env = (value: unknown): Resource => deployment({ container: { env: [{ name: 'A', value }] } })

const limit = (memory: unknown): Resource =>
  deployment({ container: { resources: { limits: { memory } } } })

/** Mistakes that people make, each in an object that is right otherwise. */
export const seeds: readonly Seed[] = [
  ['unknown field', 'schema', deployment({ container: { imagePullPolice: 'Always' } })],
  ['number as a string', 'schema', deployment({ spec: { replicas: '2' } })],
  ['no selector', 'schema', deployment({ spec: { selector: undefined } })],
  ['null selector', 'schema', deployment({ spec: { selector: null } })],
  ['targetPort a list', 'schema', service({ targetPort: [80] })],
  ['half a replica', 'schema', deployment({ spec: { replicas: 1.5 } })],
  ['boolean in env', 'schema', env(true)],
  ['number in env', 'schema', env(1)],
  ['boolean in an annotation', 'schema', deployment({}, { annotations: { a: true } })],
  ['unknown apiVersion', 'schema', { ...deployment({}), apiVersion: 'apps/v1beta7' }],
  ['strategy', 'schema', deployment({ spec: { strategy: { type: 'Rolling' } } })],
  ['pull policy', 'schema', deployment({ container: { imagePullPolicy: 'always' } })],
  ['protocol', 'schema', service({ protocol: 'tcp' })],
  ['service type', 'schema', service({}, { type: 'Loadbalancer' })],
  ['restart policy', 'schema', deployment({ pod: { restartPolicy: 'Sometimes' } })],
  ['access mode', 'schema', claim('RWO')],
  ['path type', 'schema', ingress('prefix')],
  [
    'policy type',
    'schema',
    object('networking.k8s.io/v1', 'NetworkPolicy', {
      spec: { podSelector: {}, policyTypes: ['ingress'] },
    }),
  ],
  ['concurrency policy', 'schema', cron('forbid')],
  ['quantity MB', 'schema', limit('128MB')],
  ['quantity with a space', 'schema', limit('1 Gi')],
  [
    'Flux source kind',
    'schema',
    object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      spec: { interval: '1m', prune: true, sourceRef: { kind: 'Git', name: 'a' } },
    }),
  ],
  [
    'Argo CD unknown field',
    'schema',
    object('argoproj.io/v1alpha1', 'Application', {
      spec: { project: 'a', destination: {}, sorce: {} },
    }),
  ],
  [
    'custom metadata',
    'schema',
    {
      ...object('bitnami.com/v1alpha1', 'SealedSecret', { spec: { encryptedData: {} } }),
      metadata: { name: 'a', lables: {} },
    },
  ],
  ['no base64', 'format', object('v1', 'Secret', { data: { a: 'not base64!' } })],
  ['over 32 bits', 'format', deployment({ spec: { replicas: 2 ** 31 } })],
  ['upper-case name', 'rule', deployment({}, { name: 'Web_1' })],
  ['space in a label', 'rule', deployment({}, { labels: { a: 'x y' } })],
  ['long label', 'rule', deployment({}, { labels: { a: 'x'.repeat(64) } })],
  ['no name', 'rule', deployment({}, { name: undefined })],
  [
    'two containers of one name',
    'rule',
    deployment({
      pod: {
        containers: [
          { name: 'a', image: 'r/a:1' },
          { name: 'a', image: 'r/a:1' },
        ],
      },
    }),
  ],
  [
    'selector against template',
    'rule',
    deployment({ spec: { selector: { matchLabels: { app: 'b' } } } }),
  ],
  [
    'mount without volume',
    'rule',
    deployment({ container: { volumeMounts: [{ name: 'a', mountPath: '/a' }] } }),
  ],
  [
    'request over limit',
    'rule',
    deployment({ container: { resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } } }),
  ],
  ['node port 80', 'rule', service({ nodePort: 80 }, { type: 'NodePort' })],
]

/** Objects that look wrong and are not: the API server takes them. */
export const sound: readonly (readonly [what: string, resource: Resource])[] = [
  ['numbers as quantities', limit(2)],
  ['exponent', limit('1e3')],
  [
    'null is absent',
    deployment({ spec: { replicas: null, strategy: null }, pod: { volumes: null } }),
  ],
  ['null in a map', deployment({ pod: { nodeSelector: { a: null } } })],
  ['null in a list of strings', deployment({ container: { args: [null] } })],
  ['empty enum', deployment({ spec: { strategy: { type: '' } }, pod: { restartPolicy: '' } })],
  ['what tools leave', { ...deployment({}, { creationTimestamp: null }), status: {} }],
  [
    'a Route without host',
    object('route.openshift.io/v1', 'Route', { spec: { to: { kind: 'Service', name: 'a' } } }),
  ],
]

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

const ingress = (path: object, rule: object = {}): Resource => {
  const backend = { service: { name: 'a', port: { number: 80 } } }
  const paths = [{ path: '/', pathType: 'Prefix', backend, ...path }]
  return object('networking.k8s.io/v1', 'Ingress', {
    spec: { rules: [{ http: { paths }, ...rule }] },
  })
}

const policy = (cidr: string): Resource =>
  object('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] },
  })

const scaler = (minReplicas: number, maxReplicas: number): Resource =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
      minReplicas,
      maxReplicas,
    },
  })

const budget = (spec: object): Resource =>
  object('policy/v1', 'PodDisruptionBudget', { spec: { selector: {}, ...spec } })

const job = (spec: object, pod: object = {}): Resource =>
  object('batch/v1', 'Job', {
    spec: {
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'r/a:1' }], ...pod },
      },
      ...spec,
    },
  })

const binding = (kind: string): Resource =>
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'view' },
    subjects: [],
  })

const mounting = (...volumes: readonly object[]): Resource =>
  deployment({ pod: { volumes: volumes.map((volume) => ({ name: 'v', ...volume })) } })

const cron = (rest: object): Resource =>
  object('batch/v1', 'CronJob', {
    spec: {
      schedule: '0 * * * *',
      ...rest,
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

const container = (what: string, rest: object): Seed => [
  what,
  'rule',
  deployment({ container: rest }),
]

/** What the API server refuses besides (1.34.4, server-side dry run). */
const probes: readonly Seed[] = [
  ['unknown field in status', 'schema', { ...deployment({}), status: { replica: 1 } }],
  ['field in wrong case', 'schema', deployment({ spec: { Replicas: 1 } })],
  ['volume twice', 'rule', mounting({ emptyDir: {} }, { emptyDir: {} })],
  container('negative request', { resources: { requests: { cpu: '-1' } } }),
  ['negative replicas', 'rule', deployment({ spec: { replicas: -1 } })],
  container('long port name', { ports: [{ name: 'a-very-long-port', containerPort: 80 }] }),
  container('port name in wrong case', { ports: [{ name: 'Http', containerPort: 80 }] }),
  ['large ConfigMap', 'rule', object('v1', 'ConfigMap', { data: { a: 'x'.repeat(1048577) } })],
  ['large annotations', 'rule', deployment({}, { annotations: { a: 'x'.repeat(262144) } })],
  ['number in a ConfigMap', 'schema', object('v1', 'ConfigMap', { data: { a: 1 } })],
  ['key with a slash', 'rule', object('v1', 'ConfigMap', { data: { 'a/b': '' } })],
  ['decimal mode', 'rule', mounting({ secret: { secretName: 'a', defaultMode: 1000 } })],
  ['no least replica', 'rule', scaler(0, 2)],
  [
    'rolling update with Recreate',
    'rule',
    deployment({ spec: { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } } }),
  ],
  [
    'no progress',
    'rule',
    deployment({ spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } } }),
  ],
  ['budget of both', 'rule', budget({ minAvailable: 1, maxUnavailable: 1 })],
  ['relative path', 'rule', ingress({ path: 'a' })],
  ['headless node port', 'rule', service({}, { type: 'NodePort', clusterIP: 'None' })],
  ['selector of a Job', 'rule', job({ selector: { matchLabels: { a: 'b' } } })],
  ['service name with a digit', 'rule', { ...service({}), metadata: { name: '1s' } }],
  ['service name with a dot', 'rule', { ...service({}), metadata: { name: 'a.b' } }],
  container('no image', { image: undefined }),
  container('empty image', { image: '' }),
  container('value and source', {
    env: [{ name: 'A', value: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  }),
  container('no field of a pod', {
    env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.nam' } } }],
  }),
  container('privileged without escalation', {
    securityContext: { privileged: true, allowPrivilegeEscalation: false },
  }),
  container('env twice', {
    env: [
      { name: 'A', value: 'a' },
      { name: 'A', value: 'b' },
    ],
  }),
  container('containerPort twice', { ports: [{ containerPort: 80 }, { containerPort: 80 }] }),
  [
    'pull secret twice',
    'rule',
    deployment({ pod: { imagePullSecrets: [{ name: 'a' }, { name: 'a' }] } }),
  ],
]

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
  ['path type', 'schema', ingress({ pathType: 'prefix' })],
  [
    'policy type',
    'schema',
    object('networking.k8s.io/v1', 'NetworkPolicy', {
      spec: { podSelector: {}, policyTypes: ['ingress'] },
    }),
  ],
  ['concurrency policy', 'schema', cron({ concurrencyPolicy: 'forbid' })],
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
  ['container port', 'rule', deployment({ container: { ports: [{ containerPort: 70000 }] } })],
  ['two volume sources', 'rule', mounting({ emptyDir: {}, configMap: { name: 'a' } })],
  ['probe without handler', 'rule', deployment({ container: { livenessProbe: {} } })],
  ['hour 25', 'rule', cron({ schedule: '0 25 * * *' })],
  ['restart policy of a Job', 'rule', job({}, { restartPolicy: 'Always' })],
  ['no restart policy of a Job', 'rule', job({}, { restartPolicy: undefined })],
  ['role kind', 'rule', binding('Rolle')],
  [
    'two ports of one name',
    'rule',
    service(
      {},
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'a', port: 81 },
        ],
      },
    ),
  ],
  ['network prefix', 'rule', policy('10.0.0.0/33')],
  ['host with a scheme', 'rule', ingress({}, { host: 'http://a.b/' })],
  ['minimum above maximum', 'rule', scaler(3, 2)],
  ...probes,
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
  [
    'a toleration twice',
    deployment({ pod: { tolerations: [{ operator: 'Exists' }, { operator: 'Exists' }] } }),
  ],
  [
    'every half hour',
    cron({ schedule: '*/30 9-17 * JAN-MAR,12 mon-5', timeZone: 'Europe/Berlin' }),
  ],
  ['a descriptor', cron({ schedule: '@every 1h30m' })],
  ['a network policy that says nothing', policy('::/0')],
  ['a budget that says nothing', budget({})],
  ['a volume without source, which is an emptyDir', mounting({})],
  ['target port 0', service({ targetPort: 0 })],
  ['a grpc probe', deployment({ container: { livenessProbe: { grpc: { port: 80 } } } })],
  ['an indexed Job', job({ completionMode: 'Indexed', completions: 2 })],
  ['an empty list of containers to start with', deployment({ pod: { initContainers: [] } })],
]

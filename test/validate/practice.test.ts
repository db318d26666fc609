import type { Resource } from '../../generator/core/resource.ts'
import { example, exampleDeployment, exampleJob } from '../../generator/validate/example.ts'
import { checkCluster, checkRendering } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

/** What a rule says of objects, each with the pointer; those about who delivers what see the folder `a`. */
function said(rule: string, platform: string | undefined, resources: readonly Resource[]) {
  const context = { catalog, kubernetes: '1.34', ...(platform ? { platform } : {}) }
  return [
    ...checkRendering(resources, { ...context, source: 'a' }),
    ...checkCluster([{ source: 'a', resources }], context),
  ]
    .filter((finding) => finding.rule === rule)
    .map(({ pointer, message }) => `${pointer}: ${message}`)
}

type Row = readonly [
  what: string,
  resources: Resource | readonly Resource[],
  ...said: readonly RegExp[],
]

function holds(rule: string, rows: readonly Row[], platform?: string): void {
  for (const [what, objects, ...expected] of rows) {
    const found = said(rule, platform, [objects].flat() as readonly Resource[])
    assert.is(found.length, expected.length, `${rule}, ${what}: ${found.join('\n') || 'nothing'}`)
    for (const [index, pattern] of expected.entries())
      assert.match(found[index] ?? '', pattern, what)
  }
}

const image = (name: string): Resource => exampleDeployment({ image: name })
const env = (name: string, value: string): object => ({ env: [{ name, value }] })
const job = (name: string, annotations: object = {}): Resource =>
  exampleJob({}, {}, { name, annotations })
const WAVE = 'argocd.argoproj.io/sync-wave'
const HOOK = 'argocd.argoproj.io/hook'
const OPTIONS = 'argocd.argoproj.io/sync-options'

const noted = (resource: Resource, annotations: Record<string, string>): Resource => ({
  ...resource,
  metadata: { ...resource.metadata, annotations },
})

const config = (name: string, more: object = {}): Resource =>
  example('ConfigMap', name, { data: { 'a.conf': 'x' }, ...more })
const mounting = (name: string, subPath?: string): Resource =>
  exampleDeployment(
    { volumeMounts: [{ name: 'v', mountPath: '/a', ...(subPath ? { subPath } : {}) }] },
    { volumes: [{ name: 'v', configMap: { name } }] },
  )
const checked = (resource: Resource, annotation: string): Resource => {
  const copy = structuredClone(resource) as unknown as { spec: { template: { metadata: object } } }
  copy.spec.template.metadata = { labels: { app: 'tiles' }, annotations: { [annotation]: '1' } }
  return copy as unknown as Resource
}

const volume = (spec: object, labels: object = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'web-tiles', labels: { ...labels } },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'm',
    ...spec,
  },
})
const CLAIM = {
  accessModes: ['ReadWriteOnce'],
  storageClassName: 'm',
  resources: { requests: { storage: '1Gi' } },
}
const claim = (spec: object): Resource =>
  example('PersistentVolumeClaim', 'tiles', { spec: { ...CLAIM, ...spec } })
const set = (spec: object): Resource =>
  example('StatefulSet', 'db', {
    spec: { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }] },
  })

const role = (...apiGroups: readonly string[]): Resource =>
  example('Role', 'a', { rules: [{ apiGroups, resources: ['deployments'], verbs: ['get'] }] })

const rights = (resource: string): Resource =>
  example('ClusterRole', 'a', {
    rules: [{ apiGroups: [''], resources: [resource], verbs: ['get'] }],
  })
const binding = (subject: object): Resource =>
  example('RoleBinding', 'b', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'ServiceAccount', ...subject }],
  })
const running = (serviceAccountName: string): Resource =>
  exampleDeployment({}, { serviceAccountName })
const selecting = (selector: object): Resource =>
  example('Service', 'a', { spec: { ports: [{ port: 80 }], selector } })

const custom = (apiVersion: string, kind: string, spec: object): Resource => ({
  ...example(kind, 'a', { spec }),
  apiVersion,
})
const release = (values: object): Resource =>
  custom('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { values })
const application = (name: string, source: object): Resource => ({
  ...custom('argoproj.io/v1alpha1', 'Application', {
    project: 'a',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
    source: { repoURL: 'https://git.example.org/a.git', ...source },
  }),
  metadata: { name, namespace: 'argocd' },
})
const sealed = (name: string): Resource => ({
  ...custom('bitnami.com/v1alpha1', 'SealedSecret', { encryptedData: { a: 'AgBy' } }),
  metadata: { name, namespace: 'web' },
})
const asking = (name: string): Resource => exampleDeployment({ envFrom: [{ secretRef: { name } }] })
const service = (name: string, port: number): Resource =>
  example('Service', name, { spec: { ports: [{ port }] } })
const calling = (value: string): Resource => exampleDeployment(env('URL', value))
const prefect = (args: readonly string[], more: object = {}): Resource =>
  exampleDeployment({ image: 'prefecthq/prefect:3.8.5', args, ...more })
const driver = (text: string): Resource =>
  example('ConfigMap', 'azure-driver', { data: { 'azuredriver_config.yml': text } })

const security = (pod: object, ...containers: readonly object[]): Resource =>
  exampleDeployment(
    {},
    {
      securityContext: pod,
      initContainers: [{ name: 'first', image: 'r/a:1' }],
      containers: containers.map((securityContext, index) => ({
        name: `c${index}`,
        image: 'r/a:1',
        securityContext,
      })),
    },
  )

const PLAIN: readonly Row[] = [
  ['values', release({ auth: { password: 'hunter2' } }), /^\/spec\/values\/auth\/password/],
  ['a reference', release({ auth: { existingSecret: 'db', secretKey: 'password' } })],
  ['a list', release({ env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }), /env\/0\/value/],
  [
    'a parameter',
    application('a', {
      chart: 'a',
      helm: { parameters: [{ name: 'db.password', value: 'hunter2' }] },
    }),
    /parameters\/0/,
  ],
  [
    'values as text',
    application('a', { chart: 'a', helm: { values: 'db:\n  password: hunter2\n' } }),
    /helm\/values/,
  ],
  [
    'a probe',
    exampleDeployment({
      livenessProbe: { exec: { command: ['redis-cli', '--password', 'hunter2'] } },
    }),
    /exec\/command/,
  ],
  [
    'a header',
    exampleDeployment({
      readinessProbe: {
        httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: 'Basic YTpi' }] },
      },
    }),
    /httpHeaders\/0/,
  ],
  [
    'a shell',
    exampleDeployment({ command: ['sh', '-c', 'PGPASSWORD=hunter2 psql'] }),
    /command\/2/,
  ],
  ['a shell that reads it', exampleDeployment({ command: ['sh', '-c', 'PGPASSWORD="$P" psql'] })],
  ['XML', example('ConfigMap', 'a', { data: { 'a.xml': '<db password="hunter2"/>' } }), /a\.xml/],
  [
    'a .env file',
    example('ConfigMap', 'a', { data: { '.env': 'A=b\nDB_PASSWORD=hunter2\n' } }),
    /\.env/,
  ],
  [
    'TOML',
    example('ConfigMap', 'a', { data: { 'a.toml': '[db]\npassword = "hunter2"\n' } }),
    /toml/,
  ],
]

describe('rules of practice', {
  'tags that move': () =>
    holds('image-pinned', [
      ['a version', image('r/a:1.2.3')],
      ['a digest beside latest', image(`r/a:latest@sha256:${'a'.repeat(64)}`)],
      ['a port is no tag', image('r:5000/a'), /can change/],
      ['latest as a part', image('prefecthq/prefect:2-latest'), /2-latest/],
      ['a branch', image('r/a:main'), /main/],
      ['a version with a word', image('r/a:1.2.3-stable')],
    ]),
  'images that are gone or old': () =>
    holds('image-maintained', [
      ['maintained', image('docker.io/library/redis:7.2.7-alpine')],
      ['without registry', image('bitnami/redis:6.0.6'), /taken away/],
      ['a copy of one that is gone', image('registry.example.org/bitnami/redis:6.0.6')],
      ['an old version', image('alpine:3.9'), /last fixes/],
      [
        'an old version in a mirror',
        image('registry.example.org/hub/library/alpine:3.9'),
        /last fixes/,
      ],
      ['the oldest that is fine', image('prefecthq/prefect:2.20.1-python3.11')],
      ['older', image('prefecthq/prefect:2.7.3-python3.8'), /2\.20/],
      ['only a part of a version', image('alpine:3')],
      ['another image of that name', image('r/myalpine:3.9')],
      ['no version', image('alpine:edge')],
    ]),
  'names of Jobs': () =>
    holds('job-name', [
      ['a run', job('import-20270131')],
      ['a hash', job('import-5h7g4tkm2d')],
      ['no run', job('landsat-import'), /same name/],
      ['a number that belongs to the name', job('s3-import'), /same name/],
      ['a hook', job('check', { [HOOK]: 'PreSync' })],
      ['Flux may force it', job('check', { 'kustomize.toolkit.fluxcd.io/force': 'enabled' })],
      ['Argo CD may replace it', job('check', { [OPTIONS]: 'Force=true,Replace=true' })],
      ['Replace alone', job('check', { [OPTIONS]: 'Replace=true' }), /Replace=true alone/],
    ]),
  'ConfigMaps that are read once': () =>
    holds('config-reload', [
      ['a hash', [config('a-5h7g4tkm2d'), mounting('a-5h7g4tkm2d', 'a.conf')]],
      ['a whole volume is read again', [config('a'), mounting('a')]],
      ['a file', [config('a'), mounting('a', 'a.conf')], /by subPath/],
      ['immutable', [config('a', { immutable: true }), mounting('a', 'a.conf')]],
      ['a checksum', [config('a'), checked(mounting('a', 'a.conf'), 'checksum/config')]],
      ['not here', mounting('a', 'a.conf')],
    ]),
  'addresses of Services': () =>
    holds('service-host', [
      ['right', [service('a-models', 80), calling('http://a-models:80/x')]],
      ['another port', [service('a-models', 80), calling('models:81')]],
      [
        'a part of the name',
        [service('a-models', 80), calling('http://models:80/x')],
        /"a-models"/,
      ],
      [
        'with the namespace',
        [service('a-models', 80), calling('models.web.svc.cluster.local')],
        /"a-models"/,
      ],
      ['another namespace', [service('a-models', 80), calling('models.other.svc')]],
      ['nothing like it', [service('a-models', 80), calling('redis:80')]],
      ['no address', [service('a-models', 80), calling('models')]],
      ['a file', [service('a-models', 80), calling('/models.web/x')]],
    ]),
  'waves that wait for one another': () =>
    holds('wave-order', [
      [
        'the same wave',
        [noted(config('a'), { [WAVE]: '1' }), noted(mounting('a'), { [WAVE]: '1' })],
      ],
      ['before', [noted(config('a'), { [WAVE]: '-1' }), mounting('a')]],
      [
        'behind',
        [noted(config('a'), { [WAVE]: '1' }), mounting('a')],
        /wave 0 and needs ConfigMap/,
      ],
      [
        'a hook before the sync',
        [config('a'), noted(mounting('a'), { [HOOK]: 'PreSync' })],
        /phase PreSync/,
      ],
      ['a Secret that has no place', [sealed('a'), noted(asking('a'), { [WAVE]: '-1' })]],
      ['a Secret behind', [noted(sealed('a'), { [WAVE]: '2' }), asking('a')], /wave 2/],
    ]),
  'claims and what they could bind': () =>
    holds('claim-matches-volume', [
      [
        'a template of a StatefulSet fits',
        [volume({}), claim({ storageClassName: 'x' }), set(CLAIM)],
      ],
      [
        'a template that does not',
        [volume({}), set({ ...CLAIM, storageClassName: 'x' })],
        /no claim/,
      ],
      [
        'nearly its name',
        [volume({}), claim({ volumeName: 'web-tile' })],
        /did you mean "web-tiles"/,
      ],
      ['a volume of the cluster', [volume({}), claim({}), claim({ volumeName: 'elsewhere' })]],
      [
        'a block device',
        [volume({ volumeMode: 'Block' }), claim({ volumeName: 'web-tiles' })],
        /volumeMode/,
      ],
      [
        'labels',
        [
          volume({}, { a: 'b' }),
          claim({ volumeName: 'web-tiles', selector: { matchLabels: { a: 'b' } } }),
        ],
      ],
      [
        'other labels',
        [volume({}), claim({ volumeName: 'web-tiles', selector: { matchLabels: { a: 'b' } } })],
        /label a=b/,
      ],
    ]),
  'rights that are no resources': () =>
    holds('rbac-resource', [
      ['the kubelet', rights('nodes/metrics')],
      ['owners', rights('services/finalizers')],
      ['owners of nothing', rights('podz/finalizers'), /podz/],
      ['impersonation', rights('users')],
      ['a resource', rights('podz'), /"pods"/],
    ]),
  'accounts of bindings': () =>
    holds('binding-subjects', [
      ['of its own namespace', [binding({ name: 'launcher' }), running('launcher')]],
      [
        'another',
        [binding({ name: 'launcher' }), running('tiles')],
        /no pod of this rendering runs as "launcher"/,
      ],
      ['no pods here', binding({ name: 'launcher' })],
    ]),
  'what selects pods': () =>
    holds('selector-target', [
      [
        'a label that a controller adds',
        [selecting({ app: 'tiles', 'statefulset.kubernetes.io/pod-name': 'a-0' }), running('a')],
      ],
      ['another', [selecting({ app: 'b' }), running('a')], /app=b/],
      [
        'pods of an operator',
        [
          selecting({ prometheus: 'a' }),
          running('a'),
          custom('monitoring.coreos.com/v1', 'Prometheus', {}),
        ],
      ],
    ]),
  'groups of Roles': () =>
    holds('rbac-resource', [
      ['right', role('apps')],
      ['old beside new', role('extensions', 'apps')],
      ['old', role('extensions'), /apps, networking/],
      ['with a version', role('apps/v1'), /no version/],
      ['nearly', role('app'), /"apps"/],
      ['of a CRD', role('example.org')],
    ]),
  'secrets in what is handed to charts, in probes and in headers': () =>
    holds('plaintext-secret', PLAIN),
  'Secrets that nobody makes': () =>
    holds('secret-known', [
      ['made', [sealed('database'), asking('database')]],
      ['from outside', [sealed('database'), asking('registry-pull')]],
      ['nearly', [sealed('database'), asking('databse')], /"database"/],
      [
        'nearly, but that is used',
        [
          sealed('database'),
          asking('database'),
          { ...asking('databse'), metadata: { name: 'b', namespace: 'web' } },
        ],
      ],
    ]),
  'keys of files that are mounted alone': () =>
    holds('references', [
      ['there', [config('a'), mounting('a', 'a.conf')]],
      [
        'not there',
        [config('a'), mounting('a', 'b.conf')],
        /no key "b.conf"; did you mean "a.conf"/,
      ],
    ]),
  'one folder, two owners': () =>
    holds('delivered-twice', [
      ['two folders', [application('a', { path: 'x' }), application('b', { path: 'y' })]],
      ['one', [application('a', { path: 'x' }), application('b', { path: './x/' })], /same place/],
      [
        'with values of its own',
        [
          application('a', { path: 'x' }),
          application('b', { path: 'x', helm: { values: 'a: 1' } }),
        ],
      ],
    ]),
  'what programs read': () =>
    holds('program-settings', [
      ['two queues', prefect(['worker', 'start', '--work-queue', 'a', '--work-queue', 'b'])],
      ['joined', prefect(['worker', 'start', '--work-queue=a,b']), /args\/2: .*commas/],
      ['another program', exampleDeployment({ args: ['agent', 'start', '-q', 'a,b'] })],
      ['no UID', prefect([], env('PREFECT_KUBERNETES_CLUSTER_UID', '')), /env\/0/],
      ['a UID', prefect([], env('PREFECT_KUBERNETES_CLUSTER_UID', 'x'))],
      ['known properties', driver('messaging:\n  config:\n    api_version_auto_timeout_ms: 1\n')],
      [
        'unknown ones',
        driver('messaging:\n  connection_adress: a\nx: 1\n'),
        /"connection_address"/,
        /ignores x/,
      ],
      ['no YAML', driver('a: [')],
    ]),
  'OpenShift in its own words, for each container': () =>
    holds(
      'arbitrary-uid',
      [
        ['of a range', security({ runAsUser: 1000680000, fsGroup: 1000680000 }, {})],
        ['nothing', security({ runAsNonRoot: true, supplementalGroups: [5], runAsGroup: 9 }, {})],
        [
          'the user of the pod',
          security({ runAsUser: 7 }, {}, {}),
          /^\/spec\/template\/spec\/securityContext\/runAsUser: provider restricted-v2: \.initContainers\[0\]\.runAsUser: Invalid value: 7: must be in the ranges of the namespace, provider restricted-v2: \.containers\[0\]\.runAsUser.*\.containers\[1\]/,
        ],
        [
          'of one container',
          security({}, {}, { runAsUser: 7 }),
          /\.containers\[1\]\.runAsUser: Invalid value: 7/,
        ],
        [
          'files',
          security({ fsGroup: 7 }, {}),
          /\.spec\.securityContext\.fsGroup: Invalid value: \[\]int64\{7\}: 7 is not an allowed group$/,
        ],
        ['SELinux', security({ seLinuxOptions: { level: 's0' } }, {}), /seLinuxOptions\.level/],
        ['a Job', exampleJob({}, { securityContext: { fsGroup: 7 } }), /fsGroup/],
      ],
      'openshift',
    ),
})

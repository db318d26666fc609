import type { Resource } from '../../generator/core/resource.ts'
import { example, exampleDeployment } from '../../generator/validate/example.ts'
import { checkRendering } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const said = (rule: string, ...resources: readonly Resource[]): readonly string[] =>
  checkRendering(resources, { catalog, kubernetes: '1.34', source: 'a' })
    .filter((finding) => finding.rule === rule)
    .map(({ message }) => message)

const volume = (spec: object): Resource => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'data' },
  spec: {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteMany'],
    storageClassName: 'nfs',
    ...spec,
  },
})

const claim = (spec: object): Resource =>
  example('PersistentVolumeClaim', 'data', {
    spec: {
      accessModes: ['ReadWriteMany'],
      storageClassName: 'nfs',
      resources: { requests: { storage: '10Gi' } },
      ...spec,
    },
  })

const CLAIMS: readonly (readonly [volume: object, claim: object, ...messages: string[]])[] = [
  [{}, { volumeName: 'data' }],
  [{}, {}],
  [{ storageClassName: undefined }, { storageClassName: '', volumeName: 'data' }],
  [
    { storageClassName: undefined },
    { storageClassName: undefined, volumeName: 'data' },
    'claim and volume "data" disagree: the claim asks for no class, which means the default one, the volume has none',
  ],
  [
    { accessModes: ['ReadWriteOnce'] },
    { volumeName: 'data' },
    'claim and volume "data" disagree: the claim asks for ReadWriteMany, the volume offers ReadWriteOnce',
  ],
  [
    { capacity: { storage: '5Gi' } },
    { volumeName: 'data' },
    'claim and volume "data" disagree: the claim asks for 10Gi, the volume holds 5Gi',
  ],
  [
    { claimRef: { name: 'other', namespace: 'web' } },
    { volumeName: 'data' },
    'claim and volume "data" disagree: the volume is reserved for claim web/other',
  ],
  [
    { storageClassName: 'manual' },
    {},
    'no claim of this rendering can bind this volume (PersistentVolumeClaim/web/data: the claim asks for class "nfs", the volume has "manual")',
  ],
]

const config = example('ConfigMap', 'settings', { data: { url: 'a' } })

const from = (key: string, optional = false): Resource =>
  exampleDeployment({
    env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key, optional } } }],
  })

const set = example('StatefulSet', 'db', {
  spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
})

const using = (claimName: string): Resource =>
  exampleDeployment({}, { volumes: [{ name: 'd', persistentVolumeClaim: { claimName } }] })

const binding = (subject: object): Resource =>
  example('RoleBinding', 'b', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', ...subject }],
  })

const REFERENCES: readonly (readonly [resources: readonly Resource[], ...messages: string[]])[] = [
  [[from('url'), config]],
  [[from('urls', true), config]],
  [[from('urls'), config], 'ConfigMap "settings" has no key "urls"; did you mean "url"?'],
  [[from('url')], 'ConfigMap "settings" is not part of this rendering'],
  [[using('data-db-0'), set]],
  [[using('data-db-x'), set], 'PersistentVolumeClaim "data-db-x" is not part of this rendering'],
  [[binding({ name: 'default' }), example('Role', 'reader')]],
  [[binding({ name: 'a', namespace: 'elsewhere' }), example('Role', 'reader')]],
  [
    [binding({ name: 'launcher' }), example('Role', 'readers')],
    'Role "reader" is not part of this rendering; did you mean "readers"?',
    'ServiceAccount "launcher" is not part of this rendering',
  ],
]

const backend = { service: { name: 'web', port: { number: 80 } } }

/** Objects that name one that is not there, and which. */
const DANGLING: readonly (readonly [resource: Resource, missing: string])[] = [
  [example('Route', 'a', { spec: { to: { kind: 'Service', name: 'web' } } }), 'Service "web"'],
  [
    example('Ingress', 'a', { spec: { rules: [{ http: { paths: [{ backend }] } }] } }),
    'Service "web"',
  ],
  [
    {
      ...example('HTTPRoute', 'a', {
        spec: { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
      }),
      apiVersion: 'gateway.networking.k8s.io/v1',
    },
    'Service "web"',
  ],
  [
    example('HorizontalPodAutoscaler', 'a', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } },
    }),
    'Deployment "web"',
  ],
  [exampleDeployment({ envFrom: [{ configMapRef: { name: 'web' } }] }), 'ConfigMap "web"'],
  [
    exampleDeployment({}, { volumes: [{ name: 'v', configMap: { name: 'web' } }] }),
    'ConfigMap "web"',
  ],
  [
    exampleDeployment(
      {},
      {
        volumes: [
          {
            name: 'v',
            projected: { sources: [{ configMap: { name: 'web', items: [{ key: 'a' }] } }] },
          },
        ],
      },
    ),
    'ConfigMap "web"',
  ],
]

type Expression = {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[]
}

/** Selector terms against a template labelled `app: tiles`, and whether they are met. */
const TERMS: readonly (readonly [expression: Expression, met: boolean])[] = [
  [{ key: 'app', operator: 'In', values: ['tiles', 'b'] }, true],
  [{ key: 'app', operator: 'In', values: ['b'] }, false],
  [{ key: 'app', operator: 'NotIn', values: ['tiles'] }, false],
  [{ key: 'other', operator: 'NotIn', values: ['tiles'] }, true],
  [{ key: 'app', operator: 'Exists' }, true],
  [{ key: 'other', operator: 'Exists' }, false],
  [{ key: 'app', operator: 'DoesNotExist' }, false],
  [{ key: 'other', operator: 'DoesNotExist' }, true],
]

const NAMES: readonly (readonly [resource: Resource, ...messages: RegExp[]])[] = [
  [example('ConfigMap', 'a.b-c.1')],
  [example('ConfigMap', 'Web_1'), /^name "Web_1" must be lower-case/],
  [example('Service', 'a.b'), /^name "a.b" must be/],
  [example('Role', 'system:node_1')],
  [example('Role', 'a/b'), /must not contain/],
  [example('CronJob', 'a'.repeat(53)), /has 53 characters, a CronJob may have 52/],
  [example('ConfigMap', ''), /has no name/],
  [
    {
      ...config,
      metadata: { name: 'a', labels: { 'x y': 'a', b: 'x y', c: 'v'.repeat(64), d: '' } },
    },
    /^label key "x y"/,
    /^value "x y" of label b/,
    /^value "v+" of label c has 64/,
  ],
  [
    {
      ...config,
      metadata: { name: 'a', annotations: { 'a/b/c': 'any thing', big: 'x'.repeat(262144) } },
    },
    /^annotation key "a\/b\/c"/,
    /^annotations hold 262161 bytes/,
  ],
  [exampleDeployment({ ports: [{ name: 'metrics-and-more', containerPort: 80 }] }), /^port name/],
  [exampleDeployment({ name: 'Web' }), /^container name "Web"/],
]

describe('rules in pairs', {
  'objects that the API server names are never the same': () => {
    const job = { ...example('Job', 'a'), metadata: { generateName: 'run-', namespace: 'web' } }
    assert.equal(said('duplicate-object', job as never, { ...job } as never), [])
    assert.is(said('duplicate-object', config, { ...config }).length, 1)
  },
  'node ports: range, and one owner per protocol': () => {
    const ports = (...list: readonly object[]) =>
      example('Service', 'a', { spec: { type: 'NodePort', ports: list } })
    const tcp = { port: 80, nodePort: 30080 }
    assert.equal(said('node-port', ports(tcp, { ...tcp, port: 81, protocol: 'UDP' })), [])
    assert.equal(said('node-port', ports({ port: 80, nodePort: 0 }, { port: 81 })), [])
    assert.equal(said('node-port', ports({ port: 80, nodePort: 32768 })), [
      'node port 32768 is not between 30000 and 32767',
    ])
    assert.equal(
      said('node-port', ports(tcp), example('Service', 'b', { spec: { ports: [tcp] } })),
      ['node port 30080 (TCP) is already taken by Service/web/a'],
    )
  },
  'claims and volumes': () => {
    for (const [has, wants, ...messages] of CLAIMS) {
      const found = said('claim-matches-volume', volume(has), claim(wants))
      assert.equal(found, messages, JSON.stringify([has, wants]))
    }
  },
  references: () => {
    for (const [resources, ...messages] of REFERENCES)
      assert.equal(said('references', ...resources), messages, JSON.stringify(resources))
  },
  'objects that route, scale and mount': () => {
    for (const [resource, missing] of DANGLING)
      assert.equal(said('references', resource), [`${missing} is not part of this rendering`])
  },
  'selector terms': () => {
    const template = { metadata: { labels: { app: 'tiles' } } }
    for (const [expression, met] of TERMS) {
      const selector = { matchExpressions: [expression] }
      const found = said(
        'selector-matches-template',
        example('Deployment', 'a', { spec: { selector, template } }),
      )
      assert.is(found.length === 0, met, JSON.stringify(expression))
    }
    const empty = example('Deployment', 'a', { spec: { selector: {}, template } })
    assert.equal(said('selector-matches-template', empty), ['the selector is empty'])
  },
  'a namespace on a cluster-wide object': () => {
    const role = { ...example('ClusterRole', 'a'), apiVersion: 'rbac.authorization.k8s.io/v1' }
    assert.equal(said('namespace-scope', role), [
      'ClusterRole is cluster-wide, the namespace "web" means nothing',
    ])
  },
  'names and labels': () => {
    for (const [resource, ...messages] of NAMES) {
      const found = said('names-and-labels', resource)
      assert.is(found.length, messages.length, `${resource.metadata.name}: ${found.join('\n')}`)
      for (const [index, message] of messages.entries()) assert.match(found[index] ?? '', message)
    }
  },
})

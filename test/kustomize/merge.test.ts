import type { Resource } from '../../generator/core/resource.ts'
import {
  imageFieldsOf,
  isClusterScoped,
  mergeKeysOf,
  mergeStrategic,
} from '../../generator/kustomize/index.ts'
import { assert, describe } from '../harness.ts'

const deployment = (spec: Record<string, unknown>): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec,
})

const pod = (template: Record<string, unknown>) => deployment({ template: { spec: template } })

/** [what, base, patch, result]: only `spec` of each; results are what the real kustomize made of the same files. */
const merges: readonly (readonly [string, Resource, unknown, unknown])[] = [
  [
    'elements of the patch come first, in its order',
    pod({
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:1' },
      ],
    }),
    pod({
      containers: [
        { name: 'c', image: 'c:1' },
        { name: 'b', image: 'b:2' },
      ],
    }).spec,
    {
      template: {
        spec: {
          containers: [
            { name: 'c', image: 'c:1' },
            { name: 'b', image: 'b:2' },
            { name: 'a', image: 'a:1' },
          ],
        },
      },
    },
  ],
  [
    'null removes, and leaves no trace where nothing was',
    deployment({ replicas: 1, strategy: { type: 'Recreate' } }),
    { replicas: null, paused: null, strategy: null },
    {},
  ],
  [
    'lists without a key are replaced',
    pod({ tolerations: [{ key: 'a' }, { key: 'b' }] }),
    { template: { spec: { tolerations: [{ key: 'c' }] } } },
    { template: { spec: { tolerations: [{ key: 'c' }] } } },
  ],
  [
    '$patch: delete removes one element',
    pod({ containers: [{ name: 'a' }, { name: 'b' }] }),
    { template: { spec: { containers: [{ name: 'a', $patch: 'delete' }] } } },
    { template: { spec: { containers: [{ name: 'b' }] } } },
  ],
  [
    'a lone $patch: replace is about the list',
    pod({ containers: [{ name: 'a' }, { name: 'b' }] }),
    { template: { spec: { containers: [{ $patch: 'replace' }, { name: 'c' }] } } },
    { template: { spec: { containers: [{ name: 'c' }] } } },
  ],
  [
    'a port of another protocol is another port',
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }] }] }),
    {
      template: {
        spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'UDP' }] }] },
      },
    },
    {
      template: {
        spec: {
          containers: [
            {
              name: 'a',
              ports: [
                { containerPort: 80, protocol: 'UDP' },
                { containerPort: 80, protocol: 'TCP' },
              ],
            },
          ],
        },
      },
    },
  ],
  [
    'a port without protocol against one with it is lost',
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }] }] }),
    {
      template: {
        spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'web' }] }] },
      },
    },
    {
      template: {
        spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }] }] },
      },
    },
  ],
]

describe('strategic merge', {
  'merges as kustomize does': () => {
    for (const [what, base, spec, expected] of merges) {
      const merged = mergeStrategic(base, { ...base, spec })
      assert.equal(merged?.spec, expected, what)
    }
  },
  'keeps name, namespace and kind whatever the patch says': () => {
    const patch = {
      kind: 'Job',
      metadata: { name: 'other', namespace: 'other', labels: { a: 'b' } },
    }
    const merged = mergeStrategic(deployment({}), patch)
    assert.equal(merged?.metadata, { name: 'web', namespace: 'shop', labels: { a: 'b' } })
    assert.is(merged?.kind, 'Deployment')
  },
  '$patch: delete at the root deletes': () => {
    assert.is(mergeStrategic(deployment({}), { ...deployment({}), $patch: 'delete' }), undefined)
  },
  'refuses a patch of another shape': () => {
    assert.throws(
      () => mergeStrategic(deployment({ replicas: 1 }), { spec: { replicas: [] } }),
      /list where the object has a scalar at spec.replicas/,
    )
  },
  'changes neither of its arguments': () => {
    const base = pod({ containers: [{ name: 'a' }] })
    const before = JSON.stringify(base)
    mergeStrategic(base, { spec: { template: { spec: { containers: [{ name: 'b' }] } } } })
    assert.is(JSON.stringify(base), before)
  },
})

describe('schema of Kubernetes 1.21.2', {
  'names merge keys': () => {
    const keys = (kind: string, path: string) => mergeKeysOf('apps/v1', kind, path.split('.'))
    const rows: readonly (readonly [string, string, readonly string[] | undefined])[] = [
      ['Deployment', 'spec.template.spec.containers', ['name']],
      ['Deployment', 'spec.template.spec.containers.ports', ['containerPort', 'protocol']],
      ['Deployment', 'spec.template.spec.containers.volumeMounts', ['mountPath']],
      ['Deployment', 'metadata.finalizers', []],
      ['Deployment', 'spec.template.spec.tolerations', undefined],
      ['Deployment', 'spec.constructor', undefined],
      ['StatefulSet', 'spec.volumeClaimTemplates', undefined],
      ['Thing', 'spec.template.spec.containers', undefined],
    ]
    for (const [kind, path, expected] of rows) assert.equal(keys(kind, path), expected, path)
  },
  'knows some kinds to be cluster-scoped': () => {
    assert.ok(isClusterScoped('v1', 'Namespace'))
    assert.ok(isClusterScoped('rbac.authorization.k8s.io/v1', 'ClusterRole'))
    assert.not(isClusterScoped('v1', 'ConfigMap'))
    assert.not(isClusterScoped('cert-manager.io/v1', 'ClusterIssuer'))
  },
})

describe('image fields', {
  'are everywhere that images rewrites': () => {
    const object = pod({
      containers: [{ name: 'a', image: 'a:1' }, { name: 'b' }],
      initContainers: [{ name: 'i', image: 'i:1' }],
      volumes: [{ name: 'v', image: { reference: 'v:1' } }],
    })
    assert.equal(imageFieldsOf(object), [
      { pointer: '/spec/template/spec/containers/0/image', image: 'a:1' },
      { pointer: '/spec/template/spec/initContainers/0/image', image: 'i:1' },
      { pointer: '/spec/template/spec/volumes/0/image/reference', image: 'v:1' },
    ])
    assert.equal(imageFieldsOf({ ...object, kind: 'CustomResourceDefinition' }), [])
  },
})

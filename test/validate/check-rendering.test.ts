import type { Resource } from '../../generator/core/resource.ts'
import { checkCluster, checkRendering } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const context = { catalog, kubernetes: '1.34', source: 'overlays/nova/web' }

const config = (name: string, rest: object = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'web' },
  ...rest,
})

const service = (name: string, nodePort: unknown): Resource => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'web' },
  spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] },
})

const definition: Resource = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'maps.example.org' },
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: { kind: 'Map', plural: 'maps' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties: { zoom: { type: 'integer', maximum: 22 } } },
            },
          },
        },
      },
    ],
  },
}

const map = (spec: object): Resource => ({
  apiVersion: 'example.org/v1',
  kind: 'Map',
  metadata: { name: 'a' },
  spec,
})

const said = (resources: readonly Resource[]): readonly string[] =>
  checkRendering(resources, context).map(({ rule, message }) => `${rule}: ${message}`)

describe('check-rendering', {
  'findings name the rendering': () => {
    const [finding, ...more] = checkRendering([config('a', { dta: {} })], context)
    assert.equal(more, [])
    assert.is(finding?.source, 'overlays/nova/web')
    assert.is(finding?.resource, 'ConfigMap/web/a')
  },
  'a place that the schema refuses is not judged by rules as well': () => {
    assert.equal(said([service('a', '80')]), [
      'field-type: spec.ports[0].nodePort: "80" must be an integer',
    ])
    const secret = { ...config('a', { data: { a: '!' } }), kind: 'Secret' }
    assert.equal(said([secret]), ['format: data.a: a string must be base64'])
  },
  'what is no object is an error, whatever its shape': () => {
    const shapes = [
      null,
      'text',
      [],
      {},
      { apiVersion: 'v1', kind: 'Pod' },
      { kind: 'Pod', metadata: {} },
    ]
    const found = checkRendering(shapes as unknown as Resource[], context)
    assert.equal(
      found.map(({ rule }) => rule),
      shapes.map(() => 'kubernetes-object'),
    )
  },
  'rules survive objects of any shape': () => {
    const kinds = [
      'Pod',
      'Deployment',
      'Service',
      'ConfigMap',
      'Secret',
      'PersistentVolume',
      'CronJob',
    ]
    const strange = [
      null,
      'x',
      1,
      [],
      [null],
      [1],
      { a: null },
      { containers: [null, { name: 1, env: [3] }] },
    ]
    for (const kind of [...kinds, 'PersistentVolumeClaim', 'RoleBinding', 'Ingress', 'Route'])
      for (const spec of strange) {
        const resource = {
          apiVersion: 'v1',
          kind,
          metadata: { name: spec },
          spec,
          data: spec,
          subjects: spec,
        }
        const template = {
          ...resource,
          spec: { template: { spec }, rules: spec, ports: spec, selector: spec },
        }
        assert.ok(checkRendering([resource, template] as never, context).length > 0, kind)
      }
  },
  'a CustomResourceDefinition of the rendering is its schema at once': () => {
    assert.equal(said([definition, map({ zoom: 3 })]), [])
    assert.equal(said([definition, map({ zoom: 30, zom: 1 })]), [
      'range: spec.zoom: 30 must be at most 22',
      'known-field: spec: unknown field "zom"; did you mean "zoom"?',
    ])
    assert.equal(said([map({})]), ['schema-stored: no schema for Map of example.org/v1'])
  },
  'two renderings of one cluster cannot own one object or one node port': () => {
    const renderings = [
      { source: 'a', resources: [config('x'), service('one', 30258), config('z')] },
      { source: 'b', resources: [config('y'), service('two', 30258), config('z'), config('y')] },
    ]
    const found = checkCluster(renderings, context)
    assert.equal(
      found.map(({ source, resource, message }) => [source, resource, message]),
      [
        ['b', 'ConfigMap/web/z', 'stands twice, and in a'],
        [
          'b',
          'Service/web/two',
          'node port 30258 (TCP) is already taken by Service/web/one, and in a',
        ],
      ],
    )
  },
})

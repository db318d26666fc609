import { storeCustom } from '../../generator/validate/store/custom.ts'
import {
  nativeKinds,
  type PublishedApi,
  storeNative,
} from '../../generator/validate/store/native.ts'
import type { Published } from '../../generator/validate/store/normalize.ts'
import { assert, describe } from '../harness.ts'

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const schemas: Readonly<Record<string, Published>> = {
  Thing: {
    type: 'object',
    'x-kubernetes-group-version-kind': [{ group: 'a.example.org', version: 'v1', kind: 'Thing' }],
    required: ['amount', 'part', 'mode'],
    properties: {
      amount: { allOf: [ref('Quantity')], default: {} },
      extra: { allOf: [ref('Quantity')] },
      part: ref('Part'),
      parts: { type: 'array', items: { default: {}, allOf: [ref('Part')] } },
      mode: { type: 'string', enum: ['A'], default: '' },
      other: { type: 'string', enum: ['A'], default: 'A' },
      modes: { type: 'array', items: { type: 'string', enum: ['A'] } },
      words: { type: 'array', items: { type: 'string', default: '' } },
      port: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
      map: { type: 'object', additionalProperties: { type: 'string' } },
      metadata: ref(META),
    },
  },
  Part: { type: 'object', required: ['a'], properties: { a: { type: 'integer', default: 0 } } },
  Quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  [META]: { type: 'object', properties: { name: { type: 'string' } } },
}

const kind = {
  group: 'a.example.org',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  namespaced: true,
}
const api = { kubernetes: 'v1.34.4', resources: [kind], schemas }
const folder = 'v1.34.0-standalone-strict'
const files = (published: PublishedApi) => storeNative([nativeKinds(published)])

function nativeFields(): Readonly<Record<string, unknown>> {
  const file = JSON.parse(files(api).get('_definitions.json') ?? '')
  assert.is(file.definitions.Thing.additionalProperties, false)
  return file.definitions.Thing.properties
}

/** What each published field becomes. */
const FIELDS: Readonly<Record<string, unknown>> = {
  amount: { allOf: [{ $ref: '#/definitions/Quantity' }], type: ['string', 'number'] },
  extra: { $ref: '#/definitions/Quantity' },
  part: { allOf: [{ $ref: '#/definitions/Part' }], type: 'object' },
  parts: {
    items: { allOf: [{ $ref: '#/definitions/Part' }], type: 'object' },
    type: ['array', 'null'],
  },
  mode: { enum: ['A'], type: 'string' },
  other: { default: 'A', enum: ['A', '', null], type: ['string', 'null'] },
  modes: { items: { enum: ['A'], type: 'string' }, type: ['array', 'null'] },
  words: { items: { type: ['string', 'null'] }, type: ['array', 'null'] },
  port: { format: 'int-or-string', type: ['integer', 'string', 'null'] },
  map: { additionalProperties: { type: ['string', 'null'] }, type: ['object', 'null'] },
  metadata: { $ref: `#/definitions/${META}` },
}

const custom = {
  ...kind,
  schema: {
    type: 'object',
    properties: {
      metadata: { type: 'object' },
      spec: {
        type: 'object',
        properties: {
          type: { type: 'string', default: 'IP' },
          size: { 'x-kubernetes-int-or-string': true, anyOf: null, pattern: '^[0-9]+$' },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          list: { type: 'array', items: { type: 'string' } },
          zero: { type: 'integer', default: 0 },
          above: { type: 'number', minimum: 1, exclusiveMinimum: true, exclusiveMaximum: false },
          below: { anyOf: [{ maximum: 2, exclusiveMaximum: true }, { pattern: '^(?i)a$' }] },
          inner: {
            type: 'object',
            'x-kubernetes-embedded-resource': true,
            properties: { spec: { type: 'string' } },
          },
        },
        oneOf: [
          { properties: { type: { enum: ['IP'] } } },
          { properties: { type: { not: { enum: ['IP'] } } } },
        ],
      },
    },
  },
}

describe('store', {
  'native kinds: closed, nullable where optional, wrappers and zero defaults gone': () => {
    const fields = nativeFields()
    assert.equal(Object.keys(fields), Object.keys(FIELDS).toSorted())
    for (const [name, field] of Object.entries(FIELDS)) assert.equal(fields[name], field, name)
  },
  'native kinds: one small file per kind beside the definitions': () => {
    const stored = files(api)
    assert.is(
      stored.get(`${folder}/thing-a-v1.json`),
      '{"$ref":"../_definitions.json#/definitions/Thing"}\n',
    )
    assert.is(
      stored.get(`${folder}/_resources.json`),
      '[\n{"group":"a.example.org","kind":"Thing","namespaced":true,"plural":"things","version":"v1"}\n]\n',
    )
  },
  'two groups with one first label cannot share a file': () => {
    const other = { ...kind, group: 'a.other.org' }
    const gvk = 'x-kubernetes-group-version-kind'
    const second = { type: 'object', [gvk]: [other] }
    const both = { ...api, resources: [kind, other], schemas: { ...schemas, Other: second } }
    assert.throws(() => files(both), /two kinds claim .*thing-a-v1\.json/)
  },
  'custom kinds: real metadata, real defaults, and logic that knows them': () => {
    const files = storeCustom([custom], { metadata: {} })
    const { properties } = JSON.parse(files.get('crds/a.example.org/thing_v1.json') ?? '')
    assert.equal(properties.metadata, { $ref: `../_definitions.json#/definitions/${META}` })
    const { spec } = properties
    assert.equal(spec.properties.zero, { default: 0, type: ['integer', 'null'] })
    assert.equal(spec.properties.list.items, { type: 'string' })
    assert.equal(spec.properties.size, {
      format: 'int-or-string',
      pattern: '^[0-9]+$',
      type: ['integer', 'string'],
    })
    assert.not.ok('additionalProperties' in spec.properties.free)
    assert.equal(spec.properties.above, { type: 'number', exclusiveMinimum: 1 })
    assert.equal(spec.properties.below, {
      anyOf: [{ exclusiveMaximum: 2 }, { pattern: '^[aA]$' }],
    })
    assert.equal(Object.keys(spec.properties.inner.properties), [
      'apiVersion',
      'kind',
      'metadata',
      'spec',
    ])
    assert.equal(spec.oneOf, [
      { properties: { type: { enum: ['IP'] } } },
      { properties: { type: { not: { enum: ['IP'] } } }, required: ['type'] },
    ])
  },
  'the same input in another order gives the same files': () => {
    const turned = Object.fromEntries(Object.entries(schemas).toReversed())
    assert.equal([...files({ ...api, schemas: turned })], [...files(api)])
  },
})

import type { Resource } from '../../generator/core/resource.ts'
import { checkObject, customKindSchema, withCustomKinds } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const kind = {
  group: 'example.org',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  namespaced: true,
}

const definition = (spec: object): Resource => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.org' },
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: { kind: 'Thing', plural: 'things' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
      },
    ],
  },
})

const thing = (spec: unknown): Resource =>
  ({ apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 'a' }, spec }) as Resource

/** What is said of a value by a definition, and by the same schema in a file with a reference, which is used as it is. */
function said(schema: object, value: unknown): readonly string[] {
  const tell = (known: typeof catalog): string =>
    checkObject(thing(value), known, '1.34')
      .map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`)
      .join('; ')
  const file = {
    $ref: '#/definitions/thing',
    definitions: { thing: { type: 'object', properties: { spec: schema } } },
  }
  const found = customKindSchema(kind, file, catalog, () => undefined)
  const ofFile = {
    ...catalog,
    schemaOf: (apiVersion: string, name: string, version: string) =>
      name === 'Thing' ? found : catalog.schemaOf(apiVersion, name, version),
  }
  return [tell(withCustomKinds(catalog, [definition(schema)])), tell(ofFile)]
}

const of = (name: string): string =>
  `keyword-evaluated warning: spec: not evaluated: ${name} of the schema`

const CASES: readonly (readonly [schema: object, value: unknown, said: string])[] = [
  [
    { type: 'integer', minimum: 1, exclusiveMinimum: true },
    1,
    'keyword error: spec: 1 must be more than 1',
  ],
  [{ type: 'integer', minimum: 1, exclusiveMinimum: true }, 2, ''],
  [{ type: 'integer', minimum: 1, exclusiveMinimum: false }, 1, ''],
  [
    { type: 'number', exclusiveMaximum: 1.5 },
    1.5,
    'keyword error: spec: 1.5 must be less than 1.5',
  ],
  [{ type: 'integer', multipleOf: 5 }, 12, 'keyword error: spec: 12 must be a multiple of 5'],
  [{ type: 'number', multipleOf: 0.1 }, 0.3, ''],
  [{ const: 'a' }, 'b', 'keyword error: spec: "b" must be "a"'],
  [{ const: { a: 1, b: 2 } }, { b: 2, a: 1 }, ''],
  [
    { type: 'array', uniqueItems: true, items: { type: 'string' } },
    ['a', 'a'],
    'keyword error: spec: ["a","a"] must not have two elements that are the same',
  ],
  [{ type: 'array', uniqueItems: true, items: { type: 'string' } }, ['a', 'b'], ''],
  [
    { type: 'object', properties: { a: { type: 'integer', multipleOf: 2 } } },
    { a: 3 },
    'keyword error: spec.a: 3 must be a multiple of 2',
  ],
  [
    { type: 'object', additionalProperties: { type: 'integer', multipleOf: 2 } },
    { x: 3 },
    'keyword error: spec.x: 3 must be a multiple of 2',
  ],
  [
    { type: 'array', items: { type: 'integer', multipleOf: 2 } },
    [2, 3],
    'keyword error: spec[1]: 3 must be a multiple of 2',
  ],
  [
    { type: 'integer', allOf: [{ multipleOf: 2 }] },
    3,
    'keyword error: spec: 3 must be a multiple of 2',
  ],
  [
    { type: 'integer', anyOf: [{ multipleOf: 2 }, { multipleOf: 3 }] },
    7,
    of('anyOf, oneOf or not with further keywords'),
  ],
  [
    {
      type: 'object',
      patternProperties: { '^x-': { type: 'string' } },
      additionalProperties: false,
    },
    { 'x-a': 1 },
    of('patternProperties'),
  ],
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  [{ if: { type: 'string' }, then: { pattern: 'a' } }, 'b', `${of('if')}; ${of('then')}`],
  [
    { type: 'object', properties: { a: { type: 'object', propertyNames: { pattern: 'a' } } } },
    {},
    '',
  ],
]

const sops = {
  mac: 'ENC[AES256_GCM,data:Zm9v,type:str]',
  version: '3.9.0',
  age: [{ recipient: 'age1' }],
}

describe('schemas from outside', {
  'keywords beyond those of Kubernetes are judged, or said not to be': () => {
    for (const [schema, value, expected] of CASES)
      assert.equal(said(schema, value), [expected, expected], JSON.stringify([schema, value]))
  },
  'what SOPS has encrypted is not judged, and all else is': () => {
    const encrypted = 'ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]'
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      data: { key: encrypted },
    }
    const tell = (resource: object) =>
      checkObject(resource as Resource, catalog, '1.34').map(({ pointer }) => pointer)
    assert.equal(tell({ ...secret, sops }), [])
    assert.equal(tell(secret), ['/data/key'])
    assert.equal(tell({ ...secret, sops, data: { key: 'no base64!' }, typ: 'a' }), [
      '/data/key',
      '/typ',
    ])
    const deployment = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a' },
      spec: { ports: [{ port: encrypted }] },
    }
    assert.equal(tell({ ...deployment, sops }), [])
    const sealed = {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'a' },
      spec: { encryptedData: { a: 'AgBy3i' } },
    }
    assert.equal(tell(sealed), [])
  },
})

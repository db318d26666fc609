import type { Random } from '../random.ts'
import { type Field, writeBeside } from './layer.ts'
import { fields } from './names.ts'
import type { Body } from './value.ts'
import { writeYaml } from './write.ts'

/** A schema of a custom kind, alone: it replaces the builtin one. */
export const openapi: Field = (layer) => {
  const { r } = layer
  if (r.chance(0.2)) return { version: r.pick(['v1.21.2', 'v1.20.4']) }
  const definitions = schemas(r)
  const whole = r.chance(0.3)
    ? { swagger: '2.0', info: { title: 'x', version: 'v1' }, paths: paths(r), definitions }
    : { definitions }
  const text = r.chance(0.8) ? JSON.stringify(whole) : writeYaml(r, whole)
  return { path: writeBeside(layer, 'schema', { text }) }
}

/** Types of a custom kind and of Deployments: lists with one key, several, none; values of their own and by reference. */
function schemas(r: Random): Body {
  const list = (element: Body): Body => ({
    type: 'array',
    items: element,
    ...fields(r, {
      'x-kubernetes-patch-merge-key': [0.8, () => r.pick(['name', 'value', 'image'])],
      'x-kubernetes-patch-strategy': [
        0.8,
        () => r.pick(['merge', 'merge', 'replace', 'merge,retainKeys']),
      ],
      'x-kubernetes-list-map-keys': [0.2, () => r.some(['name', 'value', 'containerPort'], 1, 2)],
      'x-kubernetes-list-type': [0.2, () => r.pick(['map', 'set', 'atomic'])],
    }),
  })
  const element = r.chance(0.5) ? { type: 'object' } : { $ref: '#/definitions/Element' }
  const spec = {
    properties: {
      items: list(element),
      containers: list({ type: 'object' }),
      nested: { $ref: '#/definitions/Nested' },
    },
  }
  const gvk = (group: string, version: string, kind: string) => ({
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  })
  const pod = { properties: { spec: { properties: { containers: list(element) } } } }
  return {
    'org.example.v1.Widget': { properties: { spec }, ...gvk('example.org', 'v1', 'Widget') },
    ...fields(r, {
      Element: [
        0.8,
        () => ({ properties: { name: { type: 'string' }, value: { type: 'string' } } }),
      ],
      Nested: [0.6, () => ({ properties: { a: list({ type: 'object' }), c: { type: 'string' } } })],
      'io.k8s.Deployment': [
        0.4,
        () => ({
          properties: { spec: { properties: { template: pod } } },
          ...gvk('apps', 'v1', 'Deployment'),
        }),
      ],
      'io.k8s.ConfigMap': [0.2, () => gvk('', 'v1', 'ConfigMap')],
    }),
  }
}

/** Where a server would have the kind: with a namespace, or without. */
const paths = (r: Random): Body => {
  const place = r.pick([
    '/apis/example.org/v1/namespaces/{namespace}/widgets',
    '/apis/example.org/v1/widgets',
  ])
  return {
    [place]: {
      get: {
        'x-kubernetes-action': 'list',
        'x-kubernetes-group-version-kind': { group: 'example.org', version: 'v1', kind: 'Widget' },
      },
    },
  }
}

/** Definitions whose extensions name references and labels. */
export const crds: Field = (layer) => {
  const { r } = layer
  const api = 'example.org/pkg.Widget'
  const ref = { $ref: '#/definitions/example.org/pkg.WidgetSpec' }
  const top = {
    Schema: {
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object' },
        spec: ref,
      },
    },
  }
  const spec = { Schema: { properties: crdFields(r) } }
  const text = JSON.stringify({ [api]: top, [`${api}Spec`]: spec })
  return [
    writeBeside(layer, 'crd', {
      text: text.replaceAll('"Schema"', r.pick(['"Schema"', '"schema"'])),
    }),
  ]
}

const field = (extension: Body): Body => ({ type: 'string', ...extension })

const refersTo = (kind: string, apiVersion = 'v1'): Body => ({
  'x-kubernetes-object-ref-api-version': apiVersion,
  'x-kubernetes-object-ref-kind': kind,
})

const crdFields = (r: Random): Body =>
  fields(r, {
    secretName: [0.7, () => field(refersTo(r.pick(['Secret', 'ConfigMap'])))],
    selector: [0.5, () => field({ 'x-kubernetes-label-selector': '' })],
    notes: [0.4, () => field({ 'x-kubernetes-annotation': '' })],
    size: [0.3, () => field({ 'x-kubernetes-identity': '' })],
    image: [
      0.2,
      () => field(refersTo(r.pick(['Widget', 'Secret']), r.pick(['example.org/v1', 'v1']))),
    ],
    items: [0.3, () => ({ type: 'array', items: { properties: { name: keyed(r) } } })],
    nested: [
      0.3,
      () => ({
        type: 'object',
        properties: {
          c: field({ ...refersTo('Service'), 'x-kubernetes-object-ref-name-key': 'name' }),
        },
      }),
    ],
  })

const keyed = (r: Random): Body =>
  field({
    ...refersTo('ConfigMap'),
    ...fields(r, { 'x-kubernetes-object-ref-name-key': [0.3, () => r.pick(['name', 'value'])] }),
  })

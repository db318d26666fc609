import { fieldSpec } from './configurations.ts'
import { options } from './generators.ts'
import { type Field, target, writeBeside } from './layer.ts'
import { fields, imageName, labels, namespace, stringLabels } from './names.ts'
import { text } from './scalars.ts'
import type { Body } from './value.ts'

/** The fields of kustomization.yaml whose values stand for themselves. */
export const namePrefix: Field = ({ r }) => r.pick(['p-', 'dev-', 'a', 'x.', text(r, 0.1)])

export const nameSuffix: Field = ({ r }) => r.pick(['-s', '-v2', '1', '-2025', text(r, 0.1)])

export const namespaceField: Field = ({ r }) => (r.chance(0.95) ? namespace(r) : text(r))

export const labelsField: Field = ({ r }) =>
  r.many(1, 2, () => ({
    pairs: stringLabels(r),
    ...fields(r, {
      includeSelectors: [0.3, () => r.chance(0.9)],
      includeTemplates: [0.3, () => r.chance(0.9)],
      fields: [
        0.15,
        () =>
          r.many(1, 2, () => fieldSpec(r, ['spec/selector', 'metadata/labels', 'spec/x/y'], 0.7)),
      ],
    }),
  }))

export const commonLabels: Field = ({ r }) => (r.chance(0.95) ? stringLabels(r) : labels(r))

export const commonAnnotations: Field = ({ r }) =>
  r.chance(0.95)
    ? { ...stringLabels(r), ...(r.chance(0.4) ? { note: text(r, 0.9) } : {}) }
    : labels(r)

export const images: Field = ({ r }) =>
  r.many(1, 3, () => ({
    name: imageName(r),
    ...fields(r, {
      newName: [0.4, () => r.pick(['mirror.example.org/nginx', 'x:5', 'a/b', ''])],
      newTag: [0.6, () => r.pick(['v2', '1.10', 'latest', '2001-01-01', '010', text(r, 0.1)])],
      digest: [0.15, () => r.pick(['sha256:0123', 'sha512:1'])],
      tagSuffix: [0.08, () => '-alpine'],
    }),
  }))

const scaled = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']

export const replicas: Field = (layer) => {
  const { r, things } = layer
  if (!things.some(({ kind }) => scaled.includes(kind))) return undefined
  return r.many(1, 2, () => ({ name: target(layer, scaled).name, count: r.int(12) }))
}

export const generatorOptions: Field = ({ r }) => options(r)

export const sortOptions: Field = ({ r }): Body => {
  const kinds = ['Namespace', 'ConfigMap', 'Deployment', 'Service', 'Widget', 'Role']
  const order = r.pick(['legacy', 'fifo', 'legacy'])
  const own = order === 'legacy' && r.chance(0.5)
  if (!own) return { order }
  return {
    order,
    legacySortOptions: { orderFirst: r.some(kinds, 0, 3), orderLast: r.some(kinds, 0, 3) },
  }
}

const words = ['managedByLabel', 'originAnnotations', 'transformerAnnotations']

export const buildMetadata: Field = ({ r }) => r.some(words, 1, 3)

/** A schema of a custom kind, alone: it replaces the builtin one. */
export const openapi: Field = (layer) => {
  const { r } = layer
  if (r.chance(0.2)) return { version: r.pick(['v1.21.2', 'v1.20.4']) }
  const list = {
    type: 'array',
    items: { type: 'object' },
    'x-kubernetes-patch-merge-key': 'name',
    'x-kubernetes-patch-strategy': 'merge',
  }
  const gvk = [{ group: 'example.org', version: 'v1', kind: 'Widget' }]
  const spec = { properties: { spec: { properties: { items: list, containers: list } } } }
  const definitions = {
    'org.example.v1.Widget': { ...spec, 'x-kubernetes-group-version-kind': gvk },
  }
  return { path: writeBeside(layer, 'schema', { text: JSON.stringify({ definitions }) }) }
}

/** Definitions whose extensions name references and labels. */
export const crds: Field = (layer) => {
  const { r } = layer
  const field = (extension: Body) => ({ type: 'string', ...extension })
  const properties = fields(r, {
    secretName: [
      0.7,
      () =>
        field({
          'x-kubernetes-object-ref-api-version': 'v1',
          'x-kubernetes-object-ref-kind': r.pick(['Secret', 'ConfigMap']),
        }),
    ],
    selector: [0.5, () => field({ 'x-kubernetes-label-selector': '' })],
    notes: [0.4, () => field({ 'x-kubernetes-annotation': '' })],
    size: [0.3, () => field({ 'x-kubernetes-identity': '' })],
    nested: [
      0.3,
      () => ({
        type: 'object',
        properties: {
          c: field({
            'x-kubernetes-object-ref-api-version': 'v1',
            'x-kubernetes-object-ref-kind': 'Service',
            'x-kubernetes-object-ref-name-key': 'name',
          }),
        },
      }),
    ],
  })
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
  const text = JSON.stringify({ [api]: top, [`${api}Spec`]: { Schema: { properties } } })
  return [
    writeBeside(layer, 'crd', {
      text: text.replaceAll('"Schema"', r.pick(['"Schema"', '"schema"'])),
    }),
  ]
}

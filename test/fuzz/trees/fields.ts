import { fieldSpec } from './configurations.ts'
import { options } from './generators.ts'
import { type Field, target } from './layer.ts'
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
      includeVolumeClaimTemplates: [0.005, () => true],
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

export const metadata: Field = ({ r }) => ({
  name: text(r),
  ...fields(r, { labels: [0.3, () => labels(r)] }),
})

const words = ['managedByLabel', 'originAnnotations', 'transformerAnnotations']

export const buildMetadata: Field = ({ r }) => r.some(words, 1, 3)

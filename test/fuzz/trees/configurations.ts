import type { Random } from '../random.ts'
import { type Field, writeBeside } from './layer.ts'
import { fields } from './names.ts'
import type { Body, Value } from './value.ts'

const kinds = ['Widget', 'Deployment', 'ConfigMap', 'Service', 'StatefulSet', 'Ingress']

/** Field specs over custom and usual kinds, as `configurations:` reads them. */
export const configurations: Field = (layer) => [
  writeBeside(layer, 'config', configuration(layer.r)),
]

function configuration(r: Random): Body {
  const specs = (paths: readonly string[], create: number) => () =>
    r.many(1, 2, () => fieldSpec(r, paths, create))
  return fields(r, {
    namePrefix: [0.3, specs(['metadata/name', 'spec/secretName', 'metadata/labels/app'], 0)],
    nameSuffix: [0.15, specs(['metadata/name', 'spec/secretName'], 0)],
    namespace: [0.2, specs(['spec/namespace', 'metadata/annotations/ns', 'spec/nested/c'], 0.5)],
    commonLabels: [0.4, specs(['spec/selector', 'spec/template/metadata/labels', 'spec/x/y'], 0.5)],
    commonAnnotations: [0.3, specs(['spec/notes', 'spec/template/metadata/annotations'], 0.6)],
    images: [0.3, specs(['spec/image', 'spec/items/value', 'spec/items[]/name'], 0.2)],
    replicas: [0.2, specs(['spec/size', 'spec/count'], 0.6)],
    varReference: [
      0.3,
      specs(['spec/size', 'spec/items/value', 'data', 'metadata/annotations'], 0),
    ],
    labels: [0.15, specs(['spec/selector', 'spec/x'], 0.5)],
    templateLabels: [0.1, specs(['spec/template/metadata/labels'], 0.5)],
    nameReference: [0.5, () => r.many(1, 2, () => nameReference(r))],
  })
}

/** A place that a transformer changes. */
export const fieldSpec = (r: Random, paths: readonly string[], create: number): Body => ({
  path: r.pick(paths),
  ...fields(r, {
    kind: [0.6, () => r.pick(kinds)],
    group: [0.1, () => r.pick(['apps', 'example.org'])],
    version: [0.1, () => r.pick(['v1', 'v2'])],
    create: [create, () => true],
  }),
})

const nameReference = (r: Random): Value => ({
  kind: r.pick(['ConfigMap', 'Secret', 'Widget', 'Service', 'ClusterIssuer']),
  ...fields(r, { version: [0.3, () => 'v1'], group: [0.1, () => 'example.org'] }),
  fieldSpecs: r.many(1, 2, () =>
    fieldSpec(
      r,
      ['spec/secretName', 'spec/items/name', 'metadata/annotations/ref', 'spec/parentRefs/name'],
      0.1,
    ),
  ),
})

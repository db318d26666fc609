import type { Random } from '../random.ts'
import { fieldSpec } from './configurations.ts'
import { configMap } from './generators.ts'
import { type Field, type Layer, selector, target, writeBeside } from './layer.ts'
import { fields, imageName, name, namespace, stringLabels } from './names.ts'
import { operations } from './operations.ts'
import { patchEntry } from './patches.ts'
import { replacement } from './replacements.ts'
import { text } from './scalars.ts'
import type { Body, Value } from './value.ts'
import { writeYaml } from './write.ts'

/** `transformers:` with builtin plugins: in place, in a file, in a directory. */
export const transformers: Field = (layer) =>
  layer.r.many(1, 2, () => config(layer, transformer(layer)))

export const generators: Field = (layer) =>
  layer.r.many(1, 2, () => config(layer, generator(layer)))

export const validators: Field = (layer) => [
  config(layer, layer.r.chance(0.6) ? transformer(layer) : validator(layer.r)),
]

/** What may be left behind by a validator, and what it checks. */
const validator = (r: Random): Body =>
  plugin(r, 'LabelTransformer', {
    labels: { [r.pick(['validated-by', 'validated-by', 'app'])]: text(r, 0.1) },
    fieldSpecs: [{ path: r.pick(['metadata/labels', 'spec/selector']), create: r.chance(0.8) }],
  })

function config(layer: Layer, body: Body): Value {
  const { r, dir, files } = layer
  if (r.chance(0.5)) return writeYaml(r, body)
  const more = r.chance(0.1) ? `---\n${writeYaml(r, transformer(layer))}` : ''
  const path = writeBeside(layer, 'plugin', { text: writeYaml(r, body) + more })
  if (r.chance(0.8)) return path
  const folder = `plugins-${path.replace(/\W/g, '')}`
  files.set(`${dir}${folder}/${path}`, files.get(dir + path) ?? '')
  files.set(`${dir}${folder}/kustomization.yaml`, `resources: [${path}]\n`)
  files.delete(dir + path)
  return folder
}

const plugin = (r: Random, kind: string, body: Body): Body => ({
  apiVersion: 'builtin',
  kind,
  metadata: { name: r.pick(['x', 'not-important', name(r)]) },
  ...body,
})

function generator(layer: Layer): Body {
  const { r } = layer
  if (r.chance(0.15)) return iamPolicy(r)
  const kind = r.pick(['ConfigMap', 'Secret'] as const)
  const { name: own, namespace: place, ...body } = configMap(layer, kind)
  const made = plugin(r, `${kind}Generator`, body)
  return {
    ...made,
    metadata: { name: own ?? 'x', ...(place === undefined ? {} : { namespace: place }) },
  }
}

const iamPolicy = (r: Random): Body =>
  plugin(r, 'IAMPolicyGenerator', {
    cloud: r.chance(0.95) ? 'gke' : text(r),
    kubernetesService: { name: name(r), ...fields(r, { namespace: [0.6, () => namespace(r)] }) },
    serviceAccount: { name: text(r, 0.1), projectId: text(r, 0.1) },
  })

const makers: readonly (readonly [kind: string, make: (layer: Layer) => Body])[] = [
  [
    'PrefixTransformer',
    ({ r }) => ({ prefix: 'pre-', ...specs(r, 0.8, ['metadata/name', 'spec/secretName']) }),
  ],
  [
    'PrefixSuffixTransformer',
    ({ r }) => ({
      ...fields(r, { prefix: [0.8, () => 'pre-'], suffix: [0.8, () => '-suf'] }),
      ...specs(r, 0.8, ['metadata/name', 'spec/secretName']),
    }),
  ],
  ['SuffixTransformer', ({ r }) => ({ suffix: '-suf', ...specs(r, 0.8, ['metadata/name']) })],
  [
    'LabelTransformer',
    ({ r }) => ({
      labels: stringLabels(r),
      ...specs(r, 0.9, ['metadata/labels', 'spec/selector', 'spec/template/metadata/labels']),
    }),
  ],
  [
    'AnnotationsTransformer',
    ({ r }) => ({
      annotations: stringLabels(r),
      ...specs(r, 0.9, ['spec/x', 'spec/template/metadata/annotations']),
    }),
  ],
  ['NamespaceTransformer', ({ r }) => namespaceTransformer(r)],
  ['PatchTransformer', (layer) => patchEntry(layer)],
  ['PatchStrategicMergeTransformer', (layer) => ({ patches: writeYaml(layer.r, mergeOf(layer)) })],
  ['PatchJson6902Transformer', (layer) => json6902(layer)],
  [
    'ReplicaCountTransformer',
    (layer) => ({
      replica: { name: target(layer, ['Deployment', 'StatefulSet']).name, count: layer.r.int(9) },
      ...specs(layer.r, 0.9, ['spec/replicas', 'spec/size']),
    }),
  ],
  [
    'ImageTagTransformer',
    ({ r }) => ({
      imageTag: { name: imageName(r), newTag: text(r, 0.1) },
      ...specs(r, 0.7, ['spec/image', 'spec/template/spec/containers/image']),
    }),
  ],
  [
    'ReplacementTransformer',
    (layer) => ({ replacements: layer.r.many(1, 2, () => replacement(layer)) }),
  ],
  ['ValueAddTransformer', (layer) => valueAdd(layer)],
  ['HashTransformer', () => ({})],
]

function transformer(layer: Layer): Body {
  const { r, things } = layer
  const [kind, make] = r.pick(makers)
  const lost =
    kind === 'ReplicaCountTransformer' && !things.some((thing) => thing.kind === 'Deployment')
  return lost ? transformer(layer) : plugin(r, kind, make(layer))
}

const specs = (r: Random, chance: number, paths: readonly string[]): Body =>
  fields(r, { fieldSpecs: [chance, () => r.many(1, 2, () => fieldSpec(r, paths, 0.6))] })

function namespaceTransformer(r: Random): Body {
  return {
    ...fields(r, {
      metadata: [0.9, () => ({ name: 'n', namespace: namespace(r) })],
      unsetOnly: [0.4, () => r.chance(0.8)],
      setRoleBindingSubjects: [0.4, () => r.pick(['defaultOnly', 'allServiceAccounts', 'none'])],
    }),
    ...specs(r, 0.6, ['metadata/namespace', 'metadata/name', 'spec/x']),
  }
}

const mergeOf = (layer: Layer): Body => {
  const { apiVersion, kind, name: own } = target(layer)
  return { apiVersion, kind, metadata: { name: own, labels: stringLabels(layer.r) } }
}

function json6902(layer: Layer): Body {
  const thing = target(layer)
  return {
    target: { ...selector(layer, thing), kind: thing.kind, name: thing.name },
    jsonOp: writeYaml(layer.r, operations(layer.r, thing)),
  }
}

function valueAdd(layer: Layer): Body {
  const { r } = layer
  return {
    value: text(r, 0.2),
    ...fields(r, {
      targets: [
        0.9,
        () =>
          r.many(1, 2, () => ({
            ...fields(r, { selector: [0.7, () => selector(layer, target(layer))] }),
            fieldPath: r.pick(['metadata/namespace', 'spec/x', 'metadata/labels/app']),
            ...fields(r, { filePathPosition: [0.1, () => r.int(3)] }),
          })),
      ],
      targetFilePath: [0.1, () => 'a/b.yaml'],
    }),
  }
}

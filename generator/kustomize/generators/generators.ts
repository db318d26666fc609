import { UserError } from '../../core/finding.ts'
import { type Node, scalar } from '../../yaml/index.ts'
import type { Behavior, Entry } from '../identity/entry.ts'
import { entryOf, fromLabels } from '../identity/entry.ts'
import type { Layer } from '../layer.ts'
import { createdLines, createdText } from '../node/created-text.ts'
import type { MapNode } from '../node/node.ts'
import { withPlainKeys } from '../node/plain-key.ts'
import { readPlaced } from '../read/documents.ts'
import type { GeneratorArgs, GeneratorOptions } from '../read/kustomization.ts'
import { base64Lines } from './base64-lines.ts'
import { type KeyValues, keyValuesOf } from './key-values.ts'

/** What the generators of a kustomization make: ConfigMaps, then Secrets. They still have to be absorbed. Throws UserError. */
export function generate(layer: Layer): readonly Entry[] {
  const { configMapGenerator = [], secretGenerator = [] } = layer.kustomization
  return [
    ...configMapGenerator.map((args, i) =>
      layer.at(`/configMapGenerator/${i}`, () => layer.begun(make('ConfigMap', args, i, layer))),
    ),
    ...secretGenerator.map((args, i) =>
      layer.at(`/secretGenerator/${i}`, () => layer.begun(make('Secret', args, i, layer))),
    ),
  ]
}

function make(
  kind: 'ConfigMap' | 'Secret',
  args: GeneratorArgs,
  position: number,
  layer: Layer,
): Entry {
  const field = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator'
  const place = `${layer.file}: ${field}[${position}]`
  return makeConfig(kind, args, layer.kustomization.generatorOptions ?? {}, place, layer)
}

/** A ConfigMap or Secret of its sources; `all` are options for every generator, `place` what the object comes from. Throws UserError. */
export function makeConfig(
  kind: 'ConfigMap' | 'Secret',
  args: GeneratorArgs,
  all: GeneratorOptions,
  place: string,
  layer: Layer,
): Entry {
  if (!args.name)
    throw new UserError({ message: `${place} has no name`, hint: 'give the object a name' })
  const options = mergeOptions(args.options ?? {}, all)
  const node = baseOf(kind, layer)
  node.set('metadata', metadataFor(kind, args, options))
  if (kind === 'Secret') node.set('type', createdLines(args.type || 'Opaque'))
  const values = keyValuesOf(args, place, layer)
  for (const [name, data] of kind === 'Secret' ? secretData(values) : configMapData(values))
    node.set(name, data)
  if (options.immutable) node.set('immutable', true)
  return {
    ...entryOf(node, place, layer.schemas),
    read: undefined,
    hashed: !options.disableNameSuffixHash,
    behavior: behaviorOf(args.behavior),
    notesStand: fromLabels(node),
  }
}

/** Upstream reads it from a text that begins with an empty line. */
function baseOf(kind: 'ConfigMap' | 'Secret', { isPlaced }: Layer): MapNode {
  if (isPlaced) return readPlaced(`\napiVersion: v1\nkind: ${kind}\n`) as MapNode
  return new Map<string, Node>([
    ['apiVersion', 'v1'],
    ['kind', kind],
  ])
}

function behaviorOf(word: string | undefined): Behavior {
  return word === 'create' || word === 'merge' || word === 'replace' ? word : 'unspecified'
}

/** Local options win in the maps; a switch that is on globally cannot be turned off. */
function mergeOptions(own: GeneratorOptions, all: GeneratorOptions): GeneratorOptions {
  return {
    labels: { ...all.labels, ...own.labels },
    annotations: { ...all.annotations, ...own.annotations },
    disableNameSuffixHash: (own.disableNameSuffixHash || all.disableNameSuffixHash) ?? false,
    immutable: (own.immutable || all.immutable) ?? false,
  }
}

function metadataFor(
  kind: 'ConfigMap' | 'Secret',
  { name = '', namespace }: GeneratorArgs,
  options: GeneratorOptions,
): MapNode {
  const metadata: MapNode = new Map([['name', createdText(name)]])
  if (namespace) metadata.set('namespace', createdText(namespace))
  for (const field of ['labels', 'annotations'] as const) {
    const texts = Object.entries(options[field] ?? {})
    // At an empty key, which comes first, upstream gives up; of a Secret it does not tell.
    const isGivenUp = kind === 'Secret' && texts.some(([key]) => key === '')
    if (isGivenUp) return field === 'labels' ? metadata.set(field, new Map()) : metadata
    if (texts.length === 0) continue
    const quoted = texts.map(([key, text]) => [key, scalar(text, 'single')] as const)
    metadata.set(field, withPlainKeys(new Map(quoted)))
  }
  return metadata
}

/** Text in `data`, bytes in `binaryData`; neither when there is nothing. */
function configMapData(values: KeyValues): readonly (readonly [string, MapNode])[] {
  const data: MapNode = new Map()
  const binaryData: MapNode = new Map()
  for (const [key, value] of values)
    if (typeof value === 'string') data.set(key, createdLines(value))
    else binaryData.set(key, createdLines(base64Lines(value)))
  const all = { data: withPlainKeys(data), binaryData: withPlainKeys(binaryData) }
  return Object.entries(all).filter(([, map]) => map.size > 0)
}

function secretData(values: KeyValues): readonly (readonly [string, MapNode])[] {
  const data: MapNode = new Map(
    [...values].map(([key, value]) => [key, createdLines(base64Lines(value))]),
  )
  return [['data', withPlainKeys(data)]]
}

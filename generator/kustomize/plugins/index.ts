import { UserError } from '../../core/finding.ts'
import {
  printKustomize,
  readAgain,
  readNodes,
  toExactJson,
  withTextKeys,
} from '../../yaml/index.ts'
import { currentId, type Entry, metadataOf } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import type { Layer } from '../layer.ts'
import { fieldText, isMap } from '../node/node.ts'
import { asWanted } from '../read/as-wanted.ts'
import { decode } from '../read/decode.ts'
import { annotationsTransformer } from './annotations-transformer.ts'
import { configMapGenerator, secretGenerator } from './config-map-generator.ts'
import { hashTransformer } from './hash-transformer.ts'
import { iamPolicyGenerator } from './iam-policy-generator.ts'
import { imageTagTransformer } from './image-tag-transformer.ts'
import { labelTransformer } from './label-transformer.ts'
import { namespaceTransformer } from './namespace-transformer.ts'
import { patchJson6902Transformer } from './patch-json6902-transformer.ts'
import { patchStrategicMergeTransformer } from './patch-strategic-merge-transformer.ts'
import { patchTransformer } from './patch-transformer.ts'
import type { Plugin } from './plugin.ts'
import { prefixSuffixTransformer } from './prefix-suffix-transformer.ts'
import { prefixTransformer } from './prefix-transformer.ts'
import { replacementTransformer } from './replacement-transformer.ts'
import { replicaCountTransformer } from './replica-count-transformer.ts'
import { suffixTransformer } from './suffix-transformer.ts'
import { valueAddTransformer } from './value-add-transformer.ts'

/** Every builtin plugin of kustomize 5.8.1 that may be configured, but helm. */
const plugins: Readonly<Record<string, Plugin>> = {
  AnnotationsTransformer: annotationsTransformer,
  ConfigMapGenerator: configMapGenerator,
  HashTransformer: hashTransformer,
  IAMPolicyGenerator: iamPolicyGenerator,
  ImageTagTransformer: imageTagTransformer,
  LabelTransformer: labelTransformer,
  NamespaceTransformer: namespaceTransformer,
  PatchJson6902Transformer: patchJson6902Transformer,
  PatchStrategicMergeTransformer: patchStrategicMergeTransformer,
  PatchTransformer: patchTransformer,
  PrefixSuffixTransformer: prefixSuffixTransformer,
  PrefixTransformer: prefixTransformer,
  ReplacementTransformer: replacementTransformer,
  ReplicaCountTransformer: replicaCountTransformer,
  SecretGenerator: secretGenerator,
  SuffixTransformer: suffixTransformer,
  ValueAddTransformer: valueAddTransformer,
}

/** What an entry of `generators` makes. Throws UserError. */
export function generatorOf(config: Entry, layer: Layer): readonly Entry[] {
  const plugin = pluginOf(config)
  if (plugin.generate === undefined)
    throw fail(config, 'is no generator', 'list it under transformers')
  const read = readArguments(config, plugin)
  const made = plugin.generate(read, { config, layer: forPlugin(config, layer) })
  return made.map((entry) => layer.begun(entry))
}

/** What an entry of `transformers` or `validators` does with objects. Its configuration is checked at once. Throws UserError. */
export function transformerOf(
  config: Entry,
  layer: Layer,
): (entries: readonly Entry[]) => readonly Entry[] {
  const plugin = pluginOf(config)
  if (plugin.transform === undefined)
    throw fail(config, 'is no transformer', 'list it under generators')
  const read = readArguments(config, plugin)
  const own = forPlugin(config, layer)
  return plugin.transform(read, { config, layer: own })
}

/** Files are still those of the kustomization, wherever the configuration stands. */
function forPlugin(config: Entry, layer: Layer): Layer {
  return { ...layer, file: config.origin }
}

function pluginOf(config: Entry): Plugin {
  const { kind } = currentId(config)
  if (fieldText(config.node, 'apiVersion') !== 'builtin') throw external(config)
  const plugin = Object.hasOwn(plugins, kind) ? plugins[kind] : undefined
  if (plugin !== undefined) return plugin
  if (kind === 'HelmChartInflationGenerator')
    throw fail(
      config,
      'needs helm, which is not run here',
      'render the chart first (`helm template RELEASE CHART --output-dir DIR`) and list its files under resources',
    )
  throw fail(
    config,
    'is no builtin plugin',
    `kustomize has ${Object.keys(plugins).sort().join(', ')}`,
  )
}

function external(config: Entry): UserError {
  const annotations = metadataOf(config.node).get('annotations')
  const isFunction =
    isMap(annotations) &&
    (annotations.has('config.kubernetes.io/function') || annotations.has('config.k8s.io/function'))
  return fail(
    config,
    isFunction
      ? 'runs a container, a program or a script, which is not done here'
      : `is a plugin of ${fieldText(config.node, 'apiVersion') || 'nobody'}: a program or a Go library, which is not run here`,
    'run it beforehand and keep what it makes under resources, or use a builtin (apiVersion: builtin)',
  )
}

function readArguments(config: Entry, { shape, isYaml = false }: Plugin): unknown {
  const text = printKustomize(readAgain(withTextKeys(config.node, true)))
  const dialect = isYaml ? 'resource' : 'config'
  const [node = null] = readNodes(text, config.origin, dialect, { duplicateKeys: 'last' })
  const mistakes: string[] = []
  const json = isYaml ? asWanted(node, shape) : toExactJson(node)
  const read = decode(json, shape, ({ message }) => mistakes.push(message), 'ignored')
  if (mistakes.length > 0)
    throw fail(config, `cannot be read: ${mistakes.join('; ')}`, 'correct its fields')
  return read ?? {}
}

function fail(config: Entry, what: string, hint: string): UserError {
  return new UserError({
    message: `${config.origin}: ${printId(currentId(config))} ${what}`,
    hint,
  })
}

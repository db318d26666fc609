import { makeConfig } from '../generators/generators.ts'
import type { Shape } from '../read/decode.ts'
import type { GeneratorArgs } from '../read/kustomization.ts'
import { generatorFields } from '../read/kustomization-shape.ts'
import { generator, type Host, type Plugin } from './plugin.ts'

type Arguments = GeneratorArgs & {
  readonly metadata?: { readonly name?: string; readonly namespace?: string }
}

const metadata: Shape = { fields: { name: 'text', namespace: 'text' } }

/** ConfigMapGenerator: one entry of `configMapGenerator`. */
export const configMapGenerator: Plugin = generator<Arguments>(
  { ...generatorFields, metadata },
  (read, host) => make('ConfigMap', read, host),
)

/** SecretGenerator: one entry of `secretGenerator`. */
export const secretGenerator: Plugin = generator<Arguments>(
  { ...generatorFields, metadata, type: 'string' },
  (read, host) => make('Secret', read, host),
)

/** Name and namespace are those of the configuration unless it says otherwise; `env`, which is old, means nothing here. */
function make(
  kind: 'ConfigMap' | 'Secret',
  { metadata: own, env: _, ...args }: Arguments,
  { layer }: Host,
) {
  const { name = '', namespace = '' } = own ?? {}
  const named = { ...args, name: args.name || name, namespace: args.namespace || namespace }
  return [makeConfig(kind, named, {}, `${layer.file}: ${kind}Generator`, layer)]
}

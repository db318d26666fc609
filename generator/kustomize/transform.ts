import { posix } from 'node:path'
import type { PluginConfig, Site } from './build.ts'
import { pluginNote, toolNote, withStep } from './finish/build-metadata.ts'
import type { Entry } from './identity/entry.ts'
import { transformerOf } from './plugins/index.ts'
import { during, pluginStep } from './provenance/trace.ts'
import { type FieldTransformer, transformers } from './transformers/index.ts'

/** Run the transformers of a kustomization: those of its fields, then those that `transformers` configure. Throws UserError. */
export function transform(site: Site, configs: readonly PluginConfig[]): void {
  const { build, growth, layer } = site
  const plugins = configs.map(({ config, pointer }) => ({
    config,
    pointer,
    run: layer.at(pointer, () => transformerOf(config, layer)),
  }))
  const noting = build.metadata.length > 0
  for (const transformer of transformers)
    growth.entries = noting
      ? [...inSteps(transformer, site)]
      : [...transformer.run(growth.entries, layer)]
  for (const { config, pointer, run } of plugins) {
    const note = noting ? pluginNote(config) : undefined
    const changed = layer.at(pointer, () =>
      during(build.source.trace, pluginStep(config), () => run(growth.entries)),
    )
    growth.entries = [...(note === undefined ? changed : withStep(changed, note))]
  }
}

/** The same with a note on every object after each step, whether it changed the object or not. */
function inSteps({ plugin, run, steps }: FieldTransformer, site: Site): readonly Entry[] {
  const { directory, shown, growth, layer } = site
  const file = posix.join(shown, posix.basename(directory.file))
  const note = toolNote(file, { apiVersion: 'builtin', kind: plugin })
  let entries: readonly Entry[] = growth.entries
  for (let only = 0; only < steps(layer.kustomization); only++)
    entries = withStep(run(entries, { ...layer, only }), note)
  return entries
}

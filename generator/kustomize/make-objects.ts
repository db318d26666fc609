import { posix } from 'node:path'
import type { PluginConfig, Site } from './build.ts'
import { pluginNote, toolNote, withOriginIfNone } from './finish/build-metadata.ts'
import { generate } from './generators/generators.ts'
import type { Entry } from './identity/entry.ts'
import { generatorOf } from './plugins/index.ts'
import { during, pluginStep } from './provenance/trace.ts'

/** What the generators of a kustomization make: ConfigMaps, Secrets, then what `generators` configure. They still have to be absorbed. Throws UserError. */
export function makeObjects(site: Site, configs: () => readonly PluginConfig[]): readonly Entry[] {
  const { build, directory, shown, layer } = site
  const made = generate(layer)
  const making = (config: Entry) =>
    during(build.source.trace, pluginStep(config), () => generatorOf(config, layer))
  const plugins = configs().map(({ config, pointer }) => ({
    config,
    made: layer.at(pointer, () => making(config)),
  }))
  if (build.metadata.length === 0) return [...made, ...plugins.flatMap((plugin) => plugin.made)]
  const file = posix.join(shown, posix.basename(directory.file))
  const noted = made.flatMap((entry) => {
    const kind = `${entry.node.get('kind')}Generator`
    return withOriginIfNone([entry], toolNote(file, { apiVersion: 'builtin', kind }))
  })
  const byPlugins = plugins.flatMap(({ config, made: objects }) => {
    const note = pluginNote(config)
    return note === undefined ? objects : withOriginIfNone(objects, note)
  })
  return [...noted, ...byPlugins]
}

import { placesIn } from '../yaml/index.ts'
import type { Build, Growth } from './build.ts'
import type { Layer } from './layer.ts'
import { begun, during } from './provenance/trace.ts'
import type { Kustomization } from './read/kustomization.ts'
import { type Directory, loadFile, textOfFile } from './read/loader.ts'
import { located } from './read/located.ts'
import { writtenAt } from './written-text.ts'

/** What the transformers of one kustomization see of it and of its build. */
export function layerOf(
  { source, knowledge }: Build,
  directory: Directory,
  kustomization: Kustomization,
  growth: Growth,
): Layer {
  const { files, restrictor, trace } = source
  const { file } = directory
  const load = (named: string) => loadFile(files, directory, named, restrictor)
  let places: ReturnType<typeof placesIn> | undefined
  const placeIn = (pointer: string) => {
    places ??= placesIn(directory.text, file)
    return places(pointer)
  }
  return {
    kustomization,
    get tables() {
      return growth.tables
    },
    get schemas() {
      return knowledge.schemas
    },
    isPlaced: source.placed === undefined,
    merging: () => {
      growth.merged = true
    },
    directory: directory.path,
    file,
    load,
    loadText: (named) => textOfFile(load(named), named),
    warn: (problem, pointer) => {
      const place = placeIn(pointer)
      growth.warnings.push(place === undefined ? problem : { ...problem, place })
    },
    at: (pointer, run) =>
      located(
        () => placeIn(pointer),
        () => during(trace, { file, pointer }, run),
      ),
    written: (entry, steps) => writtenAt(source, entry, steps),
    begun: (made) => begun(trace, made),
  }
}

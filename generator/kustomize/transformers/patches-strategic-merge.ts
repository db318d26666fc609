import { UserError } from '../../core/finding.ts'
import { readObjects } from '../documents.ts'
import type { Layer, Transformer } from '../layer.ts'
import { fittedTo, patchEntry, sourceOf } from '../patch.ts'
import { patchTargets } from '../patch-targets.ts'

/** `patchesStrategicMerge`: files or texts with objects, each changing the object that has its id. */
export const patchesStrategicMerge: Transformer = (entries, layer) => {
  const written = layer.kustomization.patchesStrategicMerge ?? []
  if (written.length === 0) return entries
  const targets = patchTargets(entries)
  for (const [place, text] of written.entries())
    layer.at(`/patchesStrategicMerge/${place}`, () => {
      const { source, objects } = readPatches(text, place, layer)
      for (const object of objects)
        targets.change(object, source, (entry) =>
          patchEntry(entry, fittedTo(object, entry.node), {}, source),
        )
    })
  return targets.entries()
}

/** An entry is a path unless it reads as objects. */
function readPatches(written: string, place: number, layer: Layer) {
  const isText = written.includes('\n') || written.includes(': ')
  const source = sourceOf(layer.file, 'patchesStrategicMerge', place, isText ? undefined : written)
  const objects = readObjects(isText ? written : layer.loadText(written), source)
  if (objects.length === 0)
    throw new UserError({
      message: `${source} holds no patch`,
      hint: 'remove it from patchesStrategicMerge, or write an object into it',
    })
  return { source, objects }
}

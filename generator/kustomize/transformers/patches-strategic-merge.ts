import { UserError } from '../../core/finding.ts'
import { fittedTo, patchEntry, sourceOf } from '../edit/patch.ts'
import { patchTargets } from '../identity/patch-targets.ts'
import { refuseDuplicates } from '../identity/refuse-duplicates.ts'
import type { Layer, Transformer } from '../layer.ts'
import { readObjects } from '../read/documents.ts'
import { keysTwice } from '../warnings/duplicate-key.ts'
import { lossesOf } from '../warnings/list-element-lost.ts'
import { nullTexts } from '../warnings/null-becomes-text.ts'

/** `patchesStrategicMerge`: files or texts with objects, each changing the object that has its id. */
export const patchesStrategicMerge: Transformer = (entries, layer) => {
  const written = layer.kustomization.patchesStrategicMerge ?? []
  if (written.length === 0) return entries
  layer.merging()
  const targets = patchTargets(entries)
  const read = written.map((text, place) =>
    layer.at(`/patchesStrategicMerge/${place}`, () => readPatches(text, place, layer)),
  )
  if (read.every(({ objects }) => objects.length === 0))
    throw new UserError({
      message: `${layer.file}: patchesStrategicMerge holds no patch`,
      hint: 'remove it, or write an object into it',
    })
  refuseDuplicates(entries, `${layer.file}: patchesStrategicMerge`)
  for (const [place, { source, objects }] of read.entries())
    layer.at(`/patchesStrategicMerge/${place}`, () => {
      for (const object of objects) {
        const losses = lossesOf(object, source)
        targets.change(object, source, (entry) =>
          losses.watch(entry, (irregular) =>
            patchEntry(entry, fittedTo(object, entry.node), {}, source, irregular),
          ),
        )
        const twice = keysTwice(object, source)
        for (const problem of [...twice, ...nullTexts(object, source), ...losses.problems()])
          layer.warn(problem, `/patchesStrategicMerge/${place}`)
      }
    })
  return targets.entries()
}

/** An entry is a path unless it reads as objects. */
function readPatches(written: string, place: number, layer: Layer) {
  const inline = sourceOf(layer.file, 'patchesStrategicMerge', place)
  try {
    return { source: inline, objects: readObjects(written, inline, layer.isPlaced) }
  } catch (error) {
    if (!(error instanceof UserError) || written.includes('\n')) throw error
    const source = sourceOf(layer.file, 'patchesStrategicMerge', place, written)
    return { source, objects: readObjects(layer.loadText(written), source, layer.isPlaced) }
  }
}

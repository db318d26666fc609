import { UserError } from '../../core/finding.ts'
import { readOperations } from '../edit/json-operations.ts'
import { sourceOf } from '../edit/patch.ts'
import type { Entry } from '../identity/entry.ts'
import { type Layer, listed, type Transformer } from '../layer.ts'
import type { Patch } from '../read/kustomization.ts'
import { pathsWithoutSlash } from '../warnings/json-patch-path.ts'
import { operate, selectTargets } from './patches.ts'

/** The old `patchesJson6902`: JSON patches that run after labels, with a target that needs a name. */
export const patchesJson6902: Transformer = (entries, layer) =>
  listed(layer.kustomization.patchesJson6902, layer).reduce(
    (now, [place, patch]) =>
      layer.at(`/patchesJson6902/${place}`, () => applyPatch(now, patch, place, layer)),
    entries,
  )

function applyPatch(
  entries: readonly Entry[],
  patch: Patch,
  place: number,
  layer: Layer,
): readonly Entry[] {
  const source = sourceOf(layer.file, 'patchesJson6902', place, patch.path)
  const { target, path } = patch
  if (!target?.name)
    throw new UserError({
      message: `${source} has no target.name`,
      hint: 'say which object it is for',
    })
  if (!path === !patch.patch)
    throw new UserError({
      message: `${source} needs exactly one of patch and path`,
      hint: 'a JSON patch is inline or in a file',
    })
  const operations = readOperations(path ? layer.loadText(path) : (patch.patch ?? ''), source)
  if (operations.length === 0)
    throw new UserError({
      message: `${source} has no operation`,
      hint: 'remove it, or write a list of {op, path, value}',
    })
  const selected = selectTargets(entries, patch, `/patchesJson6902/${place}`, source, layer)
  for (const problem of pathsWithoutSlash(operations, source))
    layer.warn(problem, `/patchesJson6902/${place}`)
  return entries.map((entry) => (selected.has(entry) ? operate(entry, operations, source) : entry))
}

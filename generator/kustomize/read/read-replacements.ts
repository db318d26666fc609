import { UserError } from '../../core/finding.ts'
import { sourceOf } from '../edit/patch.ts'
import type { Layer } from '../layer.ts'
import type { Shape } from './decode.ts'
import type { Replacement } from './kustomization.ts'
import { replacementFileFields } from './kustomization-shape.ts'
import { readConfig } from './read-config.ts'

/** The replacements of one entry: itself, or what the file holds that it names, a map or a list of them. Throws UserError. */
export function readReplacements(
  replacement: Replacement,
  position: number,
  layer: Layer,
): readonly Replacement[] {
  const { path, source, targets = [] } = replacement
  if (!path && targets.length === 0)
    throw new UserError({
      message: `${layer.file}: replacements[${position}] has no targets`,
      hint: 'add targets with select and fieldPaths',
    })
  if (!path) return [replacement]
  if (source !== undefined || targets.length > 0)
    throw new UserError({
      message: `${layer.file}: replacements[${position}] has a path beside a replacement of its own`,
      hint: 'make two entries of it',
    })
  const file = sourceOf(layer.file, 'replacements', position, path)
  const one: Shape = { fields: replacementFileFields }
  const shape = (document: unknown) => (Array.isArray(document) ? { list: one } : one)
  const tolerance = { unknown: 'ignored', duplicateKeys: 'last' } as const
  const read = readConfig(layer.loadText(path), file, shape, tolerance)
  if (read === undefined)
    throw new UserError({
      message: `${file} holds no replacement`,
      hint: 'write a replacement or a list of them, or remove the entry',
    })
  return (Array.isArray(read) ? read : [read]) as readonly Replacement[]
}

import { type Problem, UserError } from '../core/finding.ts'
import { placeOf, readNodes, toJson } from '../yaml/index.ts'
import { decode } from './decode.ts'
import type { Replacement } from './kustomization.ts'
import { replacementFields } from './kustomization-shape.ts'
import type { Layer } from './layer.ts'
import { sourceOf } from './patch.ts'

/** The replacements of one entry: itself, or what the file holds that it names, a map or a list of them. Throws UserError. */
export function readReplacements(
  replacement: Replacement,
  position: number,
  layer: Layer,
): readonly Replacement[] {
  const { path, source, targets = [] } = replacement
  if (!path) return [replacement]
  if (source !== undefined || targets.length > 0)
    throw new UserError({
      message: `${layer.file}: replacements[${position}] has a path beside a replacement of its own`,
      hint: 'make two entries of it',
    })
  const text = layer.loadText(path)
  const file = sourceOf(layer.file, 'replacements', position, path)
  const [node = null] = readNodes(text, file, 'config', { duplicateKeys: 'last' })
  const document = toJson(node)
  const problems: Problem[] = []
  const shape = { fields: replacementFields }
  const read = decode(document, Array.isArray(document) ? { list: shape } : shape, (mistake) => {
    const { pointer, key = false, ...problem } = mistake
    const place = placeOf(text, file, pointer, { key })
    problems.push(place === undefined ? problem : { ...problem, place })
  })
  if (problems.length > 0) throw new UserError(problems)
  return (Array.isArray(read) ? read : [read ?? {}]) as readonly Replacement[]
}

import { type Place, UserError } from '../../core/finding.ts'
import { pointerTo, stepsOf } from '../../core/pointer.ts'
import type { Node } from '../../yaml/index.ts'
import { splitImage } from '../edit/split-image.ts'
import { type MapNode, textOf } from '../node/node.ts'
import type { ImageChange, Kustomization, Patch } from '../read/kustomization.ts'
import { isList as isJsonPatch } from '../transformers/patches.ts'
import { placeInGenerator } from './generator-place.ts'
import { follow, type Hop } from './hops.ts'
import { placeInPatch } from './patch-place.ts'
import { besides, type Readings } from './readings.ts'
import type { Step } from './trace.ts'

/** A change of one value: by which step, where in the object, from what to what. */
export type ValueChange = {
  readonly step: Step
  readonly hops: readonly Hop[]
  /** The object before and after the step. */
  readonly former: MapNode | undefined
  readonly object: MapNode
  readonly before: Node | undefined
  readonly value: Node | undefined
}

/** The line that a change comes from: of the value itself where it is written, else of the field that made it. */
export function placeOfChange(change: ValueChange, readings: Readings): Place {
  try {
    return find(change, readings)
  } catch (error) {
    // The build has read all this in its own way; what is not found again in ours is not worth an error.
    if (!(error instanceof UserError)) throw error
    return readings.placeIn(change.step.file, change.step.pointer)
  }
}

function find(change: ValueChange, readings: Readings): Place {
  const { step, hops, object } = change
  if (step.object !== undefined)
    return placeInResource(step, object, step.plugin === undefined ? hops : [], readings)
  const [field = '', entry] = stepsOf(step.pointer)
  const finder = finders[field]
  // For an object as a whole a field is one place; a patch has its own file.
  const isWhole = (hops.length === 0 || step.plugin !== undefined) && !field.startsWith('patches')
  const found = isWhole
    ? undefined
    : finder?.(change, readings.kustomization(step.file), Number(entry ?? 0), readings)
  return typeof found === 'object' ? found : readings.placeIn(step.file, found ?? step.pointer)
}

function placeInResource(
  { file, object: index = 0 }: Step,
  object: MapNode,
  hops: readonly Hop[],
  readings: Readings,
): Place {
  const placed = readings.objects(file)[index]
  if (placed === undefined) return { file, line: 1, column: 1 }
  const { document, pointer } = placed
  return readings.placeIn(file, `${pointer}${follow(object, hops).there}`, { document })
}

/** A place, or a JSON pointer in the kustomization. */
type Finder = (
  change: ValueChange,
  kustomization: Kustomization,
  entry: number,
  readings: Readings,
) => Place | string | undefined

/** Where the fields of a kustomization say a value; the others say it at their own place. */
const finders: Readonly<Record<string, Finder>> = {
  patches: (change, { patches = [] }, i, readings) =>
    inPatch(change, `/patches/${i}/patch`, patches[i] ?? {}, readings),
  patchesJson6902: (change, { patchesJson6902 = [] }, i, readings) =>
    inPatch(change, `/patchesJson6902/${i}/patch`, patchesJson6902[i] ?? {}, readings, true),
  patchesStrategicMerge: (change, { patchesStrategicMerge = [] }, i, readings) => {
    const written = patchesStrategicMerge[i] ?? ''
    const isPath = !written.includes('\n') && readings.has(besides(change.step.file, written))
    const patch = isPath ? { path: written } : { patch: written }
    return inPatch(change, `/patchesStrategicMerge/${i}`, patch, readings, false)
  },
  configMapGenerator: ({ step, hops }, { configMapGenerator = [] }, i, readings) =>
    placeInGenerator(step.file, step.pointer, configMapGenerator[i] ?? {}, hops, readings),
  secretGenerator: ({ step, hops }, { secretGenerator = [] }, i, readings) =>
    placeInGenerator(step.file, step.pointer, secretGenerator[i] ?? {}, hops, readings),
  labels: ({ hops }, _, i) => pointerTo(`/labels/${i}/pairs`, keyOf(hops)),
  commonLabels: ({ hops }) => pointerTo('/commonLabels', keyOf(hops)),
  commonAnnotations: ({ hops }) => pointerTo('/commonAnnotations', keyOf(hops)),
  replicas: (_, __, i) => `/replicas/${i}/count`,
  images: (change, { images }, i) => `/images/${i}/${imageField(change, images[i] ?? {})}`,
  replacements: ({ step }, { replacements = [] }, i, readings) => {
    const { path, sourceValue } = replacements[i] ?? {}
    if (path) return readings.placeIn(besides(step.file, path), '')
    return `/replacements/${i}/${sourceValue === undefined ? 'source' : 'sourceValue'}`
  },
}

function keyOf(hops: readonly Hop[]): string {
  const last = hops.at(-1)
  return last !== undefined && 'field' in last ? last.field : ''
}

function inPatch(
  change: ValueChange,
  pointer: string,
  { path, patch = '' }: Patch,
  readings: Readings,
  isJson?: boolean,
): Place {
  const text = path ? readings.text(besides(change.step.file, path)) : patch
  const written = { file: change.step.file, pointer, path: path || undefined, text }
  return placeInPatch({ ...written, isJson: isJson ?? isJsonPatch(text) }, change, readings)
}

/** The field of an images entry that an image got its difference from. */
function imageField({ before, value }: ValueChange, change: ImageChange): keyof ImageChange {
  const [old, now] = [splitImage(textOf(before)), splitImage(textOf(value))]
  if (old.digest !== now.digest && change.digest) return 'digest'
  if (old.tag !== now.tag && change.newTag) return 'newTag'
  if (old.tag !== now.tag && change.tagSuffix) return 'tagSuffix'
  return change.newName ? 'newName' : 'name'
}

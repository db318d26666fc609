import type { Place } from '../../core/finding.ts'
import { pointerTo, stepsOf } from '../../core/pointer.ts'
import type { Node } from '../../yaml/index.ts'
import { applyOperations } from '../edit/json6902.ts'
import { metadataOf, withMetadata } from '../identity/entry.ts'
import { fieldText, isMap, type MapNode, metadataText } from '../node/node.ts'
import { follow, type Hop, isSameValue } from './hops.ts'
import { inlineIn } from './inline-place.ts'
import { besides, type PatchReading, type Readings } from './readings.ts'

/** What a kustomization says about a patch, and where it says it. */
export type WrittenPatch = {
  readonly file: string
  /** JSON pointer of the entry's text. */
  readonly pointer: string
  readonly path: string | undefined
  readonly text: string
  readonly isJson: boolean
}

/** The values that a patch has changed: what the hops lead to, in the object before and after it. */
export type Patched = {
  readonly hops: readonly Hop[]
  readonly former: MapNode | undefined
  readonly object: MapNode
}

/** The line of a patch that is for the value at the end of the hops: in its own file, or inline. */
export function placeInPatch(patch: WrittenPatch, patched: Patched, readings: Readings): Place {
  const { file, pointer, path } = patch
  const text = path === undefined ? patch.text : readings.text(besides(file, path))
  const name = path === undefined ? file : besides(file, path)
  const reading = readings.patch(name, text)
  const inner = patch.isJson
    ? reading.placeOf(pointerInOperations(reading, patched))
    : placeInObjects(reading, patched)
  if (path !== undefined) return inner ?? { file: name, line: 1, column: 1 }
  const outer = readings.placeIn(file, pointer)
  return inner === undefined ? outer : inlineIn(readings.text(file), outer, text, inner)
}

/** In a strategic merge patch: the value itself, or the nearest thing around it that the patch has. */
function placeInObjects(reading: PatchReading, { hops, object }: Patched): Place | undefined {
  const objects = reading.objects()
  const alike = objects.filter(({ node }) => fieldText(node, 'kind') === fieldText(object, 'kind'))
  const { value } = follow(object, hops)
  const meant =
    alike.find(({ node }) => metadataText(node, 'name') === metadataText(object, 'name')) ??
    alike.find(({ node }) => isSameValue(follow(node, hops).value, value)) ??
    (objects.length === 1 ? objects[0] : undefined)
  if (meant === undefined) return undefined
  const { document, pointer } = meant
  return reading.placeOf(`${pointer}${follow(meant.node, hops).there}`, { document })
}

/** In a JSON patch: the last operation that changed the value, and the value in it. */
function pointerInOperations(reading: PatchReading, { hops, former }: Patched): string {
  if (hops.length === 0 || former === undefined) return ''
  let node: Node = withMetadata(former, 'annotations', annotationsOf(former))
  let pointer = ''
  for (const [i, operation] of reading.operations().entries()) {
    const before = follow(node, hops).value
    node = applyOperations(node, [operation])
    const landed = follow(node, hops)
    if (isSameValue(before, landed.value)) continue
    const inside = stepsOf(landed.pointer).slice(operation.path.length)
    const hasValue = operation.op === 'add' || operation.op === 'replace'
    pointer = hasValue ? inside.reduce(pointerTo, `/${i}/value`) : `/${i}`
  }
  return pointer
}

/** They are there for a JSON patch whenever kustomize keeps its notes in them. */
function annotationsOf(object: MapNode): MapNode {
  const annotations = metadataOf(object).get('annotations')
  return isMap(annotations) ? annotations : new Map()
}

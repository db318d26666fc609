import { UserError } from '../core/finding.ts'
import {
  hasBrackets,
  isScalar,
  likewise,
  type Node,
  placeAt,
  placeOfKey,
  scalarAt,
  unprintedOf,
} from '../yaml/index.ts'
import type { PluginConfig, Site } from './build.ts'
import { currentId, type Entry, metadataOf } from './identity/entry.ts'
import { printId } from './identity/id.ts'
import { hasNotes, withNotes } from './identity/notes.ts'
import { refuseDuplicates } from './identity/refuse-duplicates.ts'
import { textsOf } from './identity/select.ts'
import { createdLines } from './node/created-text.ts'
import { pairsIn } from './node/filled-null.ts'
import { compareBytes } from './node/go-json.ts'
import { isMap, type MapNode, withField, withoutField } from './node/node.ts'
import { isTwice, putTexts } from './node/put-texts.ts'
import { quietType } from './node/quiet-type.ts'
import { isUntyped } from './node/untyped.ts'
import { transformerOf } from './plugins/index.ts'

/** The one thing that a validator may leave behind. */
const mark = 'validated-by'

/**
 * Run what `validators` configure; they may change nothing but the label `validated-by`. Upstream compares whole nodes,
 * their lines and columns too, which is done where nodes have them. Throws UserError.
 */
export function validate({ growth, layer }: Site, configs: readonly PluginConfig[]): void {
  const validators = configs.map(({ config, pointer }) => ({
    config,
    pointer,
    run: layer.at(pointer, () => transformerOf(config, layer)),
  }))
  for (const { config, pointer, run } of validators)
    layer.at(pointer, () => {
      const after = run(growth.entries)
      if (layer.isPlaced) refuseChanges(growth.entries, after, config)
      refuseDuplicates(after, `${config.origin}: the validator ${printId(currentId(config))}`)
      growth.entries = [...after]
    })
  growth.validated ||= configs.length > 0
}

function refuseChanges(before: readonly Entry[], after: readonly Entry[], config: Entry): void {
  const entry = before.find((old, i) => !isSame(old, after[i]))
  if (entry === undefined && after.length === before.length) return
  const what = entry === undefined ? 'the objects' : printId(currentId(entry))
  throw new UserError({
    message: `${config.origin}: the validator ${printId(currentId(config))} changes ${what}`,
    hint: `a validator may only check, or set the label ${mark}, and not even write the same again; list it under transformers if it is to change something`,
  })
}

function isSame(before: Entry, after: Entry | undefined): boolean {
  if (after === undefined) return false
  // A map that holds nothing again is not one that never held anything.
  if (hasMark(after.node) && metadataOf(before.node).size === 0 && !hasNotes(before)) return false
  return isAlike(asUpstream(before), unmarked(asUpstream(after)))
}

/** An object with upstream's own notes among its annotations, where they stand. */
function asUpstream(entry: Entry): MapNode {
  const node = withNotes(entry)
  const metadata = metadataOf(node)
  const annotations = metadata.get('annotations')
  if (entry.notesStand === undefined || annotations === undefined) return node
  const rest = withoutField(metadata, 'annotations')
  const moved: MapNode = likewise(new Map(), rest)
  for (const [key, value] of rest) {
    if (key === 'labels' && entry.notesStand === 'before') moved.set('annotations', annotations)
    moved.set(key, value)
  }
  return withField(node, 'metadata', moved.set('annotations', annotations))
}

const hasMark = (node: MapNode): boolean => {
  const labels = metadataOf(node).get('labels')
  return isMap(labels) && labels.has(mark)
}

/** Upstream takes the mark away by writing all labels anew, in order, behind the rest of the metadata. */
function unmarked(node: MapNode): MapNode {
  if (!hasMark(node)) return node
  const metadata = metadataOf(node)
  const texts: MapNode = new Map(
    [...textsOf(node, 'labels')]
      .filter(([key]) => key !== mark)
      .sort(([a], [b]) => compareBytes(a, b))
      .map(([key, text]) => [key, createdLines(text)]),
  )
  const rest = isTwice(metadata, 'labels') ? metadata : withoutField(metadata, 'labels')
  return withField(node, 'metadata', putTexts(rest, 'labels', texts))
}

/** Whether upstream finds no difference between two nodes. */
function isAlike(a: Node, b: Node | undefined): boolean {
  if (a === b) return true
  if (b === undefined || placeAt(a) !== placeAt(b)) return false
  if (isMap(a)) return isMap(b) && hasBrackets(a) === hasBrackets(b) && areAlike(a, b)
  if (Array.isArray(a)) return Array.isArray(b) && areAlikeLists(a, b)
  return !isMap(b) && !Array.isArray(b) && isSameText(a, b)
}

function areAlike(a: MapNode, b: MapNode): boolean {
  const keys = [...b.keys()]
  return (
    keys.length === a.size &&
    [...a].every(
      ([key, value], i) =>
        key === keys[i] && placeOfKey(a, key) === placeOfKey(b, key) && isAlike(value, b.get(key)),
    )
  )
}

function areAlikeLists(a: readonly Node[], b: readonly Node[]): boolean {
  const isAsLong = hasBrackets(a) === hasBrackets(b) && a.length === b.length
  return isAsLong && a.every((value, i) => isAlike(value, b[i]))
}

function isSameText(a: Node, b: Node): boolean {
  const [second, other] = [unprintedOf(a)?.value, unprintedOf(b)?.value]
  if (second !== undefined) return isAlike(second, other)
  return pairsIn(a) === pairsIn(b) && writingOf(a) === writingOf(b)
}

/** Style, tag and text of a single value. */
function writingOf(node: Node): string {
  const written = isScalar(node) ? node : scalarAt(node, 1)
  const { style, tag = quietType(written), isTagged, text } = written
  const implied = style === 'plain' || isUntyped(written) ? '' : '!!str'
  return [style, tag ?? implied, isTagged === true, text].join('\n')
}

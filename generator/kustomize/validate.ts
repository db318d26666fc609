import { UserError } from '../core/finding.ts'
import { isScalar, likewise, type Node, scalar, tagOfText } from '../yaml/index.ts'
import type { PluginConfig, Site } from './build.ts'
import { currentId, type Entry, metadataOf, withMetadata } from './identity/entry.ts'
import { printId } from './identity/id.ts'
import { nameless } from './identity/nameless.ts'
import { hasNotes } from './identity/notes.ts'
import { refuseDuplicates } from './identity/refuse-duplicates.ts'
import { textsOf } from './identity/select.ts'
import { createdStyle } from './node/created-text.ts'
import { pairsIn } from './node/filled-null.ts'
import { compareBytes } from './node/go-json.ts'
import { isMap, isString, type MapNode, textOf, withField, withoutField } from './node/node.ts'
import { isPlain } from './node/plain-key.ts'
import { transformerOf } from './plugins/index.ts'
import { isSameValue } from './provenance/hops.ts'
import { isReplacement } from './written-text.ts'

/** The one thing that a validator may leave behind. */
const mark = 'validated-by'

/** Run what `validators` configure; they may change nothing but the label `validated-by`. Throws UserError. */
export function validate(site: Site, configs: readonly PluginConfig[]): void {
  const { growth, layer } = site
  const validators = configs.map(({ config, pointer }) => ({
    config,
    pointer,
    run: layer.at(pointer, () => transformerOf(config, layer)),
  }))
  for (const { config, pointer, run } of validators)
    layer.at(pointer, () => {
      const after = run(growth.entries)
      refuseChanges(growth.entries, after, config)
      refuseDuplicates(after, `${config.origin}: the validator ${printId(currentId(config))}`)
      refuseWrites(site, run, config)
      growth.entries = [...after]
    })
}

function refuseChanges(before: readonly Entry[], after: readonly Entry[], config: Entry): void {
  const entry = before.find((old, i) => !isSame(old, after[i]))
  if (entry !== undefined || after.length !== before.length) throw change(config, entry, 'changes')
}

/**
 * Upstream compares lines and columns too: what was read from a file may not even be written with the same value. So
 * the validator runs once more, on copies that show every write.
 */
function refuseWrites(
  { growth }: Site,
  run: (entries: readonly Entry[]) => readonly Entry[],
  config: Entry,
): void {
  const before = growth.entries.map((entry) => ({ ...entry, node: copied(entry.node) as MapNode }))
  const { length } = growth.warnings
  const after = run(before)
  growth.warnings.length = length
  const entry = before.find((old, i) => {
    const read = placedIn(old)
    const now = after[i]
    if (now === undefined || !survivesMark(old, now.node, read)) return true
    if (now.rewritten !== old.rewritten && isJsonPatched(now)) return !isStillRewritten(old)
    return read !== undefined && !isUnwritten(old.node, unmarked(now), read)
  })
  if (entry !== undefined) throw change(config, entry, 'writes again what it finds in')
}

/** What of an object has lines and columns: patches write kind, name and namespace anew. */
function placedIn({ read, rewritten, patches }: Entry): MapNode | undefined {
  if (rewritten !== undefined || read === undefined) return rewritten
  const isPatched = patches.some((patch) => !isReplacement(patch))
  return isPatched ? nameless(withoutField(read, 'kind')) : read
}

/** Not since a strategic merge has written the name anew. */
const isJsonPatched = ({ rewritten }: Entry): boolean =>
  rewritten !== undefined && metadataOf(rewritten).has('name')

/** Whether nothing has changed since a JSON patch has made the object: one more makes the same lines and columns. */
function isStillRewritten({ node, rewritten }: Entry): boolean {
  const rest = withField(node, 'metadata', withoutField(metadataOf(node), 'annotations'))
  return rewritten !== undefined && isAlike(rest, rewritten)
}

function copied(node: Node): Node {
  if (Array.isArray(node)) return likewise(node.map(copied), node)
  if (isMap(node))
    return likewise(new Map([...node].map(([key, value]) => [key, copied(value)])), node)
  if (isScalar(node)) return node
  const text = node === null ? 'null' : textOf(node)
  return typeof node === 'string'
    ? scalar(text, 'plain', '!!str')
    : scalar(text, 'plain', tagOfText(text))
}

/** Whether nothing that stood in the file, and stands there as it was, has been written again. */
function isUnwritten(before: Node, after: Node | undefined, read: Node | undefined): boolean {
  if (after === before || read === undefined) return true
  if (isMap(before))
    return (
      isMap(after) &&
      [...before].every(([key, value]) =>
        isUnwritten(value, after.get(key), isMap(read) ? read.get(key) : undefined),
      )
    )
  if (Array.isArray(before))
    return (
      Array.isArray(after) &&
      before.every((value, i) =>
        isUnwritten(value, after[i], Array.isArray(read) ? read[i] : undefined),
      )
    )
  return textOf(before) !== textOf(read)
}

function change(config: Entry, entry: Entry | undefined, does: string): UserError {
  const what = entry === undefined ? 'the objects' : printId(currentId(entry))
  return new UserError({
    message: `${config.origin}: the validator ${printId(currentId(config))} ${does} ${what}`,
    hint: `a validator may only check, or set the label ${mark}; list it under transformers if it is to change something`,
  })
}

function isSame(before: Entry, after: Entry | undefined): boolean {
  if (after === undefined) return false
  if (before.former.length !== after.former.length) return false
  if ((before.rewritten === undefined) !== (after.rewritten === undefined)) return false
  return isAlike(before.node, unmarked(after))
}

/** Whether nothing in two nodes differs that upstream compares, but for lines and columns. */
function isAlike(a: Node, b: Node | undefined): boolean {
  if (a === b) return true
  if (isMap(a) && isMap(b)) {
    const keys = [...b.keys()]
    return (
      keys.length === a.size && [...a].every(([k, v], i) => k === keys[i] && isAlike(v, b.get(k)))
    )
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, i) => isAlike(value, b[i]))
  return b !== undefined && pairsIn(a) === pairsIn(b) && isSameValue(a, b)
}

/**
 * Upstream takes the mark away by writing all labels anew, in order, behind the rest of the metadata, with quotes
 * where they need them and without blocks of lines. What a file has there has lines and columns, which are lost.
 */
function survivesMark(entry: Entry, after: MapNode, read: MapNode | undefined): boolean {
  const { node: before, notesStand } = entry
  const labels = metadataOf(after).get('labels')
  const old = metadataOf(before).get('labels')
  if (!isMap(labels) || !labels.has(mark)) return true
  // A map that holds nothing again is not one that never held anything.
  if (metadataOf(before).size === 0 && !hasNotes(entry)) return false
  if (!isMap(old) || old.size === 0) return true
  if (read !== undefined && metadataOf(read).has('labels')) return false
  const keys = [...old.keys()]
  const isSorted = keys.every((key, i) => i === 0 || compareBytes(keys[i - 1] ?? '', key) < 0)
  const isAlike = [...old.values()].every(isWrittenAnew)
  if (!isSorted || !isAlike || !keys.every(isPlain) || notesStand === 'behind') return false
  const others = [...metadataOf(before).keys()].filter(
    (key) => notesStand === undefined || key !== 'annotations',
  )
  return others.at(-1) === 'labels'
}

function isWrittenAnew(value: Node): boolean {
  const text = textOf(value)
  const style = isScalar(value) ? value.style : 'plain'
  if (style === 'plain' && !isString(value)) return false
  return style === (text.includes('\n') ? 'literal' : createdStyle(text))
}

function unmarked({ node }: Entry) {
  const labels = metadataOf(node).get('labels')
  if (!isMap(labels) || !labels.has(mark)) return node
  const rest = new Map([...textsOf(node, 'labels')].filter(([key]) => key !== mark))
  return rest.size > 0
    ? withMetadata(node, 'labels', rest)
    : withField(node, 'metadata', withoutField(metadataOf(node), 'labels'))
}

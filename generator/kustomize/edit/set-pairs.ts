import { UserError } from '../../core/finding.ts'
import { isNull, isScalar, type Node } from '../../yaml/index.ts'
import { type Entry, withNode } from '../identity/entry.ts'
import { looksAtNotes, noted } from '../identity/notes.ts'
import { createdStyle } from '../node/created-text.ts'
import { fillNull } from '../node/filled-null.ts'
import { compareBytes } from '../node/go-json.ts'
import { linkedText, unlinked, type Written } from '../node/links.ts'
import { asString, isMap, withField } from '../node/node.ts'
import { withPlainField } from '../node/plain-key.ts'
import { type FieldSpec, setFields } from '../schema/field-spec.ts'

/** Set labels or annotations in every map that the specs name; existing values are overwritten. */
export function setPairs(
  entries: readonly Entry[],
  fields: readonly FieldSpec[],
  pairs: Readonly<Record<string, string>>,
): readonly Entry[] {
  const keys = Object.keys(pairs).sort(compareBytes)
  if (keys.length === 0) return entries
  return entries.map((entry) =>
    keys.reduce((now, key) => setPair(now, fields, key, pairs[key] ?? ''), entry),
  )
}

/**
 * Set one key. The places that it is created in are linked from then on: they are the node that takes the place of what
 * stands elsewhere, and gets the quotes of that each time.
 */
function setPair(
  entry: Entry,
  fields: readonly FieldSpec[],
  key: string,
  text: string,
  created = linkedText(text),
): Entry {
  const renewed = new Map<Node, Node>()
  let places = 0
  let written: Written = created
  const renew = (old: Node): Node => {
    const value =
      renewed.get(old) ?? (old === text ? old : textFor(entry.linked ? old : unlinked(old), text))
    if (typeof old === 'object' && old !== null) renewed.set(old, value)
    if (old !== created) written = isScalar(old) ? old : { style: 'plain' }
    return value
  }
  const set = (map: Node): Node => {
    // Upstream puts the pair into the null, and prints the null.
    if (isNull(map)) {
      places++
      return fillNull(map, key, created)
    }
    // Without a name upstream sets the value itself.
    if (key === '' && !isMap(map) && !Array.isArray(map)) return renew(map)
    if (!isMap(map)) throw noMap(key)
    const value = map.get(key)
    if (value === created) return map
    // An empty key is refused, whether it is there or not.
    if (value !== undefined && key !== '') return withField(map, key, renew(value))
    places++
    if (written.style === 'plain' && !written.isTagged) written = { style: createdStyle(text) }
    return withPlainField(map, key, created)
  }
  const before = fields.some((spec) => !spec.create && looksAtNotes(spec))
    ? noted(entry)
    : entry.node
  const node = fields.reduce((now, spec) => setFields(now, spec, set, 'map'), before)
  const isOther = written.style !== created.style || written.isTagged !== created.isTagged
  if (places > 0 && isOther) return setPair(entry, fields, key, text, linkedText(text, written))
  return withNode(places > 1 ? { ...entry, linked: true } : entry, node)
}

/** Whatever stands there gives way, a map too. */
function textFor(old: Node, text: string): Node {
  return isMap(old) || Array.isArray(old) ? text : asString(old, text)
}

function noMap(key: string): UserError {
  return new UserError({
    message: `cannot set ${key} in something that is no map`,
    hint: 'labels, annotations and selectors are maps of texts',
  })
}

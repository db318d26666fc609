import { UserError } from '../../core/finding.ts'
import {
  deleteKey,
  inNodeOf,
  inPlaceOfCollection,
  isNull,
  isScalar,
  likewise,
  type Node,
  type Style,
  scalar,
  type Tag,
  tagOfText,
  tagOfValue,
  withTag,
} from '../../yaml/index.ts'
import { createdStyle, createdText } from './created-text.ts'
import { inPlaceOf } from './links.ts'
import { quietly, quietType } from './quiet-type.ts'
import { isUntyped, untyped } from './untyped.ts'

/** A mapping of a resource. Nodes are never changed once made: every step makes new ones and shares what stays. */
export type MapNode = Map<string, Node>

/** The kinds of YAML nodes; every null is its own kind. */
export type Kind = 'null' | 'scalar' | 'list' | 'map'

/** Absent or null, however that is written: what upstream calls missing. */
export function isMissing(node: Node | undefined): node is null | undefined {
  return node === undefined || isNull(node)
}

/** True for mappings, which are maps whatever their keys. */
export function isMap(node: Node | undefined): node is MapNode {
  return node instanceof Map
}

/** The kind of a node, as error messages name it. */
export function kindOf(node: Node): Kind {
  if (isNull(node)) return 'null'
  if (node instanceof Map) return 'map'
  return Array.isArray(node) ? 'list' : 'scalar'
}

/** The text of a scalar as it was written; empty for maps and lists. */
export function textOf(node: Node | undefined): string {
  if (typeof node === 'string') return node
  if (node === undefined || node instanceof Map || Array.isArray(node)) return ''
  return isScalar(node) ? node.text : String(node)
}

/** The text of a field of a map, empty when it is absent, null or no scalar. */
export function fieldText(node: Node | undefined, name: string): string {
  const value = isMap(node) ? node.get(name) : undefined
  return typeof value === 'string' ? value : isNull(value) ? '' : textOf(value)
}

/** A text of `metadata`, empty when it is absent. */
export function metadataText(object: MapNode, name: string): string {
  return fieldText(object.get('metadata'), name)
}

/** A copy of a map; `new Map(map)` takes nearly twice the time. */
export function copyOf(map: MapNode): MapNode {
  const copy: MapNode = new Map()
  map.forEach((value, key) => {
    copy.set(key, value)
  })
  return likewise(copy, map)
}

/** A copy of a map with one field set. */
export function withField(map: MapNode, name: string, value: Node): MapNode {
  return map.get(name) === value && map.has(name) ? map : copyOf(map).set(name, value)
}

/** A copy of a map without a field. */
export function withoutField(map: MapNode, name: string): MapNode {
  if (!map.has(name)) return map
  const copy = copyOf(map)
  deleteKey(copy, name)
  return copy
}

/** A string of ours in the place of another scalar: it keeps the quotes of what stood there. */
export function asString(old: Node | undefined, text: string): Node {
  if (old === undefined) return createdText(text)
  refuseCollection(old)
  const style = styleOf(old)
  if (isTagged(old)) return inPlaceOf(old, withTag(scalar(text, style, '!!str')))
  return inPlaceOf(old, style === 'plain' ? text : scalar(text, style))
}

/** A new text in the place of another scalar, whose quotes stay and whose type is lost: the number 1 and the suffix 2 are the number 12. */
export function asText(old: Node | undefined, text: string): Node {
  if (old === undefined) return untyped(scalar(text, createdStyle(text)))
  refuseCollection(old)
  const made = scalar(text, styleOf(old))
  return inPlaceOf(old, untyped(isTagged(old) ? withTag(made) : made))
}

function isTagged(value: Node): boolean {
  return isScalar(value) && value.isTagged === true
}

/** Throws a UserError for a map or a list, in whose place no text can be put. */
export function refuseCollection(old: Node | undefined): void {
  if (old === undefined || (!(old instanceof Map) && !Array.isArray(old))) return
  throw new UserError({
    message: 'a text is to take the place of a map or a list',
    hint: 'look at what was put there: the field holds one text',
  })
}

/** A text without quotes and without a type: YAML reads it anew whenever it changes. */
export function plain(text: string): Node {
  return scalar(text, 'plain')
}

/**
 * A value in the place of an old one: it takes over the quotes or brackets of the old. With quotes everything is a string,
 * unless the old one had a tag: then the new one has its own. Brackets are those of `like`.
 */
export function restyled(value: Node, old: Node, like = old): Node {
  if (value instanceof Map || Array.isArray(value)) return inPlaceOfCollection(old, value, like)
  if (isNull(value)) return value
  const style = styleOf(old)
  if (!isTagged(old)) return inPlaceOf(old, inNodeOf(value, withStyle(value, style)))
  const isTyped = !isScalar(value) || value.tag !== undefined || value.style !== 'plain'
  const tag = isTyped ? typeOf(value) : undefined
  return inPlaceOf(old, inNodeOf(value, withTag(scalar(textOf(value), style, tag))))
}

function typeOf(value: Node): Tag {
  if (isString(value)) return '!!str'
  return isScalar(value) ? (value.tag ?? tagOfText(value.text)) : tagOfValue(value)
}

function withStyle(value: Node, style: Style): Node {
  const text = textOf(value)
  const type = typeOf(value)
  if (style !== 'plain') return type === '!!str' ? scalar(text, style) : quietly(text, style, type)
  if (styleOf(value) === style && !isTagged(value)) return value
  return isString(value) ? text : isTagged(value) ? scalar(text, style, type) : value
}

/** True for scalars that are strings whatever their text. */
export function isString(node: Node): boolean {
  if (typeof node === 'string') return true
  return (
    isScalar(node) && (node.tag === '!!str' || (node.tag === undefined && node.style !== 'plain'))
  )
}

function styleOf(node: Node | undefined): Style {
  return node !== undefined && isScalar(node) ? node.style : 'plain'
}

/** Anything that is neither a map nor a list; null too. */
export function isScalarNode(node: Node): boolean {
  return !isMap(node) && !Array.isArray(node)
}

/** A scalar as it stands in YAML, with its quotes; empty for maps and lists. */
export function writtenOf(node: Node): string {
  const style = styleOf(node)
  if (style === 'double') return JSON.stringify(textOf(node))
  return style === 'single' ? `'${textOf(node).replaceAll("'", "''")}'` : textOf(node)
}

/** Another text in a scalar that keeps its type, whether it fits or not, and its quotes. */
export function retyped(old: Node, text: string): Node {
  return inNodeOf(old, withText(old, text))
}

function withText(old: Node, text: string): Node {
  if (typeof old === 'string') return text
  if (textOf(old) === text) return old
  if (isScalar(old) && old.held !== undefined) return text
  // A null keeps its type too, whatever word it gets: printing refuses what is no null.
  if (old === null) return scalar(text, 'plain', '!!null')
  const quiet = isScalar(old) ? quietType(old) : undefined
  if (quiet !== undefined) return inPlaceOf(old, quietly(text, styleOf(old), quiet))
  if (isScalar(old)) {
    const bare = scalar(text, old.style, old.tag)
    const made = isTagged(old) ? withTag(bare) : bare
    return inPlaceOf(old, isUntyped(old) ? untyped(made) : made)
  }
  return scalar(text, 'plain', tagOfValue(old))
}

import { UserError } from '../../core/finding.ts'
import { memo } from '../../core/memo.ts'
import {
  behindKeyOf,
  collectionIn,
  isNull,
  type Node,
  placeAt,
  putPlace,
} from '../../yaml/index.ts'
import { type Gvk, gvkOf, isSelected } from '../identity/id.ts'
import { pairsIn } from '../node/filled-null.ts'
import { int64Of, trimmed } from '../node/go-text.ts'
import { copyOf, fieldText, isMap, isMissing, type MapNode, withField } from '../node/node.ts'
import { withPlainField } from '../node/plain-key.ts'
import { withElements } from '../node/twins.ts'

/** A place in objects of some kinds: `/` separates fields, lists are entered unnamed, `[]` marks a list that is never created. */
export type FieldSpec = Partial<Gvk> & { readonly path: string; readonly create?: boolean }

/** What stands at the end of a created path. */
export type Created = 'map' | 'scalar'

/** Makes the new value of a field out of the old one; a created field is an empty map or an empty text. */
export type SetField = (old: Node) => Node

/** Set every field of an object that a spec names. Follows api/filters/fieldspec. `created` absent: nothing is created. */
export function setFields(
  node: MapNode,
  spec: FieldSpec,
  set: SetField,
  created?: Created,
): MapNode {
  if (!isMeant(node, spec)) return node
  return setAt(node, stepsOf(spec), set, spec.create ? created : undefined)
}

/** Most specs are for another kind, which is the quickest to see. */
function isMeant(node: MapNode, spec: FieldSpec): boolean {
  const kind = fieldText(node, 'kind')
  if (spec.kind && spec.kind !== kind) return false
  if (!spec.group && !spec.version) return true
  return isSelected(gvkOf(fieldText(node, 'apiVersion'), kind), spec)
}

/** Set every field at the steps of a path, whatever the kind of the object. */
export function setAt(
  node: MapNode,
  steps: readonly string[],
  set: SetField,
  created?: Created,
): MapNode {
  return walk(node, steps, 0, set, created) as MapNode
}

function walk(
  node: Node,
  path: readonly string[],
  depth: number,
  set: SetField,
  created: Created | undefined,
): Node {
  if (depth === path.length) return set(node)
  if (isNull(node)) return node
  if (Array.isArray(node))
    return withElements(node, (element) => walk(element, path, depth, set, created))
  if (!isMap(node))
    throw new UserError({
      message: `${path.slice(0, depth).join('/')} is a single value; ${path.join('/')} needs a map or a list there`,
      hint: 'correct the object, or the field path',
    })
  return enter(node, path, depth, set, created)
}

function enter(
  node: MapNode,
  path: readonly string[],
  depth: number,
  set: SetField,
  created: Created | undefined,
): Node {
  const { name, isList, isPassed } = stepOf(path[depth] ?? '')
  if (isPassed) return walk(node, path, depth + 1, set, created)
  if (name === undefined)
    throw new UserError({
      message: `the field path ${JSON.stringify(path.join('/'))} has a step that is no name`,
      hint: 'write names between slashes',
    })
  const old = node.get(name)
  if (old === undefined && created === undefined) return node
  const found = isMissing(old) ? fill(old, isList, depth === path.length - 1, created) : old
  if (found === undefined) return node
  const value = walk(found, path, depth + 1, set, created)
  return old === undefined ? withPlainField(node, name, value) : withField(node, name, value)
}

/** What a step of a path means. */
type Step = {
  /** The field, absent where the step is no name. */
  readonly name: string | undefined
  readonly isList: boolean
  /** It is white space and means nothing. */
  readonly isPassed: boolean
}

/** What upstream's lookup takes for an element of a list. */
const noName = /^(?:[-*]|\[[\s\S]*\])$/

const stepOf = memo((step): Step => {
  const isList = step.endsWith('[]')
  const written = isList ? step.slice(0, -2) : step
  const name = trimmed(written)
  const isName = name !== '' && !noName.test(name) && int64Of(name) === undefined
  return { name: isName ? name : undefined, isList, isPassed: written !== '' && name === '' }
})

/** What takes the place of an absent field or of a null. */
function fill(
  old: Node | undefined,
  isList: boolean,
  isLast: boolean,
  created: Created | undefined,
): Node | undefined {
  const collection = collectionIn(old)
  if (isList && Array.isArray(collection)) return collection
  if (isList) return old === undefined ? undefined : inNodeOfNull(old, [])
  if (created === undefined) return old
  if (isLast && created === 'scalar') return old === undefined ? '' : old
  return inNodeOfNull(old, pairsIn(old) ?? (isMap(collection) ? collection : new Map()))
}

/** Upstream makes another kind of the null itself, which stays where it is. */
function inNodeOfNull(old: Node | undefined, made: MapNode | Node[]): Node {
  const at = placeAt(old)
  return behindKeyOf(old, at === 0 ? made : putPlace(isMap(made) ? copyOf(made) : made, at))
}

/** Few specs, many objects: the steps of a spec are a function of it. */
const known = new WeakMap<FieldSpec, readonly string[]>()

/** The steps of a spec's path; `\/` is a slash in a name, a slash in front means nothing. */
export function stepsOf(spec: FieldSpec): readonly string[] {
  const found = known.get(spec)
  if (found !== undefined) return found
  const steps = split(spec.path)
  known.set(spec, steps)
  return steps
}

function split(path = ''): readonly string[] {
  if (!path.includes('\\')) return path.replace(/^\//, '').split('/')
  return path
    .replace(/^\//, '')
    .split(/(?<!\\)\//)
    .map((step) => step.replaceAll('\\/', '/'))
}

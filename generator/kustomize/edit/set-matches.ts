import { UserError } from '../../core/finding.ts'
import { writePart } from '../../yaml/commented/index.ts'
import {
  collectionIn,
  holding,
  isNull,
  isScalar,
  likewise,
  type Node,
  type Scalar,
  scalar,
} from '../../yaml/index.ts'
import { re2 } from '../identity/re2.ts'
import { trimmed } from '../node/go-text.ts'
import {
  isMap,
  isMissing,
  isScalarNode,
  type MapNode,
  plain,
  textOf,
  withField,
  writtenOf,
} from '../node/node.ts'
import { withPlainField } from '../node/plain-key.ts'
import { putElement } from '../node/twins.ts'
import { elementStep, indexStep } from './field-path.ts'
import { matchInText } from './match-in-text.ts'
import { treeOf } from './written-tree.ts'

/** What is created where a path ends in nothing; `undefined`: nothing is. */
export type CreateKind = 'scalar' | 'map' | 'list' | undefined

/** How to set what a path matches. */
export type Setting = {
  readonly create: CreateKind
  /** Gets the steps that lead to the old value, and to no other one; nothing where it stands in a text. */
  readonly set: (old: Node, at: Place) => Node
}

type Place = readonly string[] | undefined

/** The changed node, and how many fields were set. */
export type Matched = { readonly node: Node; readonly count: number }

/**
 * Set every field that a target path matches (kyaml's PathMatcher). A path that goes on inside a text is matched
 * there and what is set is lost, as upstream. Throws UserError on a step that cannot be taken.
 */
export function setMatches(node: Node, steps: readonly string[], setting: Setting): Matched {
  const [step, ...rest] = steps
  if (step === undefined) return { node: setting.set(node, []), count: 1 }
  if (isScalar(node) && node.held !== undefined) return inHeld(node, node.held, steps, setting)
  const index = indexStep(step)
  if (index !== undefined) return atIndex(node, index, rest, setting)
  const element = elementStep(step)
  if (element !== undefined) return inElements(node, element, rest, setting)
  if (step === '*') return mapList(listOf(node, step), rest, setting, () => true)
  return inField(node, step, rest, setting)
}

/** In a mapping or list with the tag of a null, where no field is found and what is created stands beside it. */
function inHeld(
  node: Scalar,
  held: MapNode | Node[],
  steps: readonly string[],
  setting: Setting,
): Matched {
  const [step = ''] = steps
  if (isMap(held) && setting.create === undefined) return { node, count: 0 }
  if (isMap(held) && held.has(step)) throw misfit(step, 'a mapping without the tag of a null')
  const { node: made, count } = setMatches(held, steps, setting)
  return { node: isScalarNode(made) ? made : holding(node, made as MapNode | Node[]), count }
}

/** The same one step further. */
function below(step: string, { create, set }: Setting): Setting {
  return { create, set: (old, at) => set(old, at && [step, ...at]) }
}

function atIndex(node: Node, index: number, rest: readonly string[], setting: Setting): Matched {
  const old = listOf(node, String(index))
  const list =
    old.length === index && setting.create !== undefined
      ? likewise([...old, created(rest, setting.create)], old)
      : old
  if (index >= list.length)
    throw new UserError({
      message: `there are ${old.length} elements, the path wants number ${index}`,
      hint: 'indices count from 0; with options.create the next one is added',
    })
  const matched = setMatches(list[index] ?? null, rest, below(String(index), setting))
  if (list === old && matched.node === list[index]) return { node, count: matched.count }
  const result = likewise([...list], list)
  putElement(result, index, matched.node)
  return { node: result, count: matched.count }
}

function inElements(
  node: Node,
  [field, pattern]: readonly [string, string],
  rest: readonly string[],
  setting: Setting,
): Matched {
  const list = listOf(node, `[${field}=${pattern}]`)
  const fits = (element: Node): boolean => {
    const expression = re2(pattern, 'the value in a step of the path')
    const value = field === '' ? element : isMap(element) ? element.get(field) : undefined
    return value !== undefined && expression.test(yamlOf(value))
  }
  const own = field === '' ? [] : rest
  const matched = mapList(list, own, setting, fits)
  if (matched.count > 0 || setting.create === undefined) return matched
  const value = plain(pattern)
  const element = field === '' ? value : new Map<string, Node>([[field, value]])
  return mapList(likewise([...list, element], list), own, setting, fits)
}

/** A value as it stands in YAML. */
function yamlOf(value: Node): string {
  const isLong = isScalar(value) && (/^(?:literal|folded)$/.test(value.style) || value.isTagged)
  return isScalarNode(value) && !isLong ? writtenOf(value) : trimmed(writePart(treeOf(value)))
}

function mapList(
  list: Node[],
  rest: readonly string[],
  setting: Setting,
  fits: (element: Node) => boolean,
): Matched {
  let count = 0
  let node = list
  for (let i = 0; i < list.length; i++) {
    const element = node[i] ?? null
    if (!fits(element)) continue
    const matched = setMatches(element, rest, below(String(i), setting))
    count += matched.count
    if (matched.node === element) continue
    if (node === list) node = likewise([...list], list)
    putElement(node, i, matched.node)
  }
  return { node, count }
}

function inField(node: Node, name: string, rest: readonly string[], setting: Setting): Matched {
  if (name === '' || (!isMap(node) && !isNull(node))) throw misfit(name, 'a map')
  const map: MapNode = isMap(node) ? node : new Map()
  const old = map.get(name)
  if (old === undefined && setting.create === undefined) return { node, count: 0 }
  const field = old === undefined ? created(rest, setting.create) : old
  const isText = isScalarNode(field) && collectionIn(field) === undefined
  if (rest.length > 0 && isText && old !== undefined)
    return { node, count: countInText(textOf(field), rest, setting) }
  const { node: changed, count } = setMatches(field, rest, below(name, setting))
  return { node: (old === undefined ? withPlainField : withField)(map, name, changed), count }
}

/** A path into a text is looked for, but nothing that is set there comes back; what cannot be set is still refused. */
function countInText(text: string, rest: readonly string[], { create, set }: Setting): number {
  const slots = matchInText(text, rest, create)
  for (const { content, index } of slots)
    if (content[index]?.kind !== 'scalar') set(new Map(), undefined)
  return slots.length
}

/** An empty value of the kind that the next step needs. */
export function created([next]: readonly string[], kind: CreateKind): Node {
  if (next === undefined)
    return kind === 'map' ? new Map() : kind === 'list' ? [] : scalar('', 'plain')
  return indexStep(next) !== undefined || elementStep(next) !== undefined ? [] : new Map()
}

function listOf(node: Node, step: string): Node[] {
  if (Array.isArray(node)) return node
  if (isMissing(node)) return []
  throw misfit(step, 'a list')
}

function misfit(step: string, wanted: string): UserError {
  return new UserError({
    message: `the step ${JSON.stringify(step)} of the path needs ${wanted}`,
    hint: 'correct the path',
  })
}

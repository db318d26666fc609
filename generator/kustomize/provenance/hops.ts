import { UserError } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import type { Json } from '../../core/resource.ts'
import { hasBrackets, isScalar, type Node, spread, toJsonIn } from '../../yaml/index.ts'
import { fieldText, isMap, type MapNode, textOf } from '../node/node.ts'
import { mergeKeysOf } from '../schema/schema.ts'

/**
 * One level on the way to a value: a field of a map, or an element of a list. Patches move elements about: one is
 * known by its keys (a container by its name), else by what it is and by the list that it ended in.
 */
export type Hop = { readonly field: string } | ElementHop

type ElementHop = {
  readonly index: number
  readonly keys: ReadonlyMap<string, string> | undefined
  readonly among: readonly Node[]
}

/** Where hops lead in a node: the JSON pointer, the part of it that is there, and the value when all is. */
export type Landing = {
  readonly pointer: string
  readonly there: string
  readonly value: Node | undefined
  /** Whether it is a part of something in brackets. */
  readonly inBrackets: boolean
}

/**
 * Hops for the steps of a path: names, indices and `[name=web]`. What is not there (any more) is hopped to as
 * written.
 */
export function hopsTo(object: MapNode, steps: readonly string[]): readonly Hop[] {
  const apiVersion = fieldText(object, 'apiVersion')
  const kind = fieldText(object, 'kind')
  const fields: string[] = []
  let node: Node | undefined = object
  return steps.map((step) => {
    const keys = Array.isArray(node) ? (mergeKeysOf(apiVersion, kind, fields) ?? []) : []
    const hop = hopFor(node, step, keys)
    if ('field' in hop) fields.push(hop.field)
    node = node === undefined ? undefined : take(node, hop)?.[1]
    return hop
  })
}

function hopFor(node: Node | undefined, step: string, mergeKeys: readonly string[]): Hop {
  const [, field, value] = /^\[([^=\]]*)=(.*)\]$/s.exec(step) ?? []
  const inBrackets = /^\[([^=]*)\]$/s.exec(step)?.[1]
  if (field !== undefined && value !== undefined) return elementHop(node, field, value)
  const name = inBrackets ?? step
  if (!/^\d+$/.test(name) || isMap(node)) return { field: name }
  const index = Number(name)
  const among = Array.isArray(node) ? node : []
  return { index, keys: keysIn(among, index, mergeKeys), among }
}

function elementHop(node: Node | undefined, field: string, value: string): Hop {
  const list = Array.isArray(node) ? node : []
  const index = list.findIndex((element) =>
    field === '' ? textOf(element) === value : fieldText(element, field) === value,
  )
  return { index, keys: field === '' ? undefined : new Map([[field, value]]), among: list }
}

/** What tells an element from the others: its merge keys, else its name; `undefined` when nothing does. */
function keysIn(
  list: readonly Node[],
  index: number,
  mergeKeys: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const element = list[index]
  if (!isMap(element)) return undefined
  const names = mergeKeys.length > 0 ? mergeKeys : ['name']
  const keys = new Map(
    names.filter((name) => element.has(name)).map((name) => [name, fieldText(element, name)]),
  )
  const alike = list.filter((other) => fits(other, keys))
  return keys.size > 0 && alike.length === 1 ? keys : undefined
}

function fits(element: Node, keys: ReadonlyMap<string, string>): boolean {
  return isMap(element) && [...keys].every(([name, text]) => fieldText(element, name) === text)
}

/** Follow hops as far as they lead; what is not there is named as it was asked for. */
export function follow(root: Node, hops: readonly Hop[]): Landing {
  let pointer = ''
  let node: Node | undefined = root
  let there = ''
  let inBrackets = false
  for (const hop of hops) {
    const next: readonly [string | number, Node] | undefined =
      node === undefined ? undefined : take(node, hop)
    inBrackets ||= typeof node === 'object' && node !== null && hasBrackets(node)
    pointer = pointerTo(pointer, next?.[0] ?? nameOf(hop))
    node = behindTag(next?.[1])
    if (next !== undefined) there = pointer
  }
  return { pointer, there, value: node, inBrackets }
}

/** What stands behind the tag of a null. */
const behindTag = (node: Node | undefined): Node | undefined =>
  (node !== undefined && isScalar(node) && node.held) || node

/** An element that is nowhere is behind the last, as in a JSON patch. */
function nameOf(hop: Hop): string | number {
  if ('field' in hop) return hop.field
  return hop.index < 0 ? '-' : hop.index
}

function take(node: Node, hop: Hop): readonly [string | number, Node] | undefined {
  if ('field' in hop) {
    const value = isMap(node) ? (node.get(hop.field) ?? inherited(node, hop.field)) : undefined
    return value === undefined ? undefined : [hop.field, value]
  }
  if (!Array.isArray(node)) return undefined
  const place = placeOf(node, hop)
  const element = node[place]
  return element === undefined ? undefined : [place, element]
}

/** What a merge key that is left in a map brings. */
function inherited(map: MapNode, field: string): Node | undefined {
  try {
    return spread(map).get(field)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Where an element stood in an earlier list: it, or one in its place that has since gone. */
function placeOf(list: readonly Node[], { index, keys, among }: ElementHop): number {
  if (keys !== undefined) return list.findIndex((element) => fits(element, keys))
  const [wanted, there] = [among[index], list[index]]
  if (wanted === undefined || isSameValue(wanted, there)) return index
  const moved = list.findIndex((element) => isSameValue(element, wanted))
  if (moved >= 0) return moved
  return there !== undefined && among.some((element) => isSameValue(element, there)) ? -1 : index
}

/** The way to the first value in which two nodes differ; empty when they do as a whole, or not at all. */
export function firstDifference(a: Node, b: Node): readonly string[] {
  const keys =
    isMap(a) && isMap(b)
      ? [...b.keys()]
      : Array.isArray(a) && Array.isArray(b)
        ? b.map((_, i) => String(i))
        : []
  const under = (node: Node, key: string) =>
    isMap(node) ? node.get(key) : (node as readonly Node[])[Number(key)]
  for (const key of keys) {
    const [old, now] = [under(a, key), under(b, key)]
    if (now === undefined || isSameValue(old, now)) continue
    return [key, ...(old === undefined ? [] : firstDifference(old, now))]
  }
  return []
}

/** Whether two nodes mean the same, whatever the order of their keys and their quotes. */
export function isSameValue(a: Node | undefined, b: Node | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  if (isMap(a) && isMap(b))
    return a.size === b.size && [...a].every(([key, value]) => isSameValue(value, b.get(key)))
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, i) => isSameValue(value, b[i]))
  if (isMap(a) || isMap(b) || Array.isArray(a) || Array.isArray(b)) return false
  return jsonOf(a) === jsonOf(b)
}

/** A value as JSON; its text while it is none, such as `.inf`, which a later step may take away. */
export function jsonOf(node: Node, inBrackets = false): Json {
  try {
    return toJsonIn(node, inBrackets) as Json
  } catch (error) {
    if (error instanceof UserError) return textOf(node)
    throw error
  }
}

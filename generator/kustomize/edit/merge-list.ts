import type { Node } from '../../yaml/index.ts'
import {
  asText,
  fieldText,
  isMap,
  isMissing,
  type MapNode,
  plain,
  textOf,
  withField,
} from '../node/node.ts'
import { noteTwins, putElement } from '../node/twins.ts'
import { checkSet } from './check-elements.ts'
import { obeyed } from './directive.ts'
import { identities, select, usedKeys } from './element-identities.ts'

/** Merges one element of the old list with one of the patch; `undefined` when nothing is left. */
export type MergeElement = (old: Node | undefined, patch: Node | undefined) => Node | undefined

/** True when merging keeps the old element as it is and yields the patch instead (`$patch: replace`). */
type Replaces = (patch: Node | undefined) => boolean

type Lists = {
  old: readonly Node[]
  patch: readonly Node[] | undefined
  readonly merge: MergeElement
  readonly replaces: Replaces
}

/**
 * Merge two lists whose elements are told apart by `keys` (none: a set of scalars). Elements of the patch come
 * first. Follows kyaml's walk/associative_sequence.go step by step, so that its losses (elements without
 * their key, ports that differ in protocol) happen here too. `patch` absent: the list is only put in order.
 * `irregular` is called when elements are not all told apart by one key, so that some may be lost.
 */
export function mergeList(
  old: readonly Node[],
  patch: readonly Node[] | undefined,
  schemaKeys: readonly string[],
  merge: MergeElement,
  replaces: Replaces,
  irregular?: () => void,
): readonly Node[] {
  const quick =
    schemaKeys.length === 1
      ? mergeDistinct(old, patch, schemaKeys[0] ?? '', merge, replaces)
      : undefined
  if (quick !== undefined) return quick
  if (patch !== undefined) irregular?.()
  const keys = schemaKeys.length === 0 ? [''] : schemaKeys
  const lists: Lists = { old, patch, merge, replaces }
  const wanted = identities([patch ?? [], old], keys)
  const used = usedKeys(wanted, keys)
  let items: readonly Node[] = []
  for (const values of wanted) items = addMerged(items, lists, used, select(keys, values, used))
  const merged = wanted.length === 0 ? lists.old : appendOld(items, lists.old, used)
  noteTwins(merged)
  return merged
}

/** The same for the usual case, elements that are all told apart by one key, without searching. */
function mergeDistinct(
  old: readonly Node[],
  patch: readonly Node[] | undefined,
  key: string,
  merge: MergeElement,
  replaces: Replaces,
): readonly Node[] | undefined {
  const before = byKey(old, key)
  const after = byKey(patch ?? [], key)
  if (before === undefined || after === undefined) return undefined
  const result: Node[] = []
  const add = (element: Node | undefined) => {
    if (isMap(element) && element.size > 0) result.push(element)
  }
  for (const [name, element] of after) {
    const existing = before.get(name)
    const merged = merge(existing, element)
    add(keepsOld(existing, element, replaces) ? existing : merged)
  }
  for (const [name, element] of before) if (!after.has(name)) add(merge(element, undefined))
  return result
}

/** An element of the patch that replaces an old one is lost again: the old one takes its place. */
function keepsOld(old: Node | undefined, patch: Node | undefined, replaces: Replaces): boolean {
  return old !== undefined && old !== patch && replaces(patch)
}

function byKey(list: readonly Node[], key: string): Map<string, Node> | undefined {
  const found = new Map<string, Node>()
  for (const element of list) {
    const name = fieldText(element, key)
    if (name === '' || found.has(name)) return undefined
    found.set(name, element)
  }
  return found
}

/** Merge the elements with one identity into `items`; elements that end empty leave the old list too. */
function addMerged(
  items: readonly Node[],
  lists: Lists,
  keys: readonly string[],
  values: readonly string[],
): readonly Node[] {
  const own = keys.filter((_, i) => values[i] !== '')
  const [findKeys, findValues] =
    own.length === 0 ? [keys, values] : [own, values.filter((v) => v !== '')]
  const place = find(lists.old, findKeys, findValues)
  const from = find(lists.patch ?? [], findKeys, findValues)
  const patched = lists.patch?.[from]
  const merged = lists.merge(lists.old[place], patched)
  const kept = keepsOld(lists.old[place], patched, lists.replaces)
  // Who finds it once more finds it without.
  if (isMap(patched) && patched.has('$patch'))
    changePatch(lists, (lists.patch ?? []).with(from, obeyed(patched)))
  if (isMissing(merged) || (isMap(merged) && merged.size === 0)) {
    change(lists, setElement(lists.old, keys, values, undefined))
    return items
  }
  const whole = withKeys(merged, keys, values)
  // Of a set the old element stays, which is the same text.
  const isSame = keys[0] === '' && patched !== undefined && lists.patch !== lists.old
  if (place >= 0 && !kept && !isSame) {
    const next = [...lists.old]
    putElement(next, place, whole)
    change(lists, next)
  }
  return setElement(items, keys, values, whole)
}

/** The old list changes while it is merged; so does the patch when it is the same list. */
function change(lists: Lists, old: readonly Node[]): void {
  if (lists.patch === lists.old) lists.patch = old
  lists.old = old
}

function changePatch(lists: Lists, patch: readonly Node[]): void {
  if (lists.patch === lists.old) lists.old = patch
  lists.patch = patch
}

/** The first element that has exactly these texts under these keys. */
function find(list: readonly Node[], keys: readonly string[], values: readonly string[]): number {
  if (keys[0] === '') return list.findIndex((element) => textOf(element) === values[0])
  return list.findIndex(
    (element) =>
      isMap(element) &&
      keys.every((key, i) => element.has(key) && textOf(element.get(key)) === values[i]),
  )
}

/** An element that has its identity written out; the text gets the type that YAML gives it, also as an element of a set. */
function withKeys(element: Node, keys: readonly string[], values: readonly string[]): Node {
  if (!isMap(element)) return values[0] ? asText(element, values[0]) : element
  let whole: MapNode = element
  for (const [i, key] of keys.entries()) {
    const value = values[i] ?? ''
    if (!whole.has(key) && value !== '') whole = withField(whole, key, plain(value))
  }
  return whole
}

/** Put the rest of the old list behind the merged elements. */
function appendOld(
  items: readonly Node[],
  old: readonly Node[],
  keys: readonly string[],
): readonly Node[] {
  if (keys[0] === '') return old.reduce((list, e) => setElement(list, keys, [textOf(e)], e), items)
  let list = items
  for (const element of old) {
    const values: string[] = []
    for (const key of keys) {
      const value = isMap(element) ? element.get(key) : undefined
      if (value === undefined) list = [...list, element]
      else values.push(textOf(value))
    }
    if (keys.length > 1) list = setElement(list, keys, values, undefined)
    list = setElement(list, keys, values, element)
  }
  return list
}

/**
 * Replace every element with this identity, or append; `undefined` removes them. Empty elements vanish. A key
 * without a value does not count, unless no key has one: then every mapping is dropped (kyaml's ElementSetter).
 */
function setElement(
  list: readonly Node[],
  keys: readonly string[],
  values: readonly string[],
  element: Node | undefined,
): readonly Node[] {
  const full = list.filter((old) => !isMissing(old) && !(isMap(old) && old.size === 0))
  if (keys[0] === '') checkSet(full)
  const isFound = (old: Node) => applies(old, keys, values) && matches(old, keys, values)
  const found = full.some(isFound)
  const kept = full.flatMap((old) => {
    if (!applies(old, keys, values)) return [old]
    if (!matches(old, keys, values)) return values.length > 0 ? [old] : []
    return element === undefined ? [] : [element]
  })
  return found || isMissing(element) ? kept : [...kept, element as Node]
}

/** Something that is no map does not concern an identity made of fields. */
function applies(element: Node, keys: readonly string[], values: readonly string[]): boolean {
  return isMap(element) || keys[0] === '' || !values[0]
}

function matches(element: Node, keys: readonly string[], values: readonly string[]): boolean {
  if (values.length === 0) return false
  return keys.every((key, i) => {
    const value = values[i]
    if (value === undefined) return true
    if (key === '') return textOf(element) === value
    if (!isMap(element) || !element.has(key)) return false
    return value === '' || textOf(element.get(key)) === value
  })
}

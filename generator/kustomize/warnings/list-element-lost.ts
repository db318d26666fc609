import type { Problem } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import type { Irregular } from '../edit/merge-path.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { fieldText, isMap, isMissing, type MapNode, textOf } from '../node/node.ts'
import { elementOf, fieldOf, keysOf, type Schema } from '../schema/schema.ts'
import { header, problemOf, type Warning } from './warning.ts'

const service = (port: string) => `${header('v1', 'Service', 'web')}spec:\n  ports:\n  - ${port}\n`
const tree = (port: string) => ({
  'kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: port.yaml}]\n',
  'web.yaml': service('{port: 80, protocol: TCP, targetPort: web}'),
  'port.yaml': service(port),
})

export const listElementLost: Warning = {
  id: 'kustomize/list-element-lost',
  summary: 'A strategic merge loses an element of a list.',
  why: 'Elements are told apart by keys, ports by number and protocol. Where a key is missing on one side, or two elements share it, kustomize drops the element of the patch, or that of the object.',
  hint: 'write all keys of the element as the object has them (protocol: TCP for ports); give duplicate elements different keys',
  example: {
    bad: tree('{port: 80, nodePort: 30080}'),
    good: tree('{port: 80, protocol: TCP, nodePort: 30080}'),
  },
}

/** A list in which something is lost. */
type Loss = { readonly path: string; readonly element: string; readonly from: 'patch' | 'object' }

/** Told after a patch is merged: the first loss, and in how many objects there is one. */
export type Losses = {
  /** Merges into one object; only what the merge calls irregular is looked at. */
  readonly watch: (
    entry: Entry,
    merge: (irregular: Irregular) => Entry | undefined,
  ) => Entry | undefined
  readonly problems: () => readonly Problem[]
}

/** Watches one patch being merged into objects. */
export function lossesOf(patch: MapNode, source: string): Losses {
  let isIrregular = false
  const irregular = () => {
    isIrregular = true
  }
  let first: readonly [Entry, Loss] | undefined
  let count = 0
  return {
    watch: (entry, merge) => {
      isIrregular = false
      const changed = merge(irregular)
      const loss = isIrregular && changed ? firstLoss(entry, patch, changed) : undefined
      if (loss === undefined) return changed
      count++
      first ??= [entry, loss]
      return changed
    },
    problems: () => (first === undefined ? [] : [problemFor(...first, source, count - 1)]),
  }
}

function firstLoss({ node, schemas }: Entry, patch: MapNode, changed: Entry): Loss | undefined {
  const schema = schemas.schemaOf(fieldText(node, 'apiVersion'), fieldText(node, 'kind'))
  const [loss] = lossesIn(node, patch, changed.node, schema, '')
  return loss
}

function problemFor(
  entry: Entry,
  { path, element, from }: Loss,
  source: string,
  more: number,
): Problem {
  const where = `${path.slice(1)} of ${printId(currentId(entry))}`
  const others = more > 0 ? `, and the same in ${more} more` : ''
  const message =
    from === 'patch'
      ? `${source}: what it says about ${element} in ${where} is lost${others}`
      : `${source} makes ${where} lose ${element} of the object${others}`
  return problemOf(listElementLost, message)
}

function* lossesIn(
  old: Node | undefined,
  patch: Node | undefined,
  now: Node | undefined,
  schema: Schema | undefined,
  path: string,
): Iterable<Loss> {
  if (schema === undefined) return
  if (Array.isArray(now)) yield* lossesInList(old, patch, now, schema, path)
  if (!isMap(now) || (isMap(patch) && patch.has('$patch'))) return
  const inner = (map: Node | undefined, field: string) => (isMap(map) ? map.get(field) : undefined)
  for (const [field, value] of now) {
    const step = `${path}.${field}`
    yield* lossesIn(inner(old, field), inner(patch, field), value, fieldOf(schema, field), step)
  }
}

function* lossesInList(
  old: Node | undefined,
  patch: Node | undefined,
  now: Node,
  schema: Schema,
  path: string,
): Iterable<Loss> {
  const keys = keysOf(schema) ?? []
  const lists = { old: mapsIn(old), patch: mapsIn(patch), now: mapsIn(now) }
  if (keys.length === 0 || lists.patch.some((one) => one.size === 1 && one.has('$patch'))) return
  yield* lostElements(lists, keys, path)
  yield* insideElements(lists, keys, elementOf(schema), path)
}

type Lists = {
  readonly old: readonly MapNode[]
  readonly patch: readonly MapNode[]
  readonly now: readonly MapNode[]
}

function mapsIn(list: Node | undefined): readonly MapNode[] {
  return Array.isArray(list) ? list.filter(isMap) : []
}

function* lostElements(lists: Lists, keys: readonly string[], path: string): Iterable<Loss> {
  const [key = ''] = keys
  const now = groupBy(lists.now, key)
  const patch = groupBy(lists.patch, key)
  for (const element of lists.patch) {
    if (fieldText(element, '$patch') === 'delete') continue
    const kept = now.get(fieldText(element, key))?.some((one) => carries(one, element, []))
    if (!kept) yield { path, element: describe(element, keys), from: 'patch' }
  }
  if (keys.length === 1 && isDistinct(lists.old, key)) return
  for (const element of lists.old) {
    const name = fieldText(element, key)
    const over = (patch.get(name) ?? []).filter((one) => agree(one, element, keys))
    if (over.some((one) => fieldText(one, '$patch') === 'delete')) continue
    const kept = now
      .get(name)
      ?.some((one) => agree(one, element, keys) && carries(one, element, over))
    if (!kept) yield { path, element: describe(element, keys), from: 'object' }
  }
}

function groupBy(list: readonly MapNode[], key: string): ReadonlyMap<string, readonly MapNode[]> {
  const groups = new Map<string, MapNode[]>()
  for (const element of list) {
    const name = fieldText(element, key)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [element])
    else group.push(element)
  }
  return groups
}

function isDistinct(list: readonly MapNode[], key: string): boolean {
  const names = new Set(list.map((element) => fieldText(element, key)))
  return names.size === list.length && !names.has('')
}

/** No key of one contradicts the other. */
function agree(a: MapNode, b: MapNode, keys: readonly string[]): boolean {
  return keys.every((key) => {
    const [x, y] = [fieldText(a, key), fieldText(b, key)]
    return x === '' || y === '' || x === y
  })
}

/** Every single value of `wanted` stands in the element, unless `over` has another one for it. */
function carries(element: MapNode, wanted: MapNode, over: readonly MapNode[]): boolean {
  for (const [field, value] of wanted) {
    if (isMissing(value) || Array.isArray(value) || isMap(value)) continue
    if (field === '$patch' && !element.has('$patch')) return false
    if (textOf(element.get(field)) !== textOf(value) && !over.some((one) => one.has(field)))
      return false
  }
  return true
}

function describe(element: MapNode, keys: readonly string[]): string {
  const known = keys.filter((key) => element.has(key))
  const fields = known.length > 0 ? known : [...element.keys()].slice(0, 2)
  const written = fields.map((field) => `${field}: ${fieldText(element, field) || '…'}`).join(', ')
  return known.length > 0 ? `{${written}}` : `{${written}}, which has no ${keys.join(' and ')},`
}

function* insideElements(
  lists: Lists,
  keys: readonly string[],
  schema: Schema | undefined,
  path: string,
): Iterable<Loss> {
  const [key = ''] = keys
  const [old, patch] = [groupBy(lists.old, key), groupBy(lists.patch, key)]
  for (const element of lists.now) {
    const name = fieldText(element, key)
    const find = (groups: typeof old) => groups.get(name)?.find((one) => agree(one, element, keys))
    yield* lossesIn(find(old), find(patch), element, schema, `${path}[${name}]`)
  }
}

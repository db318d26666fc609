import { UserError } from '../../core/finding.ts'
import {
  addUnprinted,
  deleteKey,
  isNull,
  isScalar,
  madeAnew,
  type Node,
  unprintedOf,
  withLinesOf,
} from '../../yaml/index.ts'
import { copyOf, fieldText, isMap, isMissing, kindOf, type MapNode, textOf } from '../node/node.ts'
import { settled } from '../node/settled.ts'
import { elementOf, fieldOf, keysOf, type Schema, type Schemas } from '../schema/schema.ts'
import { checkElements } from './check-elements.ts'
import { type Directive, isDirective, obeyed } from './directive.ts'
import { type MergeElement, mergeList } from './merge-list.ts'
import { emptyField, type Irregular, type MergePath, placeOf, wrongKind } from './merge-path.ts'
import { newKeys } from './new-keys.ts'
import { placed } from './placed.ts'

/**
 * Strategic merge of a patch into an object as kustomize does it (kyaml merge2): `null` removes, `$patch` is
 * obeyed, lists merge where the schema of the kind names a key. `undefined`: the object is deleted.
 * Identity is not protected here. Throws UserError where the patch has another kind of value than the object.
 */
export function mergeNodes(
  old: MapNode,
  patch: MapNode,
  schemas: Schemas,
  irregular: Irregular,
): MapNode | undefined {
  const start: MergePath = { field: '', parent: undefined, schemas, irregular }
  const merged = mergeNode(old, patch, undefined, start)
  // What replaces the whole object is made there, and forgotten.
  if (fieldText(patch, '$patch') === 'replace') return old
  return isMap(merged) ? merged : undefined
}

/** `undefined`: nothing is left; `null`: a null that the object had before and that stays. */
function mergeNode(
  old: Node | undefined,
  patch: Node | undefined,
  schema: Schema | undefined,
  path: MergePath,
): Node | undefined {
  if (isMissing(old) && isMissing(patch)) return patch === undefined ? kept(old) : gone(patch, path)
  if (patch === undefined && schema === undefined && !isMap(old)) return old
  const kind = kindOf((isMissing(old) ? patch : old) ?? null)
  if (!isMissing(old) && !isMissing(patch) && kindOf(patch) !== kind)
    throw wrongKind(kind, kindOf(patch), path)
  if (kind === 'map') return mergeMap(old as MapNode, patch as MapNode, schema, path)
  const keys = kind === 'list' ? keysOf(schema) : undefined
  if (keys !== undefined)
    return mergeKeyed(old as Node[], patch as Node[] | null | undefined, keys, schema, path)
  return replacedBy(patch, old)
}

/** What is not merged is replaced as a whole, and removed by null. */
function replacedBy(patch: Node | undefined, old: Node | undefined): Node | undefined {
  if (patch === undefined) return old
  return isNull(patch) ? undefined : patch
}

/** A null of a patch where nothing is. Upstream goes through what stands behind its tag as if it were a mapping, and breaks. */
function gone(patch: Node, path: MergePath): undefined {
  if (patch === null || !isScalar(patch) || !Array.isArray(patch.held)) return
  if (patch.held.length % 2 > 0) throw wrongKind('map', 'list', path)
}

/** A null stays when no patch concerns it, unless it is written as nothing at all. */
function kept(old: Node | undefined): Node | undefined {
  return old !== undefined && isScalar(old) && old.text === '' ? undefined : old && madeAnew(old)
}

function mergeMap(
  old: MapNode | null | undefined,
  patch: MapNode | null | undefined,
  known: Schema | undefined,
  path: MergePath,
): Node | undefined {
  const schema = known ?? embeddedSchema(old, path) ?? embeddedSchema(patch, path)
  if (patch === undefined && schema === undefined && isMap(old)) return swept(old, path)
  if (isMissing(old)) return mergeCreated(patch as MapNode, schema, path)
  if (isNull(patch)) return undefined
  const directive = directiveOf(patch ?? undefined, path)
  if (old === patch) return mergeCreated(old, schema, path)
  switch (directive) {
    case 'delete':
      return undefined
    case 'replace': {
      const replaced = obeyed(patch as MapNode)
      return mergeFields(replaced, replaced, schema, path)
    }
    case 'merge':
      return withLinesOf(mergeFields(old, patch ? obeyed(patch) : undefined, schema, path), patch)
  }
}

/** What no patch and no schema concerns: only values that are written as nothing vanish, outside lists. */
function swept(map: MapNode, path: MergePath): MapNode {
  let result = map
  map.forEach((value, field) => {
    if (field === '') throw emptyField(path)
    if (unprintedOf(value)) return
    const step = { field, parent: path, schemas: path.schemas, irregular: path.irregular }
    const kept =
      isMap(value) || isMissing(value)
        ? mergeNode(value, undefined, undefined, step)
        : settled(value)
    if (kept === value) return
    if (result === map) result = copyOf(map)
    if (kept === undefined) deleteKey(result, field)
    else result.set(field, kept)
  })
  return result
}

function mergeCreated(
  patch: MapNode,
  schema: Schema | undefined,
  path: MergePath,
): Node | undefined {
  const created = strippedOf(patch)
  return created === undefined ? undefined : mergeFields(created, created, schema, path)
}

/** Merge every field of both; what a patch creates is merged with itself, which is how nulls in it vanish. */
function mergeFields(
  old: MapNode,
  patch: MapNode | undefined,
  schema: Schema | undefined,
  path: MergePath,
): MapNode {
  let result = old
  const change = (): MapNode => {
    if (result === old) result = copyOf(old)
    return result
  }
  const isTop = path.parent === undefined
  const merge = (field: string, value: Node | undefined) => {
    if (field === '') throw emptyField(path)
    const step = { field, parent: path, schemas: path.schemas, irregular: path.irregular }
    const merged = mergeNode(value, patch?.get(field), fieldOf(schema, field), step)
    if (merged === undefined) {
      if (value !== undefined) deleteKey(change(), field)
      return
    }
    const set = placed(merged, value, patch === old ? undefined : patch?.get(field))
    if (set !== value) change().set(field, set)
  }
  old.forEach((value, field) => {
    if (!unprintedOf(value)) merge(field, value)
  })
  if (patch !== undefined && patch !== old) {
    const { keys, odd } = newKeys(patch, old, isTop)
    for (const field of keys) merge(field, undefined)
    for (const one of odd) if (result.has(one.name)) addUnprinted(change(), one)
  }
  return result
}

function mergeKeyed(
  old: Node[] | null | undefined,
  patch: Node[] | null | undefined,
  keys: readonly string[],
  schema: Schema | undefined,
  path: MergePath,
): Node | undefined {
  const element = elementOf(schema)
  const merge: MergeElement = (a, b) => mergeNode(a, b, element, path)
  const replaces = (e: Node | undefined) => {
    const isReplacing = isMap(e) && fieldText(e, '$patch') === 'replace'
    if (isReplacing) path.irregular()
    return isReplacing
  }
  const alone = (list: readonly Node[]): Node[] => {
    if (keys.length > 0) checkElements(list, () => placeOf(path))
    const kept = mergeList(list, list, keys, merge, replaces) as Node[]
    if (kept.length < list.length) path.irregular()
    return kept
  }
  if (isMissing(old)) return alone(patch as Node[])
  if (isNull(patch)) return undefined
  const [directive, rest] = listDirective(patch ?? undefined, path)
  if (directive === 'delete') return undefined
  if (directive === 'replace') return alone(rest ?? [])
  const before = old === patch ? (rest ?? []) : old
  if (keys.length > 0) checkElements(before, () => placeOf(path))
  const merged = mergeList(before, rest, keys, merge, replaces, path.irregular)
  if (rest === undefined && merged.length < old.length) path.irregular()
  return withLinesOf(isSame(merged, old) ? (old as Node[]) : (merged as Node[]), patch)
}

/** What an element that holds nothing but `$patch` says about its list, and the list without it. */
function listDirective(
  list: readonly Node[] | undefined,
  path: MergePath,
): readonly [Directive, readonly Node[] | undefined] {
  const marker = list?.find((element) => isMap(element) && element.has('$patch'))
  if (!isMap(marker) || marker.size > 1) return ['merge', list]
  const directive = directiveOf(marker, path)
  const rest = list?.filter(
    (e) => !isMissing(e) && !(isMap(e) && (e.size === 0 || fieldText(e, '$patch') === directive)),
  )
  return [directive, rest]
}

function directiveOf(patch: MapNode | undefined, path: MergePath): Directive {
  if (patch === undefined || !patch.has('$patch')) return 'merge'
  const word = textOf(patch.get('$patch'))
  if (isDirective(word)) return word
  throw new UserError({
    message: `$patch is ${JSON.stringify(word)}${placeOf(path)}`,
    hint: '$patch must be merge, replace or delete',
  })
}

/** A map that the patch creates: without its directive, `undefined` when that says delete; unknown words stay. */
function strippedOf(patch: MapNode): MapNode | undefined {
  return fieldText(patch, '$patch') === 'delete' ? undefined : obeyed(patch)
}

/** An object inside an object without a schema brings its own. */
function embeddedSchema(
  map: MapNode | null | undefined,
  { schemas }: MergePath,
): Schema | undefined {
  const apiVersion = fieldText(map ?? undefined, 'apiVersion')
  const kind = fieldText(map ?? undefined, 'kind')
  return apiVersion === '' || kind === '' ? undefined : schemas.schemaOf(apiVersion, kind)
}

function isSame(a: readonly Node[], b: readonly Node[]): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i])
}

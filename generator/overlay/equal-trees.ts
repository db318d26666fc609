import { mergeKeysOf } from '../kustomize/index.ts'
import { isList, isMap, isSame, keysOfBoth, memberOf, type Scope } from './tree.ts'

/** Lists with a merge key to whose order Kubernetes gives no meaning. */
const unordered: ReadonlySet<string> = new Set([
  'ports',
  'volumes',
  'volumeMounts',
  'env',
  'imagePullSecrets',
  'hostAliases',
])

/**
 * Equal for Kubernetes: list order counts, except in unordered lists, whose elements are compared by key. `path`
 * names the fields from the object to the values, without list levels.
 */
export function equalTrees(
  scope: Scope,
  a: unknown,
  b: unknown,
  path: readonly string[] = [],
): boolean {
  if (isSame(a, b)) return true
  if (isList(a) && isList(b)) return equalLists(scope, a, b, path)
  if (!isMap(a) || !isMap(b)) return false
  return keysOfBoth(a, b).every((key) =>
    equalTrees(scope, memberOf(a, key), memberOf(b, key), [...path, key]),
  )
}

function equalLists(
  scope: Scope,
  a: readonly unknown[],
  b: readonly unknown[],
  path: readonly string[],
): boolean {
  if (a.length !== b.length) return false
  const keyed = isUnordered(scope, path, a, b) ? byKeys(scope, path, a, b) : undefined
  if (keyed === undefined) return a.every((element, i) => equalTrees(scope, element, b[i], path))
  return keyed.b.ids.every((id, i) => {
    const j = keyed.a.at.get(id)
    return j !== undefined && equalTrees(scope, a[j], b[i], path)
  })
}

/** Whether the order of these two versions of a list has no meaning; environment variables may refer to earlier ones. */
export function isUnordered(
  scope: Scope,
  path: readonly string[],
  a: readonly unknown[],
  b: readonly unknown[],
): boolean {
  const field = path.at(-1) ?? ''
  if (!unordered.has(field)) return false
  if (!mergeKeysOf(scope.apiVersion, scope.kind, path)?.length) return false
  return field !== 'env' || !(a.some(refers) || b.some(refers))
}

function refers(variable: unknown): boolean {
  return isMap(variable) && typeof variable.value === 'string' && variable.value.includes('$(')
}

/** The elements of a list by identity. */
export type Identities = {
  readonly ids: readonly string[]
  readonly at: ReadonlyMap<string, number>
}

type Keyed = { readonly keys: readonly string[]; readonly a: Identities; readonly b: Identities }

/** Both versions of a list by merge key; `undefined` when it has none, or an element has no identity or shares it. */
export function byKeys(
  scope: Scope,
  path: readonly string[],
  a: readonly unknown[],
  b: readonly unknown[],
): Keyed | undefined {
  const keys = mergeKeysOf(scope.apiVersion, scope.kind, path)
  if (keys === undefined || keys.length === 0) return undefined
  const first = identities(a, keys)
  const second = first && identities(b, keys)
  return first && second && { keys, a: first, b: second }
}

function identities(list: readonly unknown[], keys: readonly string[]): Identities | undefined {
  const at = new Map<string, number>()
  for (const [i, element] of list.entries()) {
    const id = identityOf(element, keys)
    if (id === undefined || at.has(id)) return undefined
    at.set(id, i)
  }
  return { ids: [...at.keys()], at }
}

/** Only the first key must be there: a port without protocol is a port of its own. */
function identityOf(element: unknown, keys: readonly string[]): string | undefined {
  if (!isMap(element)) return undefined
  const values = keys.map((key) => memberOf(element, key) ?? '')
  if (values[0] === '' || values.some((v) => typeof v === 'object')) return undefined
  return values.join('\0')
}

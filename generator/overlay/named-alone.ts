import { byKeys } from './equal-trees.ts'
import { isList, isMap, type Scope } from './tree.ts'

/**
 * Comment lines about list elements that a strategic merge patch names without changing them: they are there because merged
 * elements come first, in the order of the patch. `from` is what the patch is merged into.
 */
export function namedAlone(scope: Scope, from: unknown, patch: unknown): readonly string[] {
  return [...new Set(listsWith(scope, from, patch, []))].map((list) =>
    list === 'env'
      ? 'env entries that are named alone keep their place: a later $(...) refers to them'
      : `${list} that are named alone keep their place: their order counts`,
  )
}

type Lists = Generator<string, void, undefined>

/** The fields of lists that have such elements. */
function* listsWith(scope: Scope, from: unknown, patch: unknown, path: readonly string[]): Lists {
  if (isList(from) && isList(patch)) yield* inList(scope, from, patch, path)
  else if (isMap(from) && isMap(patch))
    for (const key of Object.keys(patch))
      if (Object.hasOwn(from, key)) yield* listsWith(scope, from[key], patch[key], [...path, key])
}

function* inList(
  scope: Scope,
  from: readonly unknown[],
  patch: readonly unknown[],
  path: readonly string[],
): Lists {
  const keyed = byKeys(scope, path, from, patch)
  if (keyed === undefined) return
  for (const [i, id] of keyed.b.ids.entries()) {
    const old = keyed.a.at.get(id)
    if (old === undefined) continue
    const named = Object.keys(patch[i] as object)
    if (named.every((key) => keyed.keys.includes(key))) yield path.at(-1) ?? ''
    yield* listsWith(scope, from[old], patch[i], path)
  }
}

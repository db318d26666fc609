import { UserError } from '../../core/finding.ts'
import { isNull, type Node } from '../../yaml/index.ts'

/** Elements of an object that merge by keys are maps, those of a set are single values. Throws UserError; `at` ends its message. */
export function checkElements(
  list: readonly Node[],
  keys: readonly string[],
  at: () => string,
): void {
  const fits = keys.length === 0 ? isSingle : isMapOrNull
  if (list.every(fits)) return
  throw new UserError({
    message: `a list has an element that is no ${keys.length === 0 ? 'single value' : 'map'}${at()}`,
    hint: 'kustomize merges the elements of this list, so they must all be of one kind',
  })
}

const isSingle = (node: Node): boolean => !(node instanceof Map) && !Array.isArray(node)

const isMapOrNull = (node: Node): boolean => node instanceof Map || isNull(node)

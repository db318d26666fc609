import { isScalar, type Node, type Scalar, scalar, withTag } from './node.ts'

type Collection = Node[] | Map<string, Node>

/**
 * Mappings and lists that have the tag of a null: every step takes them for one, and only who prints them sees what
 * they are. A hidden field of the scalar, not state: set once, when it is made.
 */
const collections = new WeakMap<Scalar, Collection>()

/** A null that is printed as a mapping or list. */
export function nullAround(collection: Collection): Scalar {
  const made = withTag(scalar('', 'plain', '!!null'))
  collections.set(made, collection)
  return made
}

/** The mapping or list that has the tag of a null. */
export function collectionIn(value: unknown): Collection | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return isScalar(value) && value.isTagged ? collections.get(value) : undefined
}

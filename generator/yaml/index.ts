export {
  behindKeyOf,
  endsWithComment,
  hasBegin,
  hasBrackets,
  inPlaceOfCollection,
  isInBrackets,
  likewise,
  putBrackets,
  putPlace,
  withLinesOf,
} from './brackets.ts'
export { type Edited, type EditOptions, editYaml } from './edit.ts'
export { goNodeJson } from './go-node-json.ts'
export { goFloat, goFloat32 } from './go-number.ts'

export { sortKeys } from './key-order.ts'
export { isAssembled } from './lone-list.ts'
export type { Dialect, Node, Scalar, Style, Tag } from './node.ts'
export { collectionIn, holding, isNull, isScalar, scalar, twinOf, withTag } from './node.ts'
export { inNodeOf, madeAnew, placeAt, placeOfKey, scalarAt } from './node-places.ts'
export { type PlaceOptions, placeOf, placesIn } from './place.ts'
export { bareText, jsonText, printKustomize } from './print-kustomize.ts'
export { printYaml } from './print-yaml.ts'
export { eachYaml, problemsOf, readNodes, readYaml, syntaxMistakes } from './read.ts'
export { readAgain } from './read-again.ts'
export { readsAsText, tagOfText, tagOfValue } from './resolve.ts'
export { firstDocument } from './split-documents.ts'
export { sameTags, untaggedKey } from './tagged-keys.ts'
export { toExactJson, toJson, toJsonIn } from './to-json.ts'
export {
  addUnprinted,
  deleteKey,
  isNullKey,
  spread,
  type Unprinted,
  unprintedOf,
  withoutEmptySecond,
  withTextKeys,
} from './unprinted.ts'
export type { DuplicateKeys } from './walk.ts'

import { deleteKey, sameTags } from '../../yaml/index.ts'
import { copyOf, fieldText, type MapNode, textOf } from '../node/node.ts'

/** What `$patch` may say. */
export type Directive = 'merge' | 'replace' | 'delete'

const words: readonly string[] = ['merge', 'replace', 'delete'] satisfies readonly Directive[]

/** Whether a text is one of the directives. */
export function isDirective(word: string): word is Directive {
  return words.includes(word)
}

/** A map of a patch without its directive, which upstream takes out when it obeys; an unknown word stays. */
export function obeyed(patch: MapNode): MapNode {
  if (!patch.has('$patch') || !isDirective(textOf(patch.get('$patch')))) return patch
  const rest = copyOf(patch)
  deleteKey(rest, '$patch')
  return sameTags(rest, patch)
}

/** A map that the patch creates: without its directive, `undefined` when that says delete; unknown words stay. */
export function strippedOf(patch: MapNode): MapNode | undefined {
  return fieldText(patch, '$patch') === 'delete' ? undefined : obeyed(patch)
}

import { UserError } from '../../core/finding.ts'
import { isNoString } from '../full-key.ts'
import { isMisfit } from '../full-scalar.ts'
import type { Dialect } from '../node.ts'
import { readNodes } from '../read.ts'
import type { CommentedDocument } from './node.ts'
import { readCommented } from './read-commented.ts'

export type { CommentedDocument, CommentedNode, CommentedScalar } from './node.ts'
export { madeCollection, madeScalar } from './node.ts'
export { writeDocument, writePart } from './write-commented.ts'

/**
 * The first document of a text as go-yaml v3 reads it into a tree to edit: keys of every kind, keys that stand twice;
 * undefined when there is nothing but comments. Throws a UserError for what is no YAML.
 */
export function readText(text: string): CommentedDocument | undefined {
  if (!isWellFormed(text, 'resource')) isWellFormed(text, 'config', true)
  if (/[\x85\u2028\u2029]/.test(text))
    throw new UserError({
      message: 'a text with a line break of Unicode (U+0085, U+2028, U+2029) is not edited',
      hint: 'write it as an escape in double quotes',
    })
  return readCommented(text.replace(/^\ufeff/, ''))
}

/** Whether there are no problems but keys of other kinds and tags that do not fit, which are not looked at here. Throws a UserError if `throws`. */
function isWellFormed(text: string, dialect: Dialect, throws = false): boolean {
  try {
    readNodes(text, 'the text', dialect, { duplicateKeys: 'last', documents: 'first' })
    return true
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.problems.every((one) => isMisfit(one) || isNoString(one))) return true
    if (throws) throw error
    return false
  }
}

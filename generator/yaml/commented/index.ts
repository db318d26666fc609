import { UserError } from '../../core/finding.ts'
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
  try {
    readNodes(text, 'the text', 'resource')
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    readNodes(text, 'the text', 'config', { duplicateKeys: 'last' })
  }
  if (/[\x85\u2028\u2029]/.test(text))
    throw new UserError({
      message: 'a text with a line break of Unicode (U+0085, U+2028, U+2029) is not edited',
      hint: 'write it as an escape in double quotes',
    })
  return readCommented(text.replace(/^\ufeff/, ''))
}

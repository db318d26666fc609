import { UserError } from '../../core/finding.ts'
import type { CommentedDocument } from './node.ts'
import { readCommented } from './read-commented.ts'
import { readTokens } from './token-reader.ts'

export type { CommentedDocument, CommentedNode, CommentedScalar } from './node.ts'
export { madeCollection, madeScalar } from './node.ts'
export { writeDocument, writePart } from './write-commented.ts'

/**
 * The first document of a text as go-yaml v3 reads it into a tree to edit: keys of every kind, keys that stand twice;
 * undefined when there is nothing but comments. Throws a UserError for what is no YAML.
 */
export function readText(text: string): CommentedDocument | undefined {
  if (/[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/.test(text))
    throw new UserError({
      message: 'a text with a control character is no YAML',
      hint: 'write it as an escape in double quotes',
    })
  return readCommented(readTokens(text.replace(/^\ufeff/, ''), 3))
}

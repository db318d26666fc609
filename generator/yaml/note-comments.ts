import { putLines, putText } from './brackets.ts'
import type { Node } from './node.ts'

const atBrackets = /[\]},][ \t]+#|:[ \t]+#[^\n]*\n\s*[[{]/
const atEnd = /^[ \t]*#[^\n]*\n?\s*(?:^(?:---|\.\.\.|%)|(?![\s\S]))/m

/** Whether there are comments that are to be noted for a document as a whole. */
export function hasNotableComments(text: string): boolean {
  return text.includes('#') && (atEnd.test(text) || atBrackets.test(text))
}

/** Note on a document that its text ends with a comment, or has one at brackets. */
export function noteComments(document: Node, text: string): void {
  if (!text.includes('#')) return
  if (atEnd.test(text)) putText(document, text)
  if (atBrackets.test(text)) putLines(document)
}

import type { CommentedDocument } from './node.ts'
import { empty, readNode } from './read-node.ts'
import {
  peekToken,
  readTokens,
  skipIf,
  skipToken,
  type TokenReader,
  takeComments,
} from './token-reader.ts'

/**
 * The first document of a text with its comments where go-yaml v3 sees them; undefined for a text without any. The
 * text must be one that `readNodes` takes; throws a UserError for the little that is not supported here.
 */
export function readCommented(text: string): CommentedDocument | undefined {
  const r = readTokens(text)
  skipToken(r)
  const { type } = peekToken(r)
  if (type === 'stream-end') return undefined
  const isExplicit = type === 'document-start'
  const head = isExplicit ? '' : splitHead(r)
  if (isExplicit) skipToken(r)
  const first = peekToken(r).type
  const isEmpty = isExplicit && ['document-start', 'document-end', 'stream-end'].includes(first)
  const root = isEmpty ? empty() : readNode(r, true, false)
  peekToken(r)
  skipIf(r, 'document-end')
  const end = takeComments(r)
  return { head, foot: end.foot || end.head, root }
}

/** What stands above the last empty line of the first comments belongs to the document. */
function splitHead(r: TokenReader): string {
  const { head } = r.waiting
  for (let i = head.length - 1; i > 0; i--) {
    if (head.charAt(i) !== '\n') continue
    const isLast = i === head.length - 1
    if (!isLast && head.charAt(i - 1) !== '\n') continue
    r.waiting.head = head.slice(i + 1)
    return head.slice(0, isLast ? i : i - 1)
  }
  return ''
}

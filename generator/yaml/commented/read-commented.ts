import { empty } from './begin-node.ts'
import type { CommentedDocument } from './node.ts'
import { readNode } from './read-node.ts'
import { type Token, type TokenType, unreadable } from './scanner.ts'
import { peekToken, skipIf, skipToken, type TokenReader, takeComments } from './token-reader.ts'

/**
 * The first document of a text as go-yaml reads it, with its comments where version 3 sees them; undefined for a text
 * without any. Throws a UserError for what go-yaml refuses, there and in the tokens behind it that it looks at.
 */
export function readCommented(r: TokenReader): CommentedDocument | undefined {
  skipToken(r)
  const hasDirectives = readDirectives(r)
  const { type, start } = peekToken(r)
  if (type === 'stream-end' && !hasDirectives) return undefined
  const isExplicit = type === 'document-start'
  if (hasDirectives && !isExplicit) throw unreadable(start.line)
  const head = isExplicit ? '' : splitHead(r)
  if (isExplicit) skipToken(r)
  const isEmpty = isExplicit && behindNothing.includes(peekToken(r).type)
  const root = isEmpty ? empty(r) : readNode(r, true, false)
  peekToken(r)
  skipIf(r, 'document-end')
  const end = takeComments(r)
  return { head, foot: end.foot || end.head, root }
}

const behindNothing: readonly TokenType[] = [
  ...(['version-directive', 'tag-directive'] as const),
  ...(['document-start', 'document-end', 'stream-end'] as const),
]

/** Whether there are any. */
function readDirectives(r: TokenReader): boolean {
  let versions = 0
  for (let token = peekToken(r); isDirective(token); token = peekToken(r)) {
    const { type, value, suffix = '', start } = token
    const isVersion = type === 'version-directive'
    const fits = isVersion ? versions++ === 0 && /^0?1\.0?1$/.test(value) : !r.handles.has(value)
    if (!fits) throw unreadable(start.line)
    if (!isVersion) r.handles.set(value, suffix)
    skipToken(r)
  }
  const found = versions + r.handles.size > 0
  for (const [handle, prefix] of own) if (!r.handles.has(handle)) r.handles.set(handle, prefix)
  return found
}

const isDirective = ({ type }: Token): boolean => type.endsWith('-directive')

/** The handles that need no directive. */
const own = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
] as const

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

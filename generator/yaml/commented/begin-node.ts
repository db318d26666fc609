import {
  type CommentedList,
  type CommentedMap,
  type CommentedNode,
  type CommentedScalar,
  type Comments,
  noComments,
} from './node.ts'
import { type Mark, type Token, unreadable } from './scanner.ts'
import { peekToken, skipToken, type TokenReader } from './token-reader.ts'

/** A value that is left out, before the next token; in blocks it begins where the sign before it ends. */
export function empty(r: TokenReader, start: Mark = peekToken(r).start): CommentedScalar {
  return {
    kind: 'scalar',
    ...noComments(),
    at: peekToken(r).start.index,
    start,
    tag: '!!null',
    isTagged: false,
    anchor: '',
    value: '',
    style: 'plain',
  }
}

/** What stands before a node; empty where there is none. */
export type Properties = { readonly start: Mark; tag: string; anchor: string }

/** The tag and the anchor before a node. Throws a UserError for a tag with an unknown handle. */
export function readProperties(r: TokenReader): Properties {
  const properties = { start: peekToken(r).start, tag: '', anchor: '' }
  for (let token = peekToken(r); ; token = peekToken(r)) {
    const { type } = token
    if ((type !== 'tag' && type !== 'anchor') || properties[type] !== '') return properties
    properties[type] = type === 'anchor' ? token.value : tagOf(r, token)
    skipToken(r)
  }
}

/** A tag without its handle, in short form where it is one of YAML's own. */
function tagOf({ handles }: TokenReader, { value, suffix = '', start }: Token): string {
  const prefix = value === '' ? '' : handles.get(value)
  if (prefix === undefined) throw unreadable(start.line)
  return (prefix + suffix).replace(/^tag:yaml\.org,2002:/, '!!')
}

/** `!` alone is no tag of resources. */
export function withTag(
  r: TokenReader,
  tag: string,
  implied: string,
): { tag: string; isTagged: boolean } {
  const isTagged = tag !== '' && (tag !== '!' || r.scanner.version === 2)
  return { tag: isTagged ? tag : implied, isTagged }
}

/** A list that begins with the next token. */
export const newList = (...begin: Begin): CommentedList => ({
  kind: 'list',
  ...begun('!!seq', ...begin),
})

/** A mapping that begins with the next token. */
export const newMap = (...begin: Begin): CommentedMap => ({
  kind: 'map',
  ...begun('!!map', ...begin),
})

type Begin = readonly [r: TokenReader, comments: Comments, properties: Properties, isFlow: boolean]

function begun(implied: string, ...[r, comments, properties, isFlow]: Begin) {
  const { head, line, foot } = comments
  const { start, tag: written, anchor } = properties
  const at = peekToken(r).start.index
  const { tag, isTagged } = withTag(r, written, implied)
  const content: CommentedNode[] = []
  return { head, line, foot, at, start, tag, isTagged, anchor, isFlow, content }
}

import { UserError } from '../core/finding.ts'
import type { CommentedNode, CommentedScalar } from './commented/node.ts'
import { readCommented } from './commented/read-commented.ts'
import type { Mark } from './commented/scanner.ts'
import { readTokens } from './commented/token-reader.ts'
import type { Dialect, Style } from './node.ts'
import { placeNumber } from './node-places.ts'
import { Alias, isWritten, Pair, type Syntax, Written, YAMLMap, YAMLSeq } from './syntax.ts'

/** What go-yaml reads first in a text, undefined for nothing; or how many lines stand before the one that it refuses. */
export type GoTree = { readonly root: CommentedNode | undefined } | { readonly refused: number }

/** The first document of a text as go-yaml reads it. */
export function goTree(text: string, dialect: Dialect): GoTree {
  const r = readTokens(text, dialect === 'resource' ? 3 : 2)
  try {
    return { root: readCommented(r)?.root }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { refused: r.scanner.line }
  }
}

const types: Readonly<Record<Style, Written.Type>> = {
  plain: 'PLAIN',
  single: 'QUOTE_SINGLE',
  double: 'QUOTE_DOUBLE',
  literal: 'BLOCK_LITERAL',
  folded: 'BLOCK_FOLDED',
}

/** Where a node begins, with its tag and its anchor. Not state: set once, when it is made. */
const begin: unique symbol = Symbol('begin')

type Begun = { [begin]?: Mark }

/** Where a node begins, as one number. */
export function beginOf(node: object): number {
  const mark = (node as Begun)[begin]
  return mark === undefined ? 0 : placeNumber(mark)
}

/** Where the keys of a mapping begin, of equal ones the first. */
export function keyPlaces({ items }: YAMLMap): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { key } of items.toReversed())
    if (isWritten(key)) found.set(String(key.value ?? ''), beginOf(key))
  return found
}

/** A node in the form of the `yaml` package. */
export function syntaxOf(node: CommentedNode): Syntax {
  const made = bare(node)
  const end = (node.kind === 'scalar' ? node.end : undefined) ?? node.at
  made.range = [node.at, end, end]
  if (node.kind !== 'alias') (made as Begun)[begin] = node.start
  if (node.kind === 'alias' || made instanceof Alias) return made
  if (node.isTagged) made.tag = node.tag
  if (node.anchor !== '') made.anchor = node.anchor
  if (node.line !== '') made.comment = node.line
  return made
}

function bare(node: CommentedNode): Syntax {
  if (node.kind === 'alias') return new Alias(node.name)
  if (node.kind === 'scalar') return written(node)
  const parts = node.content.map(syntaxOf)
  const made = node.kind === 'map' ? new YAMLMap() : new YAMLSeq()
  made.flow = node.isFlow
  if (made instanceof YAMLSeq) made.items = parts
  else for (let i = 0; i < parts.length; i += 2) made.items.push(new Pair(parts[i], parts[i + 1]))
  return made
}

function written({ value, style }: CommentedScalar): Syntax {
  const made = new Written(value)
  made.type = types[style]
  return made
}

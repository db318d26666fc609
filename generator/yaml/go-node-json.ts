import { isScalar, type Tag } from './node.ts'
import { normalized } from './read.ts'
import { resolvePlain } from './resolve.ts'
import {
  hasComments,
  isAlias,
  isMap,
  isSeq,
  isWritten,
  parseSyntax,
  type Syntax,
  type Written,
} from './syntax.ts'

/** A node of go-yaml as `encoding/json` writes it. */
type GoNode = {
  readonly kind: 2 | 4 | 8
  readonly style: number
  readonly tag: Tag | '!!map' | '!!seq'
  readonly value?: string
  readonly content?: readonly string[]
  readonly at: number
}

/** go-yaml's styles. */
const styles: Readonly<Record<string, number>> = {
  PLAIN: 0,
  QUOTE_DOUBLE: 2,
  QUOTE_SINGLE: 4,
  BLOCK_LITERAL: 8,
  BLOCK_FOLDED: 16,
}
const flow = 32

/**
 * The syntax tree of one document as Go's `encoding/json` writes that of go-yaml v3: kinds, styles, tags, texts,
 * lines and columns. Strings are left to `text`. Undefined for documents with comments, anchors or tags, and for
 * more or less than one document.
 */
export function goNodeJson(
  written: string,
  file: string,
  text: (value: string) => string,
): string | undefined {
  const source = normalized(written)
  if (hasComments(source)) return undefined
  const { documents, placeAt } = parseSyntax(source, file)
  const [document, another] = documents
  if (!document?.contents || another !== undefined || document.errors.length > 0) return undefined
  const print = (node: GoNode): string => {
    const { line, column } = placeAt(node.at)
    const content = node.content?.length ? `[${node.content.join(',')}]` : 'null'
    return `{"Kind":${node.kind},"Style":${node.style},"Tag":${text(node.tag)},"Value":${text(node.value ?? '')},"Anchor":"","Alias":null,"Content":${content},"HeadComment":"","LineComment":"","FootComment":"","Line":${line},"Column":${column}}`
  }
  return printed(document.contents as Syntax, print)
}

/** Undefined as soon as one part cannot be told. */
function printed(node: Syntax | null, print: (node: GoNode) => string): string | undefined {
  if (node === null || isAlias(node) || node.tag !== undefined || node.anchor !== undefined)
    return undefined
  const at = node.range?.[0] ?? 0
  if (isWritten(node)) return printedScalar(node, at, print)
  const isMapping = isMap(node)
  if (!isMapping && !isSeq(node)) return undefined
  const parts = isMapping
    ? node.items.flatMap(({ key, value }) => [key as Syntax, value as Syntax | null])
    : (node.items as Syntax[])
  const content = parts.map((part) => printed(part, print))
  if (content.includes(undefined)) return undefined
  const style = node.flow ? flow : 0
  const tag = isMapping ? '!!map' : '!!seq'
  return print({ kind: isMapping ? 4 : 2, style, tag, content: content as string[], at })
}

function printedScalar(
  node: Written,
  at: number,
  print: (node: GoNode) => string,
): string | undefined {
  const tag = tagOf(node)
  const style = styles[node.type ?? '']
  if (tag === undefined || style === undefined) return undefined
  return print({ kind: 8, style, tag, value: String(node.value ?? ''), at })
}

function tagOf({ type, value }: Written): Tag | undefined {
  if (type !== 'PLAIN') return '!!str'
  if (value === '<<') return undefined
  const read = resolvePlain(String(value ?? ''), 'resource')
  if (read === null || value === null || value === '') return '!!null'
  if (typeof read === 'boolean') return '!!bool'
  if (typeof read === 'number') return /^[-+]?\d+$/.test(String(value)) ? '!!int' : '!!float'
  return read !== undefined && isScalar(read) ? read.tag : '!!str'
}

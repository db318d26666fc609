import { readText } from './commented/index.ts'
import type { CommentedAlias, CommentedNode } from './commented/node.ts'
import { normalized } from './line-breaks.ts'
import type { Style } from './node.ts'

/** go-yaml's kinds and styles. */
const kinds = { list: 2, map: 4, scalar: 8 } as const
const styles: Readonly<Record<Style, number>> = {
  plain: 0,
  double: 2,
  single: 4,
  literal: 8,
  folded: 16,
}
const tagged = 1
const flow = 32

/**
 * The tree of a document as Go's `encoding/json` writes that of go-yaml v3 when kustomize has read it: kinds, styles,
 * tags, texts, comments, lines and columns; aliases are copies. Strings are left to `text`. Undefined for a document
 * with merge keys. Throws a UserError for what is no YAML.
 */
export function goNodeJson(written: string, text: (value: string) => string): string | undefined {
  const source = normalized(written)
  const root = readText(source)?.root
  if (root === undefined || hasMergeKeys(root)) return undefined
  const anchors = new Map<string, string>()
  const print = (node: CommentedNode): string => {
    if (node.kind === 'alias') return anchors.get(node.name) ?? ''
    const content = node.kind === 'scalar' ? [] : node.content.map(print)
    const { tag, head, line, foot, start } = node
    const fields = [
      `"Kind":${kinds[node.kind]},"Style":${styleOf(node)},"Tag":${text(tag)}`,
      `"Value":${text(node.kind === 'scalar' ? node.value : '')},"Anchor":"","Alias":null`,
      `"Content":${content.length > 0 ? `[${content.join(',')}]` : 'null'}`,
      `"HeadComment":${text(head)},"LineComment":${text(line)},"FootComment":${text(foot)}`,
      `"Line":${start.line + 1},"Column":${start.column + 1}`,
    ]
    const json = `{${fields.join(',')}}`
    if (node.anchor !== '') anchors.set(node.anchor, json)
    return json
  }
  return print(root)
}

function hasMergeKeys(node: CommentedNode): boolean {
  if (node.kind === 'scalar') return node.tag === '!!merge'
  return node.kind !== 'alias' && node.content.some(hasMergeKeys)
}

function styleOf(node: Exclude<CommentedNode, CommentedAlias>): number {
  const style = node.kind === 'scalar' ? styles[node.style] : node.isFlow ? flow : 0
  return style | (node.isTagged ? tagged : 0)
}

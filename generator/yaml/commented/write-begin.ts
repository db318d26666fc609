import { type Emitter, putWord } from './emitter.ts'
import type { CommentedNode, CommentedScalar, Comments } from './node.ts'
import { tagOfPlain } from './tag-of-plain.ts'
import { analyze, fittingStyle, writeScalar } from './write-scalar.ts'

/** Longer keys, in bytes, are written as `? key`. */
const longestKey = 128

/** What stands around a node. */
export type Context = 'document' | 'item' | 'value' | 'key' | 'flow'

/** The comments of the event that begins a node take the place of those that still wait. */
export function announce(e: Emitter, node: CommentedNode, tail = ''): void {
  const isCollection = node.kind === 'map' || node.kind === 'list'
  const { head, line, foot } = node
  wait(e, isCollection ? { head, line: '', foot: '' } : { head, line, foot })
  if (tail !== '' && (node.kind === 'scalar' || node.kind === 'map')) e.waiting.tail = tail
}

/** Comments that wait now; those that wait already stay where there is none. */
export function wait(e: Emitter, { head, line, foot }: Comments): void {
  if (head !== '') e.waiting.head = head
  if (line !== '') e.waiting.line = line
  if (foot !== '') e.waiting.foot = foot
}

/** Name, tag and, of a scalar, the text. */
export function begin(e: Emitter, node: CommentedNode, context: Context): void {
  if (node.kind === 'alias') {
    putWord(e, `*${node.name}`)
    return
  }
  if (node.anchor !== '') putWord(e, `&${node.anchor}`)
  const tag = shownTag(node)
  if (tag !== '') putWord(e, writtenTag(tag))
  if (node.kind !== 'scalar') return
  const outer = enter(e, context === 'item' ? 2 : undefined, true)
  const style = fittingStyle(e, node.value, styleOf(node), context === 'key')
  writeScalar(e, node.value, style)
  e.indent = outer
}

/** The tag, where the text alone would be read as something else. */
function shownTag(node: Exclude<CommentedNode, { kind: 'alias' }>): string {
  const { tag, isTagged } = node
  if (tag === '' || isTagged) return tag
  if (node.kind === 'map') return tag === '!!map' ? '' : tag
  if (node.kind === 'list') return tag === '!!seq' ? '' : tag
  return tag === '!!str' || tag === tagOfPlain(node.value) ? '' : tag
}

/** A tag with its handle, or in full where none fits; what no tag may hold as its bytes. */
function writtenTag(tag: string): string {
  const [handle = '', rest = ''] = /^(!!?)?(.*)$/s.exec(tag)?.slice(1) ?? []
  const content = rest.replace(/[^-\w;/?:@&=+$,.~*'()[\]]+/g, (run) =>
    encodeURIComponent(run).replaceAll('!', '%21'),
  )
  return handle === '' ? `!<${content}>` : handle + content
}

function styleOf({ style, value, tag, isTagged }: CommentedScalar): CommentedScalar['style'] {
  if (style !== 'plain') return style
  if (value.includes('\n')) return 'literal'
  const loses = tag === '!!str' && !isTagged && tagOfPlain(value) !== '!!str'
  return loses ? 'double' : 'plain'
}

/** Deepen the indentation and give the former one. */
export function enter(
  e: Emitter,
  inItem: number | undefined,
  isFlow = false,
  isCompact = false,
): number {
  const outer = e.indent
  if (outer < 0) e.indent = isFlow ? 2 : 0
  else if (inItem !== undefined) e.indent += inItem
  else e.indent = 2 * Math.floor((outer + 2) / 2) - (isCompact ? 2 : 0)
  return outer
}

/** Whether a key needs no `?`. */
export function isSimple(key: CommentedNode): boolean {
  if (key.kind === 'alias') return key.name.length <= longestKey
  if (key.kind !== 'scalar' && key.content.length > 0) return false
  const text = key.kind === 'scalar' ? key.value : ''
  if (analyze(text).multiline) return false
  return Buffer.byteLength(key.anchor + shownTag(key) + text) <= longestKey
}

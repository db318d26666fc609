import type { Slot, Target } from './slot.ts'
import { isMap, isSeq, isWritten, type Pair, type Syntax } from './syntax.ts'
import {
  blockLines,
  flowText,
  inlineText,
  isInline,
  memberLines,
  type Width,
} from './write-value.ts'

/** `put` in place of what stands from `from` to `to`; offsets count in the text before any edit. */
export type Splice = { readonly from: number; readonly to: number; readonly put: string }

/** The edits that bring a value to its slot, sorted and disjoint; everything else of the text stays as it is. */
export function splicesFor(
  text: string,
  { slot, value, flow }: Target,
  width: Width,
): readonly Splice[] {
  switch (slot.kind) {
    case 'newMember':
    case 'newItem':
      return flow ? addToFlow(slot, value) : addToBlock(text, slot, value, width)
    case 'member':
      return flow ? replaceInFlow(slot.pair, value) : replaceMember(text, slot.pair, value, width)
    case 'item':
      return replaceItem(text, slot.seq.items[slot.index] as Syntax, value, flow, width)
  }
}

type Added = Extract<Slot, { readonly kind: 'newMember' | 'newItem' }>

const collectionOf = (slot: Added) => (slot.kind === 'newMember' ? slot.map : slot.seq)

function addToFlow(slot: Added, value: unknown): readonly Splice[] {
  const node = collectionOf(slot)
  const last = node.items.at(-1)
  const put =
    slot.kind === 'newMember' ? flowText({ [slot.name]: value }).slice(2, -2) : flowText(value)
  if (last !== undefined) return [insert(endOf(last), `, ${put}`)]
  const text = slot.kind === 'newMember' ? `{ ${put} }` : `[${put}]`
  return [{ from: startOf(node), to: node.range?.[1] ?? 0, put: text }]
}

/** New lines behind the last ones of the collection, as far to the right as these. */
function addToBlock(text: string, slot: Added, value: unknown, width: Width): readonly Splice[] {
  const node = collectionOf(slot)
  const column = columnOf(text, startOf(node))
  const left = width - column
  const lines =
    slot.kind === 'newMember' ? memberLines(slot.name, value, left) : blockLines([value], left)
  return [insertLines(text, endOf(node), lines, column)]
}

const insert = (at: number, put: string): Splice => ({ from: at, to: at, put })

/** Lines below the one that holds `at`; behind a block scalar `at` is the start of a line already. */
function insertLines(text: string, at: number, lines: readonly string[], column: number): Splice {
  const block = lines.map((line) => ' '.repeat(column) + line).join('\n')
  if (at > 0 && text.charAt(at - 1) === '\n') return insert(at, `${block}\n`)
  return insert(lineEnd(text, at), `\n${block}`)
}

function replaceInFlow(pair: Pair, value: unknown): readonly Splice[] {
  const colon = colonOf(pair)
  if (colon === undefined) return [insert(endOf(pair.key), `: ${flowText(value)}`)]
  if (isEmpty(pair.value)) return [insert(propsEnd(pair, colon), ` ${flowText(value)}`)]
  return [{ from: startOf(pair.value), to: endOf(pair.value), put: flowText(value) }]
}

/** A value behind its key; one that is too long stands below it. */
function replaceMember(text: string, pair: Pair, value: unknown, width: Width): readonly Splice[] {
  const behind = propsEnd(pair, colonOf(pair) ?? endOf(pair.key))
  const column = columnOf(text, startOf(pair.key))
  if (!isInline(value, width - (behind - lineStart(text, behind)) - 1))
    return replaceByLines(text, pair, blockLines(value, width - column - 2))
  const inline = inlineText(value)
  const { from, to, below } = oldValue(text, pair, behind)
  return below
    ? [insert(behind, ` ${inline}`), { from, to, put: '' }]
    : [{ from, to, put: ` ${inline}` }]
}

/** A block below its key; a comment on the line of the key stays there. */
export function replaceByLines(
  text: string,
  pair: Pair,
  lines: readonly string[],
): readonly Splice[] {
  const behind = propsEnd(pair, colonOf(pair) ?? endOf(pair.key))
  const { from, to, below } = oldValue(text, pair, behind)
  const pad = ' '.repeat(columnOf(text, startOf(pair.key)) + 2)
  const put = lines.map((line) => `\n${pad}${line}`).join('')
  return below ? [{ from, to, put }] : [{ from, to, put: '' }, insert(lineEnd(text, to), put)]
}

type Old = { readonly from: number; readonly to: number; readonly below: boolean }

/** What a value takes up: behind the key with the blanks before it, or whole lines below. */
function oldValue(text: string, pair: Pair, behind: number): Old {
  if (isEmpty(pair.value)) return { from: behind, to: behind, below: false }
  const end = withoutBreak(text, endOf(pair.value))
  const eol = lineEnd(text, behind)
  return startOf(pair.value) > eol
    ? { from: eol, to: end, below: true }
    : { from: behind, to: end, below: false }
}

function replaceItem(
  text: string,
  node: Syntax,
  value: unknown,
  flow: boolean,
  width: Width,
): readonly Splice[] {
  const [from, to] = [startOf(node), withoutBreak(text, endOf(node))]
  const column = columnOf(text, from)
  if (flow || isInline(value, width - column))
    return [{ from, to, put: flow ? flowText(value) : inlineText(value) }]
  return [{ from, to, put: blockLines(value, width - column).join(`\n${' '.repeat(column)}`) }]
}

const isEmpty = (node: unknown): boolean =>
  node === null || (isWritten(node) && node.source === '' && node.type === 'PLAIN')

export function startOf(node: unknown): number {
  return (node as Syntax | null)?.range?.[0] ?? 0
}

/** Where the content of a node ends: comments and blank lines behind it are not part of it. */
export function endOf(node: unknown): number {
  if (isPair(node)) {
    const colon = colonOf(node)
    if (colon === undefined) return endOf(node.key)
    return isEmpty(node.value) ? propsEnd(node, colon) : endOf(node.value)
  }
  const block = (isMap(node) || isSeq(node)) && node.flow !== true
  const last: unknown = block ? node.items.at(-1) : undefined
  return last === undefined ? ((node as Syntax | null)?.range?.[1] ?? 0) : endOf(last)
}

const isPair = (node: unknown): node is Pair =>
  typeof node === 'object' && node !== null && 'key' in node && 'value' in node && !isWritten(node)

type Token = { readonly type: string; readonly offset: number; readonly source: string }
const separators = (pair: Pair): readonly Token[] =>
  (pair as { readonly srcToken?: { readonly sep?: readonly Token[] } }).srcToken?.sep ?? []

/** The offset behind the colon of a pair, if it has one. */
function colonOf(pair: Pair): number | undefined {
  const colon = separators(pair).find(({ type }) => type === 'map-value-ind')
  return colon === undefined ? undefined : colon.offset + 1
}

/** Behind the colon, and behind an anchor or tag that follows it. */
function propsEnd(pair: Pair, colon: number): number {
  const props = separators(pair).filter(({ type }) => type === 'anchor' || type === 'tag')
  return props.reduce((end, { offset, source }) => Math.max(end, offset + source.length), colon)
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1
export const columnOf = (text: string, at: number): number => at - lineStart(text, at)

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** The line break that ends a block scalar stays. */
const withoutBreak = (text: string, end: number): number =>
  text.charAt(end - 1) === '\n' ? end - 1 : end

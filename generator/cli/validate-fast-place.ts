import { stepsOf } from '../core/pointer.ts'

type Spot = { readonly line: number; readonly column: number }

/** Lines of one document; `at` is the first line of a collection, whose entries begin at `indent`. */
type Block = { readonly lines: readonly string[]; readonly at: number; readonly indent: number }

/**
 * Where a JSON pointer leads in a document in plain block style, found by indentation and without a parser; line and
 * column from 1; the nearest parent where the value is not there, as of many a finding. Undefined wherever anything is
 * unusual (flow style, anchors, odd keys): a parser decides then.
 */
export function fastPlace(
  lines: readonly string[],
  pointer: string,
  key: boolean,
): Spot | undefined {
  const steps = stepsOf(pointer)
  const last = steps.at(-1)
  let block = blockAt(lines, 0, 0)
  for (const step of steps.slice(0, -1)) {
    const entry = entryIn(block, step)
    if (entry === 'absent') return parentOf(block, key)
    block = entry?.block
  }
  if (last === undefined) return block && startOf(block)
  const entry = entryIn(block, last)
  if (entry === 'absent') return parentOf(block, key)
  return key && block !== undefined && !isItem(block) ? entry?.key : entry?.value
}

function entryIn(block: Block | undefined, step: string): Entry | 'absent' | undefined {
  if (block === undefined) return undefined
  return isItem(block) ? itemAt(block, step) : memberAt(block, step)
}

/** Of a key that is not there, the parser tells more. */
const parentOf = (block: Block | undefined, key: boolean): Spot | undefined =>
  block === undefined || key ? undefined : startOf(block)

const startOf = ({ at, indent }: Block): Spot => ({ line: at + 1, column: indent + 1 })

/** A member or an element: its place, and the collection that it holds, if it is one in block style. */
type Entry = {
  readonly key: Spot
  readonly value: Spot | undefined
  readonly block: Block | undefined
}

const isNothing = (line: string): boolean =>
  /^\s*(?:#.*)?$/.test(line) || /^---\s*(?:#.*)?$/.test(line)

const indentOf = (line: string): number => {
  let count = 0
  while (line.charCodeAt(count) === 32) count++
  return count
}

/** The collection that begins with the first content at or behind a line, at least so far to the right. */
function blockAt(lines: readonly string[], from: number, least: number): Block | undefined {
  let at = from
  while (at < lines.length && isNothing(lines[at] ?? '')) at++
  const line = lines[at]
  if (line === undefined) return undefined
  const indent = indentOf(line)
  return indent >= least && (DASH.test(line) || MEMBER.test(line))
    ? { lines, at, indent }
    : undefined
}

const DASH = /^ *-(?: |$)/
const MEMBER = /^ *(?:([\w./-]+)|"([^"\\]*)"|'([^']*)'):(?: |$)/

const isItem = ({ lines, at }: Block): boolean => DASH.test(lines[at] ?? '')

/** Keys that may be written in another way (`y`, `0x10`, `~`), so that nobody knows what is not there. */
const READ_OTHERWISE = /^(?:[^A-Za-z_]|(?:true|false|null|NaN)$)/

const absentAs = (name: string): 'absent' | undefined =>
  READ_OTHERWISE.test(name) ? undefined : 'absent'

function memberAt({ lines, at, indent }: Block, name: string): Entry | 'absent' | undefined {
  const absent = absentAs(name)
  for (let i = at; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (isNothing(line)) continue
    const own = indentOf(line)
    if (own < indent) return absent
    if (own > indent || DASH.test(line)) continue
    const [head, plain, double, single] = MEMBER.exec(line) ?? []
    if (head === undefined) return undefined
    if ((plain ?? double ?? single) !== name) continue
    return entryOf(lines, i, { line: i + 1, column: indent + 1 }, head.length, indent)
  }
  return absent
}

/** `from` is where the text of the value may begin in its line. */
function entryOf(
  lines: readonly string[],
  at: number,
  key: Spot,
  from: number,
  indent: number,
): Entry | undefined {
  const rest = (lines[at] ?? '').slice(from)
  const text = rest.trimStart()
  if (text !== '' && !text.startsWith('#')) {
    const value = { line: at + 1, column: from + rest.length - text.length + 1 }
    return /^[&*!]/.test(text) ? undefined : { key, value, block: undefined }
  }
  const below = blockAt(lines, at + 1, indent)
  if (below === undefined || (below.indent === indent && !isItem(below))) return undefined
  return { key, value: { line: below.at + 1, column: below.indent + 1 }, block: below }
}

function itemAt({ lines, at, indent }: Block, step: string): Entry | 'absent' | undefined {
  let left = /^\d+$/.test(step) ? Number(step) : -1
  for (let i = at; i < lines.length && left >= 0; i++) {
    const line = lines[i] ?? ''
    if (isNothing(line)) continue
    const own = indentOf(line)
    if (own < indent || (own === indent && !DASH.test(line))) return 'absent'
    if (own === indent && left-- === 0) return elementAt(lines, i, indent)
  }
  return 'absent'
}

/** The element whose dash stands in a line; a map in it begins behind the dash. */
function elementAt(lines: readonly string[], at: number, indent: number): Entry | undefined {
  const line = lines[at] ?? ''
  const inner = `${line.slice(0, indent)} ${line.slice(indent + 1)}`
  const key = { line: at + 1, column: indent + 1 }
  if (!MEMBER.test(inner) && !DASH.test(inner))
    return entryOf(lines, at, key, indent + 1, indent + 1)
  const block = { lines: lines.with(at, inner), at, indent: indentOf(inner) }
  return { key, value: { line: at + 1, column: block.indent + 1 }, block }
}

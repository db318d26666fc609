import { type Problem, UserError } from '../core/finding.ts'
import { isNull, type Node, type Scalar, type Style, scalar, withTag } from './node.ts'
import { resolvePlain } from './resolve.ts'
import type { Written } from './syntax.ts'
import { noteMisfit, scalarValue } from './to-json.ts'
import { offsetOf, problem, type Walk } from './walk.ts'

const styles: Readonly<Record<string, Style>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
}

/** The node of a scalar, with its tag obeyed as go-yaml does. */
export function scalarOf(w: Walk, written: Written, isFlow: boolean): Node {
  const text = w.isGo ? String(written.value ?? '') : endedText(w, written)
  const style = styles[written.type ?? ''] ?? 'plain'
  if (!w.isGo) noteRefused(w, written, text, isFlow)
  const tag = shortTag(written.tag)
  if (tag === '!' && w.dialect === 'config') return text
  if (tag !== undefined && tag !== '!') {
    const own = w.dialect === 'config' ? 'plain' : style
    return tagged(w, withTag(scalar(text, own, tag)), written)
  }
  const node = untagged(w, text, style)
  if (node !== undefined) return node
  problem(w, written, `${infinite}${text}`, 'write a number, or quote it if it is text')
  return null
}

const infinite = 'JSON has no '

/** Whether a problem is a number that only YAML has. */
export const isInfinite = ({ message }: Problem): boolean => message.startsWith(infinite)

/** Whether a problem is a text that does not fit its tag. */
export const isMisfit = ({ message }: Problem): boolean => /^".*" cannot be read as /s.test(message)

/** Nothing where a value is expected, for example a bare key: `{a}`. */
export function nothing(w: Walk): Node {
  return untagged(w, '', 'plain') ?? null
}

function untagged(w: Walk, text: string, style: Style): Node | undefined {
  if (style !== 'plain') return w.dialect === 'config' ? text : scalar(text, style)
  return resolvePlain(text, w.dialect)
}

function tagged(w: Walk, s: Scalar, at: Written): Node {
  try {
    const value = scalarValue(s)
    if (s.tag === '!!null') return nullOf(w, s, at)
    if (w.dialect === 'resource') return s
    if (s.tag === '!!timestamp') return s.text
    return typeof value === 'bigint' ? (resolvePlain(String(value), 'config') ?? null) : value
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const place = w.placeAt(offsetOf(at))
    const problems = error.problems.map((one) => ({ ...one, place }))
    if (w.keys === 'kept') return noteMisfit(s, problems)
    w.problems.push(...problems)
    return null
  }
}

/** Annotations print the text of a null. With its tag nothing at all stays null in brackets, as in quotes. */
function nullOf(w: Walk, s: Scalar, at: Written): Node {
  const read = resolvePlain(s.text, w.dialect)
  if (!isNull(read)) problem(w, at, `"${s.text}" cannot be read as !!null`, 'remove the tag')
  return w.dialect === 'resource' && isNull(read) ? s : (read ?? null)
}

/** libyaml adds no line break to a block scalar that the end of the file cuts off. */
function endedText(w: Walk, { value, type, range }: Written): string {
  const text = String(value ?? '')
  const isBlock = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
  const isCut = isBlock && (range?.[1] ?? 0) >= w.text.length && /\S$/.test(w.text)
  return isCut ? text.replace(/\n$/, '') : text
}

/** A scalar as written, what it holds, and whether it stands between brackets. */
type Facts = {
  readonly type: string | undefined
  readonly source: string
  readonly text: string
  readonly isFlow: boolean
  /** The characters before and behind it. */
  readonly around: string
}

const isBlock = ({ type }: Facts) => type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
const isDouble = ({ type }: Facts) => type === 'QUOTE_DOUBLE'
const isQuoted = ({ type }: Facts) => type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE'

/** What the `yaml` package takes and go-yaml refuses. An escape stands behind an even number of backslashes. */
const refused: readonly (readonly [is: (f: Facts) => boolean, message: string, hint: string])[] = [
  [
    (f) => isBlock(f) && /^\n*\t/.test(f.text) && !/^[|>][-+]?[1-9]/.test(f.source),
    'a block of text starts with a tab',
    'indent with spaces, or write |2',
  ],
  [
    (f) => f.type === 'PLAIN' && f.isFlow && /^:|\?/.test(f.text),
    'Go does not read this between brackets',
    'put the value in quotes',
  ],
  [
    (f) => f.isFlow && f.source === '' && /^[^\s,[{:]\S/.test(f.around),
    'Go does not read this between brackets',
    'put a blank behind the tag or anchor',
  ],
  [
    (f) => !isQuoted(f) && /[\u2028\u2029]/.test(f.source),
    'U+2028 and U+2029 end a line for Go',
    'write them as \\L and \\P in double quotes',
  ],
  [
    (f) => isDouble(f) && /(?<!\\)(?:\\\\)*\\\//.test(f.source),
    'Go does not know the escape \\/',
    'write / alone',
  ],
  [
    (f) => isDouble(f) && /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/.test(f.source),
    'Go does not read surrogate escapes',
    'write the character itself',
  ],
]

/** Notes what go-yaml would refuse in a scalar that the `yaml` package has read. */
export function noteRefused(w: Walk, written: Written, text: string, isFlow: boolean): void {
  const [start = 0, end = 0] = written.range ?? []
  const source = w.text.slice(start, end)
  const around = w.text.charAt(start - 1) + w.text.charAt(end)
  const facts: Facts = { type: written.type, source, text, isFlow, around }
  for (const [is, message, hint] of refused) if (is(facts)) problem(w, written, message, hint)
}

/** `!!int` instead of the long form with its `tag:` address. */
export function shortTag(tag: string | undefined): `!${string}` | undefined {
  if (tag === undefined) return undefined
  const short = tag.replace(/^tag:yaml\.org,2002:/, '!!')
  return short.startsWith('!') ? (short as `!${string}`) : `!${short}`
}

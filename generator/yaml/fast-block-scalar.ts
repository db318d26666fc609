import { type Cursor, lineEnd, nextContent, unusual } from './cursor.ts'
import { type Node, type Style, scalar } from './node.ts'

const header = /([|>])([1-9]?)([-+]?)([1-9]?) *(?: #[^\n]*)?(?:\n|$)/y

/** A `|` or `>` scalar; its lines are indented deeper than `parent`, the block that holds it. */
export function blockScalar(c: Cursor, parent: number): Node {
  header.lastIndex = c.pos
  const parts = header.exec(c.text)
  if (parts === null || (parts[2] && parts[4])) throw unusual
  const [all, kind, before, chomp = '', after] = parts
  const first = c.pos + all.length
  const given = Number(before || after || 0)
  const indent = given > 0 ? Math.max(parent, 0) + given : detectIndent(c.text, first, parent)
  const lines = linesOf(c, first, indent)
  const isEnded = c.pos < c.text.length || endsLine(c.text, indent)
  const style: Style = kind === '|' ? 'literal' : 'folded'
  const own = chomped(lines, chomp, isEnded, style === 'literal' ? literal : folded)
  nextContent(c)
  return c.dialect === 'config' ? own : scalar(own, style)
}

/** Whether nothing but indentation stands behind the last line break. */
function endsLine(text: string, indent: number): boolean {
  let end = text.length
  while (text.charCodeAt(end - 1) === 32 && text.length - end < indent) end--
  return text.endsWith('\n', end)
}

/** The indentation of the first line with content; blank lines before it must not be longer. */
function detectIndent(text: string, first: number, parent: number): number {
  let pos = first
  let longest = 0
  for (;;) {
    const end = lineEnd(text, pos)
    let start = pos
    while (text.charCodeAt(start) === 32) start++
    if (text.charCodeAt(start) === 9) throw unusual
    if (start < end) {
      const indent = Math.max(parent + 1, 1, start - pos)
      if (longest > indent) throw unusual
      return indent
    }
    longest = Math.max(longest, start - pos)
    if (end >= text.length) return Math.max(parent + 1, 1, longest)
    pos = end + 1
  }
}

/** The lines without their indentation; the cursor ends at the start of the first line that is not one of them. */
function linesOf(c: Cursor, first: number, indent: number): string[] {
  const { text } = c
  const lines: string[] = []
  let pos = first
  while (pos < text.length) {
    const end = lineEnd(text, pos)
    let start = pos
    while (start < pos + indent && text.charCodeAt(start) === 32) start++
    if (start < pos + indent && start < end) {
      if (text.charCodeAt(start) === 9) throw unusual
      break
    }
    // Blanks at the end of a file are no line.
    if (start < text.length) lines.push(text.slice(start, end))
    pos = end + 1
  }
  c.pos = Math.min(pos, text.length)
  return lines
}

/** The text of a block scalar from its lines: `-` drops the line breaks at the end, `+` keeps them, else there is one. */
export function chomped(
  lines: string[],
  chomp: string,
  isEnded: boolean,
  join: (lines: readonly string[]) => string,
): string {
  let last = lines.length
  while (last > 0 && lines[last - 1] === '') last--
  const text = join(lines.slice(0, last))
  const blanks = lines.length - last
  // libyaml ends a scalar at the end of a file without a line break as it is: no break is added.
  const breaks = last === 0 ? blanks : blanks + (isEnded || blanks > 0 ? 1 : 0)
  if (chomp === '+') return text + '\n'.repeat(breaks)
  return chomp === '-' || last === 0 || breaks === 0 ? text : `${text}\n`
}

function literal(lines: readonly string[]): string {
  return lines.join('\n')
}

/** Single line breaks become spaces, except around empty lines and lines that start with a space or tab (libyaml's rule). */
export function folded(lines: readonly string[]): string {
  let text = ''
  let empty = 0
  let isFirst = true
  let wasIndented = false
  for (const line of lines) {
    if (line === '') {
      empty++
      continue
    }
    const isIndented = line.startsWith(' ') || line.startsWith('\t')
    const isKept = wasIndented || isIndented
    if (!isFirst) text += isKept ? '\n' : empty === 0 ? ' ' : ''
    text += '\n'.repeat(empty) + line
    empty = 0
    isFirst = false
    wasIndented = isIndented
  }
  return text
}

import type { Place } from '../../core/finding.ts'

/**
 * A place in a text that stands in a block scalar of another file, as a place of that file. Where lines do not
 * correspond (folded or quoted texts) it is the place of the whole text.
 */
export function inlineIn(around: string, outer: Place, text: string, inner: Place): Place {
  const lines = around.split(/\r\n?|\n/)
  const header = lines[outer.line - 1]?.slice(outer.column - 1) ?? ''
  if (!header.startsWith('|')) return outer
  const line = lines[outer.line + inner.line - 1]
  const written = text.split('\n')[inner.line - 1]
  if (line === undefined || written === undefined || !line.endsWith(written)) return outer
  const indent = line.length - written.length
  return { file: outer.file, line: outer.line + inner.line, column: indent + inner.column }
}

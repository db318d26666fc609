import type { Exception } from './exceptions.ts'

const COMMENT = /(^|\s)#\s*strata-ignore\b[ \t]*([\w/-]*)[ \t]*:?[ \t]*(.*)$/

/**
 * `# strata-ignore RULE: reason`. At the end of a line it covers that line and what is nested below it; alone on a line,
 * the next line and what is nested below that; before the first line of a document, the whole document.
 */
export function ignoreComments(text: string, file: string): readonly Exception[] {
  if (!text.includes('strata-ignore')) return []
  const lines = text.split(/\r\n?|\n/)
  return lines.flatMap((line, index) => {
    const found = COMMENT.exec(line)
    if (found === null) return []
    const [, , rule = '', reason = ''] = found
    const place = { file, line: index + 1, column: line.indexOf('#', found.index) + 1 }
    const range = rangeOf(lines, index, line.trimStart().startsWith('#'))
    return [{ kind: 'comment', rule, reason, place, lines: { file, ...range } } as const]
  })
}

/** First and last line that a comment covers, counted from 1. */
function rangeOf(lines: readonly string[], index: number, alone: boolean) {
  let first = index
  if (alone) while (first < lines.length && isNothing(lines[first])) first++
  const end = lines.findIndex((line, i) => i >= first && isSeparator(line))
  const documentEnd = end < 0 ? lines.length : end
  if (alone && isFirst(lines, index)) return { from: index + 1, to: documentEnd }
  let last = first
  while (last + 1 < documentEnd && isBelow(lines[last + 1], indentOf(lines[first]))) last++
  return { from: first + 1, to: last + 1 }
}

function isFirst(lines: readonly string[], index: number): boolean {
  for (let i = index - 1; i >= 0; i--) {
    if (isSeparator(lines[i])) return true
    if (!isNothing(lines[i])) return false
  }
  return true
}

const isSeparator = (line = ''): boolean => /^---(\s|$)/.test(line)

const isNothing = (line = ''): boolean => /^\s*(#.*)?$/.test(line)

const indentOf = (line = ''): number => line.length - line.trimStart().length

const isBelow = (line: string | undefined, indent: number): boolean =>
  isNothing(line) || indentOf(line) > indent

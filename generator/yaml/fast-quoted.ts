import { unusual } from './cursor.ts'

const folded = /[ \t]*\n(?:[ \t]*\n)*[ \t]*/g
const escapedOrFolded =
  /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\n[ \t]*(?:\n[ \t]*)*|[\s\S])|[ \t]*\n(?:[ \t]*\n)*[ \t]*/g

const escapes = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
])

/** Line folding of quoted scalars: one line break is a space, every further one is kept; spaces around them go. */
export function foldBreaks(raw: string): string {
  return raw.replace(folded, breaksOf)
}

/** The text of a double-quoted scalar from what stands between the quotes. */
export function unescapeDouble(raw: string): string {
  return raw.replace(escapedOrFolded, (match: string, name: string | undefined) => {
    if (name === undefined) return breaksOf(match)
    // An escaped line break is nothing, but Go keeps every empty line behind it.
    if (name.startsWith('\n')) return '\n'.repeat(name.split('\n').length - 2)
    const simple = escapes.get(name)
    if (simple !== undefined) return simple
    if (name.length > 1) return codePoint(Number.parseInt(name.slice(1), 16))
    throw unusual
  })
}

/** Go refuses halves of surrogate pairs, also where JSON would pair them. */
function codePoint(code: number): string {
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw unusual
  return String.fromCodePoint(code)
}

function breaksOf(match: string): string {
  const breaks = match.split('\n').length - 1
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)
}

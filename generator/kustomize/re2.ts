import { UserError } from '../core/finding.ts'

/** What RE2 has not, in JavaScript's notation. */
const foreign = /\(\?(?:=|!|<=|<!)|\\[1-9]|\\k</

/** A RegExp for a pattern in Go's syntax. Throws UserError for what Go refuses and for the few things JavaScript cannot say. */
export function re2(pattern: string, place: string): RegExp {
  const [, flags = '', rest = pattern] = /^\(\?([is]+)\)(.*)$/s.exec(pattern) ?? []
  const source = rest
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$')
    .replace(/\[\[:(\w+):\]\]/g, (whole, name: string) => classes[name] ?? whole)
  try {
    if (foreign.test(pattern)) throw new SyntaxError('no look-around and no back reference')
    return new RegExp(source, flags)
  } catch (cause) {
    throw new UserError(
      {
        message: `${place} is ${JSON.stringify(pattern)}, which is no regular expression`,
        hint: `${cause instanceof Error ? cause.message : ''}: RE2 syntax is wanted; put a backslash before characters that stand for themselves`,
      },
      { cause },
    )
  }
}

const classes: Readonly<Record<string, string>> = {
  alpha: '[A-Za-z]',
  digit: '[0-9]',
  alnum: '[0-9A-Za-z]',
  lower: '[a-z]',
  upper: '[A-Z]',
  word: '[0-9A-Za-z_]',
  space: '[\\t\\n\\v\\f\\r ]',
}

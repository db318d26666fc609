import { createRequire } from 'node:module'
import type { RE2JS } from 're2js'
import { UserError } from '../../core/finding.ts'

/** A compiled regular expression. It looks for a match anywhere in a text, in time linear in its length. */
export type Pattern = { readonly test: (text: string) => boolean }

/** What upstream puts around a user's pattern, as text: an anchor may so bind to a part of it only. */
export type Frame = readonly [before: string, after: string]

const anywhere: Frame = ['', '']
/** Around the patterns of a selector. */
export const whole: Frame = ['^(?:', ')$']

/** Many objects are tested against few patterns. What is kept is a function of its key, and bounded. */
const known = new Map<string, Pattern>()
const mostKnown = 500

/** A pattern in Go's syntax, inside of its frame. Throws UserError for what Go refuses; `place` says where it stands. */
export function re2(pattern: string, place: string, [before, after]: Frame = anywhere): Pattern {
  const key = before + pattern + after
  const found = known.get(key)
  if (found !== undefined) return found
  const compiled = native(pattern, before, after) ?? compile(key, pattern, place)
  if (known.size >= mostKnown) known.clear()
  known.set(key, compiled)
  return compiled
}

/** Letters, single wildcards, anchors and alternatives mean the same everywhere, and cannot take long. */
const simple = /^(?:(?:[\w/@: ^$|.-]|\\[./])*|\((?:[\w/@: ^$|.-]|\\[./])*\))$/
/** One repetition cannot take long either, when it starts at the start. */
const repeated = /^(?:[\w/@: .-]|\\[./])*\.[*+](?:[\w/@: .-]|\\[./])*$/

/** The same in JavaScript's own engine, or undefined: the other one takes 10 ms to load. */
function native(pattern: string, before: string, after: string): Pattern | undefined {
  const isSafe = simple.test(pattern) || (before.startsWith('^') && repeated.test(pattern))
  if (!isSafe) return undefined
  const dots = (dot: string): string => (dot === '.' ? '[^\\n]' : dot)
  return new RegExp(before + pattern.replace(/\\.|\./g, dots) + after, 'u')
}

/** Names have at most 253 characters; re2js needs seconds for a million brackets. */
const longest = 65_536

function compile(source: string, pattern: string, place: string): Pattern {
  if (pattern.length > longest)
    throw new UserError({
      message: `${place} has ${pattern.length} characters, more than ${longest}`,
      hint: 'write a shorter regular expression',
    })
  const engine = (createRequire(import.meta.url)('re2js') as { readonly RE2JS: typeof RE2JS }).RE2JS
  try {
    return engine.compile(withoutNames(source))
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : ''
    throw new UserError(
      {
        message: `${place} is ${shown(pattern)}, which is no regular expression`,
        hint: `${reason.slice(0, 200)}: RE2 syntax is wanted; put a backslash before characters that stand for themselves`,
      },
      { cause },
    )
  }
}

/** Quoted text, an escape, a class (perhaps without its end: no second look at anything), or the start of a named group. */
const tokens =
  /\\Q.*?(?:\\E|$)|\\[pP]\{[^}]*\}|\\[pP]?.|\[\^?\]?(?:\\.|\[:\^?\w*:\]|[^\]\\])*(?:\]|$)|\(\?P?<([A-Za-z0-9_]+)>/gs

/** Go lets two groups have one name, re2js does not; nobody asks for names here. Classes of Unicode get the names that re2js knows. */
function withoutNames(source: string): string {
  return source.replace(tokens, (token, name?: string) => {
    if (name !== undefined) return '('
    return token.startsWith('\\Q') ? token : withKnownClasses(token)
  })
}

const unicodeClass = /\\([pP])(?:\{(\^?)([^}]*)\}|([A-Za-z]))|\\./gs

/** Go finds a class whatever the case of its name, and by longer names. */
function withKnownClasses(token: string): string {
  return token.replace(unicodeClass, (written, sign, not = '', braced?: string, letter = '') => {
    if (sign === undefined) return written
    const name = canonicalName(braced ?? letter)
    if (name === 'Ascii') return ascii((sign === 'P') === (not === ''), token.startsWith('['))
    const known = longNames.get(name) ?? (/[ _-]/.test(written) ? undefined : name)
    return known === undefined ? written : `\\${sign}{${not}${known}}`
  })
}

const canonicalName = (name: string): string => {
  const bare = name.replace(/[ _-]/g, '')
  return bare.slice(0, 1).toUpperCase() + bare.slice(1).toLowerCase()
}

function ascii(isNegated: boolean, isInClass: boolean): string {
  const range = isNegated ? '\\x{80}-\\x{10FFFF}' : '\\x00-\\x7F'
  return isInClass ? range : `[${range}]`
}

const longNames: ReadonlyMap<string, string> = new Map(
  [
    'LC CasedLetter|LC Lc|L Letter|Ll LowercaseLetter|Lm ModifierLetter|Lo OtherLetter',
    'Lt TitlecaseLetter|Lu UppercaseLetter|M CombiningMark|M Mark|Mc SpacingMark',
    'Me EnclosingMark|Mn NonspacingMark|N Number|Nd DecimalNumber|Nd Digit|Nl LetterNumber',
    'No OtherNumber|P Punctuation|P Punct|Pc ConnectorPunctuation|Pd DashPunctuation',
    'Pe ClosePunctuation|Pf FinalPunctuation|Pi InitialPunctuation|Po OtherPunctuation',
    'Ps OpenPunctuation|S Symbol|Sc CurrencySymbol|Sk ModifierSymbol|Sm MathSymbol',
    'So OtherSymbol|Z Separator|Zl LineSeparator|Zp ParagraphSeparator|Zs SpaceSeparator',
    'C Other|Cc Control|Cc Cntrl|Cf Format|Cn Unassigned|Co PrivateUse|Cs Surrogate',
  ].flatMap((line) =>
    line.split('|').map((pair) => {
      const [short = '', long = ''] = pair.split(' ')
      return [canonicalName(long), short] as const
    }),
  ),
)

function shown(text: string): string {
  const quoted = JSON.stringify(text)
  return quoted.length > 200 ? `${quoted.slice(0, 200)}…` : quoted
}

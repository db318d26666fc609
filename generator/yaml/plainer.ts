import { UserError } from '../core/finding.ts'
import { fetchToken } from './commented/scan-tokens.ts'
import { createScanner, isBlankOrEnd, type Scanner, type Token } from './commented/scanner.ts'

/** The scanner remembers every token. */
const longest = 1024 * 1024

/** What is to be put in front of a character. */
type Insertion = { readonly at: number; readonly text: string }

/**
 * The same YAML as the `yaml` package wants it: lines of a quoted or bracketed value are deeper than its key, and a
 * blank stands behind a question mark that begins a key in brackets. Go asks for none of this. `undefined` when there
 * is nothing to do, or no way to do it.
 */
export function plainer(text: string): string | undefined {
  if (text.length > longest) return undefined
  try {
    return inserted(text, insertionsOf(text))
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function insertionsOf(text: string): readonly Insertion[] {
  const found: Insertion[] = []
  const s = createScanner(text)
  let open: Token | undefined
  for (let token = next(s); token.type !== 'stream-end'; token = next(s)) {
    if (isTightKey(s, token)) found.push({ at: token.start.index + 1, text: ' ' })
    open ??= s.flowLevel > 0 || isQuoted(token) ? token : undefined
    if (open === undefined || s.flowLevel > 0) continue
    found.push(...deeper(text, open, s.line))
    open = undefined
  }
  return found
}

function next(s: Scanner): Token {
  fetchToken(s)
  const token = s.tokens.at(-1)
  if (token === undefined) throw new Error('a scanner gave no token')
  return token
}

function isTightKey({ text, flowLevel }: Scanner, { type, start }: Token): boolean {
  if (type !== 'key' || flowLevel === 0 || text.charAt(start.index) !== '?') return false
  return !isBlankOrEnd(text.charAt(start.index + 1))
}

function isQuoted({ style }: Token): boolean {
  return style === 'single' || style === 'double'
}

/** Every line of a value behind its first one. */
function deeper(text: string, { start }: Token, last: number): readonly Insertion[] {
  const found: Insertion[] = []
  const indentation = ' '.repeat(start.column + 1)
  let at = start.index
  for (let { line } = start; line < last; line++) {
    at = text.indexOf('\n', at) + 1
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(at, at + 4))) return []
    if (at === 0) return found
    found.push({ at, text: indentation })
  }
  return found
}

function inserted(text: string, insertions: readonly Insertion[]): string | undefined {
  if (insertions.length === 0) return undefined
  const sorted = insertions.toSorted((a, b) => a.at - b.at)
  const parts = sorted.map(({ at, text: own }, i) => text.slice(sorted[i - 1]?.at ?? 0, at) + own)
  return parts.join('') + text.slice(sorted.at(-1)?.at ?? 0)
}

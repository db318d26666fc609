import { UserError } from '../core/finding.ts'
import { fetchToken } from './commented/scan-tokens.ts'
import { createScanner, isBlankOrEnd, type Scanner, type Token } from './commented/scanner.ts'
import { readsAsText } from './resolve.ts'

/** The scanner remembers every token. */
const longest = 1024 * 1024

/** What is to be put in front of a character. */
type Insertion = { readonly at: number; readonly text: string }

/**
 * The same YAML as the `yaml` package wants it: lines of a quoted or bracketed value are deeper than its key, a blank
 * stands behind a question mark that begins a key in brackets, and a text in brackets that begins with a dash or ends
 * with a colon has quotes (elsewhere than for kustomize that is more likely a mistake). Go asks for none of this. `undefined` when
 * there is nothing to do, or no way to do it.
 */
export function plainer(text: string, isKustomize = false): string | undefined {
  if (text.length > longest) return undefined
  try {
    return inserted(text, insertionsOf(text, isKustomize))
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function insertionsOf(text: string, isKustomize: boolean): readonly Insertion[] {
  const found: Insertion[] = []
  const s = createScanner(text)
  let open: Token | undefined
  for (let token = next(s); token.type !== 'stream-end'; token = next(s)) {
    if (isTightKey(s, token)) found.push({ at: token.start.index + 1, text: ' ' })
    if (isKustomize && s.flowLevel > 0 && isOddWord(token)) found.push(...quotes(text, token))
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

/** A plain text that begins with a dash or ends with a colon, as the package has none in brackets. */
function isOddWord({ type, style, value }: Token): boolean {
  if (type !== 'scalar' || style !== 'plain' || /["\\]/.test(value)) return false
  return /^-|:$/.test(value) && readsAsText(value, 'resource')
}

function quotes(text: string, { start, value }: Token): readonly Insertion[] {
  const words = value.split(/\s+/).map((word) => word.replace(/[^\w]/g, '\\$&'))
  const source = new RegExp(words.join('\\s+'), 'y')
  source.lastIndex = start.index
  if (!source.test(text)) return []
  return [start.index, source.lastIndex].map((at) => ({ at, text: '"' }))
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

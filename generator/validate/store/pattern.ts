/**
 * A pattern of Go's RE2 as one that JavaScript compiles too and that means the same, so that every tool can use the
 * stored schemas; the pattern itself where it compiles already, or where nobody here knows how to say it otherwise.
 */
export function portablePattern(source: string): string {
  if (compiles(source)) return source
  const said = translated(source)
  return said !== undefined && compiles(said) ? said : source
}

/** Newer engines know groups with flags: what is stored must not depend on the Node that stores it. */
const FLAGGED = /(?<!\\)\(\?[a-zA-Z-]+:/

function compiles(source: string): boolean {
  if (FLAGGED.test(source)) return false
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}

/** What RE2 writes, and JavaScript writes otherwise. */
const ESCAPES: Readonly<Record<string, string>> = { '\\A': '^', '\\z': '$', '\\a': '\\x07' }

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\t\\n\\v\\f\\r ',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}

/** Outside of a class: a flag group, the start of a class, an escape, or one character. */
const TOKEN = /\(\?([a-zA-Z-]+)([:)])|\[\^?\]?|\\.|./suy

/** Inside of one: a class by name, an escape, or one character. */
const MEMBER = /\[:(\w+):\]|\\.|./suy

type Walk = { isClass: boolean; readonly folded: boolean[] }

/** Undefined for what would change its meaning. */
function translated(source: string): string | undefined {
  const walk: Walk = { isClass: false, folded: [false] }
  let said = ''
  for (let at = 0; at < source.length; ) {
    const next = walk.isClass ? MEMBER : TOKEN
    next.lastIndex = at
    const token = next.exec(source)
    const part =
      token === null ? undefined : walk.isClass ? memberOf(token, walk) : partOf(token, walk)
    if (token === null || part === undefined) return undefined
    said += part
    at += token[0].length
  }
  return said
}

function partOf([token, flags, end]: RegExpExecArray, walk: Walk): string | undefined {
  const { folded } = walk
  if (flags !== undefined) {
    if (flags !== 'i') return undefined
    if (end === ':') folded.push(true)
    else folded[folded.length - 1] = true
    return end === ':' ? '(?:' : ''
  }
  if (token.startsWith('\\')) return escapeOf(token, walk)
  if (token.startsWith('[')) walk.isClass = true
  else if (token.startsWith('(')) folded.push(folded.at(-1) ?? false)
  else if (token === ')') folded.pop()
  return folded.at(-1) === true && /[a-z]/i.test(token) && token.length === 1
    ? `[${token.toLowerCase()}${token.toUpperCase()}]`
    : token.replace(/^(\[\^?)\]$/, '$1\\]')
}

/** Without regard to case a class is left alone only when it names no letters. */
function memberOf([token, name]: RegExpExecArray, walk: Walk): string | undefined {
  if (token.startsWith('\\')) return escapeOf(token, walk)
  if (name !== undefined) return CLASSES[name]
  if (token === ']') walk.isClass = false
  else if (walk.folded.at(-1) === true && /[a-z]/i.test(token)) return undefined
  return token === '[' ? '\\[' : token
}

/** JavaScript takes a backslash before its own signs only. */
function escapeOf(token: string, { isClass }: Walk): string | undefined {
  const known = ESCAPES[token]
  if (known !== undefined) return isClass ? undefined : known
  if (/^\\[QEC]$/.test(token)) return undefined
  const isNeedless = /^\\[^\w^$\\.*+?()[\]{}|/-]$/u.test(token) || (token === '\\-' && !isClass)
  return isNeedless || token === '\\_' ? token.slice(1) : token
}

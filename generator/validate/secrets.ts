/** Endings of names that hold a secret, in lower case with underscores: `db_password`, `api_key`, `client_secret`. */
const NAMES =
  /(?:password|passwd|passphrase)$|(?:^|_)(?:pwd|token|api_?key|access_?key|private_?key|secret_?key|auth_string|rediscli_auth|credentials?)$|[a-z0-9]_secret$/

/** What stands in every such name, however it is written. */
const WORDS = /passw|passphrase|pwd|token|key|credential|secret|auth/iu

/** Names that end the same way but hold the name of a Secret or of a key in it, or no secret at all. */
const INNOCENT =
  /(?:existing|image_pull|pull|tls|kubernetes)_secret$|(?:key|password|token|auth_string)_secret_key$|max_token$/

/** Values that give themselves away, whatever they are called. */
const TELLING: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})\b/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['a Google API key', /\bAIza[0-9A-Za-z_-]{35}/],
  ['a Prefect API key', /\bpn[ub]_[A-Za-z0-9]{36}\b/],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
]

/** What one of them begins with: nearly no value holds any. */
const BEGINNING = /-----BEGIN |AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|AIza|pn[ub]_|eyJ/

/** No telling value has fewer characters: most values need no look. */
const SHORTEST = 15

const URL_PASSWORD = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@"'<>]{0,100}:([^\s/@"'<>]{1,200})@/gi

/** Files of programs: only what stands in quotes can be a value there. */
const PROGRAM = /\.(?:py|js|mjs|ts|go|rb|java)$/

/** Files for people to read: a word and a colon are no assignment there. */
const PROSE = /\.(?:md|txt|html)$/

const NAME = '([A-Za-z][\\w.-]{0,80})'
const VALUE = '("[^"\\n]*"|\'[^\'\\n]*\'|[^\\s,;"\'}\\]]+)'

/** `name: value` where a line or a member begins, and `name=value` without blanks anywhere. */
const ASSIGNMENTS: readonly RegExp[] = [
  new RegExp(
    `(?<=(?:^|[{,;&?])[ \\t]{0,40}(?:- |export )?)["']?${NAME}["']?[ \\t]{0,20}[:=][ \\t]{0,20}${VALUE}`,
    'g',
  ),
  new RegExp(`(?<=[\\s"'])${NAME}=${VALUE}`, 'g'),
]

/** What kind of secret a value with this name is, or undefined; the value is never part of the answer. */
export function secretIn(name: string, value: string): string | undefined {
  return tellingSecret(value) ?? (isSecretName(name) && isPlain(value) ? 'a secret' : undefined)
}

/** What kind of secret stands in the text of a file: an assignment of a telling name, or a telling value. */
export function secretInText(file: string, text: string): string | undefined {
  const telling = tellingSecret(text)
  if (telling !== undefined || PROSE.test(file)) return telling
  if (!WORDS.test(text)) return undefined
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|\/\/|;)/.test(line))
  const found = lines
    .flatMap((line) => ASSIGNMENTS.flatMap((pattern) => [...line.matchAll(pattern)]))
    .find(([, name = '', raw = '']) => isSecretName(name) && isPlainRaw(raw, PROGRAM.test(file)))
  return found === undefined ? undefined : `a secret (${found[1]})`
}

/** A value as it stands in a file; in a program one without quotes is a variable. */
function isPlainRaw(raw: string, program: boolean): boolean {
  const quoted = /^["']/.test(raw)
  return isPlain(quoted ? raw.slice(1, -1) : raw) && (quoted || !program)
}

function tellingSecret(value: string): string | undefined {
  if (value.length >= SHORTEST && BEGINNING.test(value))
    for (const [what, pattern] of TELLING) if (pattern.test(value)) return what
  if (!value.includes('://')) return undefined
  for (const [, password = ''] of value.matchAll(URL_PASSWORD))
    if (isPlain(password)) return 'a URL with a password'
  return undefined
}

function isSecretName(name: string): boolean {
  if (!WORDS.test(name)) return false
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toLowerCase()
  return NAMES.test(words) && !INNOCENT.test(words)
}

/** Not empty, not a reference (`$(X)`, `${X}`, `{{ x }}`, `%(x)s`, `<x>`), a path, a switch or an encrypted value. */
function isPlain(value: string): boolean {
  const text = value.trim()
  return !(
    text === '' ||
    /^(?:\$|\{|\[|<|%\(|\/|\||>|\*+$|ENC\[|vault:|ref\+)/.test(text) ||
    /\$\(|\$\{|\{\{/.test(text) ||
    /^(?:true|false|null|none|~|yes|no|undefined|0|1)$/i.test(text)
  )
}

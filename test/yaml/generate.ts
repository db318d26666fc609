import type { Dialect } from '../../generator/yaml/index.ts'

/** A deterministic source of small numbers below `n` (mulberry32). */
export type Random = (n: number) => number

export function random(seed: number): Random {
  let state = seed
  return (n) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n)
  }
}

/** A YAML text, written in random ways, and the JSON that it means in both dialects. */
export type Sample = { readonly text: string; readonly json: Readonly<Record<Dialect, unknown>> }

type Written = Sample & { readonly isBlock: boolean }

const words: readonly (readonly [string, unknown, unknown?])[] = [
  ['web', 'web'],
  ['a b', 'a b'],
  ['nginx:1.25', 'nginx:1.25'],
  ['http://example.org/x?y=z', 'http://example.org/x?y=z'],
  ['-x', '-x'],
  ["it's", "it's"],
  ['a#b', 'a#b'],
  ['$(HOME)', '$(HOME)'],
  ['yes', 'yes', true],
  ['n', 'n', false],
  ['Off', 'Off', false],
  ['true', true],
  ['FALSE', false],
  ['null', null],
  ['~', null],
  ['0', 0],
  ['42', 42],
  ['-7', -7],
  ['0644', 420],
  ['0o17', 15],
  ['0x1F', 31],
  ['1_000', 1000],
  ['1.10', 1.1],
  ['1e3', 1000],
  ['.5', 0.5],
  ['08', 8],
  ['12:30', '12:30'],
  ['2001-1-1', '2001-01-01T00:00:00Z', '2001-1-1'],
  ['1.2.3', '1.2.3'],
  ['500m', '500m'],
  ['<<x', '<<x'],
  ['._5', '._5'],
  ['1e400', '1e400'],
]
const keys = ['a', 'b', 'name', 'spec', 'x-y', 'app.kubernetes.io/name', 'n0', 'e 1']
const texts = ['', 'x', ' x', 'a: b', 'x\n', 'x\ny', 'x\n\ny\n', '# x', "'", '"', '\\', 'é', 'a\tb']

/** One document, a mapping or a list. */
export function sample(random: Random): Sample {
  const { text, json } = random(2) === 0 ? mapping(random, 0, 0) : list(random, 0, 0)
  return { text: random(8) === 0 ? `---${comment(random)}\n${text}` : text, json }
}

function comment(r: Random): string {
  return r(6) === 0 ? ' # a: "comment' : ''
}

/** Blank lines and comment lines between members. */
function gap(r: Random, indent: number): string {
  if (r(10) > 0) return ''
  return r(2) === 0 ? '\n' : `${' '.repeat(r(indent + 1))}# - note: {\n`
}

function both(value: unknown, config: unknown = value): Sample['json'] {
  return { resource: value, config }
}

function value(r: Random, indent: number, depth: number): Written {
  const kind = depth > 4 ? r(4) : r(8)
  if (kind < 2) return { ...word(r), isBlock: false }
  if (kind < 4) return { ...string(r, indent), isBlock: false }
  if (kind === 4) {
    const { text, json } = flow(r, 0)
    return {
      text: `${text}${comment(r)}
`,
      json,
      isBlock: false,
    }
  }
  const made = kind < 7 ? mapping(r, indent, depth + 1) : list(r, indent, depth + 1)
  return { ...made, isBlock: true }
}

function word(r: Random): Sample {
  const [text = '', resource, config = resource] = words[r(words.length)] ?? []
  return { text: `${text}${comment(r)}\n`, json: both(resource, config) }
}

function mapping(r: Random, indent: number, depth: number): Sample {
  const resource: Record<string, unknown> = {}
  const config: Record<string, unknown> = {}
  let text = ''
  for (const key of keys.slice(r(4), 4 + r(4) + 1)) {
    const inner = indent + 1 + r(4)
    const { text: written, json, isBlock } = value(r, inner, depth)
    const isFlush = isBlock && Array.isArray(json.config) && r(2) === 0
    const shown = isFlush ? written.replace(new RegExp(`^ {${inner - indent}}`, 'gm'), '') : written
    text += `${gap(r, indent)}${' '.repeat(indent)}${quotedKey(r, key)}:`
    text += isBlock ? `${comment(r)}\n${shown}` : ` ${shown}`
    resource[key] = json.resource
    config[key] = json.config
  }
  return { text, json: both(resource, config) }
}

function quotedKey(r: Random, key: string): string {
  return [key, key, key, `'${key}'`, `"${key}"`][r(5)] ?? key
}

function list(r: Random, indent: number, depth: number): Sample {
  const resource: unknown[] = []
  const config: unknown[] = []
  let text = ''
  for (let i = 0; i <= r(3); i++) {
    const width = 2 + r(3)
    const { text: written, json, isBlock } = value(r, indent + width, depth)
    const dash = `${gap(r, indent)}${' '.repeat(indent)}-`
    text +=
      isBlock && r(4) === 0
        ? `${dash}\n${written}`
        : `${dash}${item(written, indent, width, isBlock)}`
    resource.push(json.resource)
    config.push(json.config)
  }
  return { text, json: both(resource, config) }
}

/** On the line of the dash, when the first line of a block is indented as it must be. */
function item(written: string, indent: number, width: number, isBlock: boolean): string {
  if (!isBlock) return ` ${written}`
  const start = ' '.repeat(indent + width)
  const isPlainStart = written.startsWith(start) && !/^ *#/.test(written)
  return isPlainStart ? ' '.repeat(width - 1) + written.slice(start.length) : `\n${written}`
}

function flow(r: Random, depth: number): Sample {
  const deep = ' '.repeat(40) // brackets must end deeper than their key, or the full reader objects
  const blank = [' ', '', `\n${deep}`, ` # c, ]\n${deep}`][r(4)] ?? ''
  const members = Array.from({ length: r(4) }, (_, i) => [`k${i}`, flowValue(r, depth)] as const)
  const isList = r(2) === 0
  const inner = members.map(([key, m]) => (isList ? m.text : `${quotedKey(r, key)}: ${m.text}`))
  const ends = isList ? '[]' : '{}'
  const resource = members.map(([key, m]) => [key, m.json.resource] as const)
  const config = members.map(([key, m]) => [key, m.json.config] as const)
  const shape = (pairs: readonly (readonly [string, unknown])[]): unknown =>
    isList ? pairs.map(([, v]) => v) : Object.fromEntries(pairs)
  const text = `${ends.charAt(0)}${blank}${inner.join(`,${blank}`)}${blank}${ends.charAt(1)}`
  return { text, json: both(shape(resource), shape(config)) }
}

function flowValue(r: Random, depth: number): Sample {
  if (depth < 3 && r(4) === 0) return flow(r, depth + 1)
  if (r(3) === 0) return inQuotes(r, texts[r(texts.length)] ?? '')
  const [text = '', resource, config = resource] =
    words.filter(([w]) => !/[,?{}[\]]/.test(w))[r(words.length - 3)] ?? []
  return { text, json: both(resource, config) }
}

function inQuotes(r: Random, text: string): Sample {
  const isSingle = r(2) === 0 && !/[\n\t]/.test(text)
  const shown = isSingle ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text)
  return { text: shown, json: both(text) }
}

/** A string in quotes, over several lines, or as a block. */
function string(r: Random, indent: number): Sample {
  const text = texts[r(texts.length)] ?? ''
  const pad = ' '.repeat(indent)
  const kind = r(5)
  if (kind === 0)
    return {
      text: `one${comment(r) && ''}\n${pad} two\n\n${pad}three\n`,
      json: both('one two\nthree'),
    }
  if (kind === 1) return { text: `"one  \n${pad} two\\n\n\n${pad}x"\n`, json: both('one two\n\nx') }
  if (kind === 2 && /^[^\s].*$/s.test(text) && !text.includes('\t')) return block(text, pad)
  return { ...inQuotes(r, text), text: `${inQuotes(r, text).text}${comment(r)}\n` }
}

function block(text: string, pad: string): Sample {
  const chomp = !text.endsWith('\n') ? '-' : ''
  const body = text.replace(/\n$/, '').replace(/^(?=.)/gm, pad)
  return { text: `|${chomp}\n${body}\n`, json: both(text) }
}

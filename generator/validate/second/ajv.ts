import { Ajv, type ErrorObject, type Format, type ValidateFunction } from 'ajv'
import { pointerTo } from '../../core/pointer.ts'
import type { KindSchema } from '../catalog.ts'
import type { SchemaRule } from '../schema-rules.ts'
import type { Asked, Opinion, Refusal, SecondJudge } from './judge.ts'
import { selfContained } from './self-contained.ts'

/** What no JSON Schema can say: keys of lists, CEL, and what is about the schema rather than the object. */
const BEYOND: ReadonlySet<SchemaRule> = new Set([
  'unique-key',
  'validation-rule',
  'rule-evaluated',
  'keyword-evaluated',
  'pattern-readable',
  'schema-stored',
  'schema-version',
])

/** The same schemas, compiled by ajv: only whoever asks for it loads that library. */
export function ajvJudge(): SecondJudge {
  const compiled = new Map<KindSchema['root'], ValidateFunction | string>()
  const opinionOf = ({ resource, schema }: Asked): Opinion => {
    const known = compiled.get(schema.root) ?? compile(schema)
    compiled.set(schema.root, known)
    if (typeof known === 'string') return { kind: 'unable', why: known }
    const refusals = known(resource) ? [] : (known.errors ?? []).map(refusalOf)
    return { kind: 'judged', refusals }
  }
  return {
    name: 'ajv',
    holds: (rule) => !BEYOND.has(rule),
    judge: async (asked) => asked.map(opinionOf),
  }
}

/** One schema at a time: a pattern that cannot be read must not spoil the others. */
function compile(schema: KindSchema): ValidateFunction | string {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    logger: false,
    formats: FORMATS,
    code: { regExp: Object.assign(patternsOf(schema), { code: '' }) },
  })
  try {
    return ajv.compile(selfContained(schema))
  } catch (error) {
    return `it cannot compile the schema: ${error instanceof Error ? error.message : String(error)}`
  }
}

type Matcher = { readonly test: (text: string) => boolean }

/** Patterns of people's own definitions run in linear time here too; JavaScript's own engine backtracks. */
function patternsOf({ pattern }: KindSchema): (source: string, flags: string) => Matcher {
  return (source, flags) => {
    if (pattern === undefined) return new RegExp(source, flags)
    const found = pattern(source)
    if (found === undefined) throw new Error(`the pattern ${source} is no regular expression`)
    return found
  }
}

const int32: Format = { type: 'number', validate: (n: number) => n === (n | 0) }

/** Formats that ajv does not know, written another way than ours: two readings of one rule. */
const FORMATS: Readonly<Record<string, Format>> = {
  int32,
  'int-or-string': int32,
  int64: { type: 'number', validate: (n: number) => n >= -(2 ** 63) && n <= 2 ** 63 },
  double: { type: 'number', validate: () => true },
  quantity: (s: string) => {
    const number = s.replace(/(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)$/, '')
    return /\d/.test(number) && /^[+-]?\d*\.?\d*$/.test(number)
  },
  byte: (s: string) => {
    const text = s.replaceAll('\n', '').replaceAll('\r', '')
    // Go takes stray bits at the end, so the last group is compared by its length only.
    return (
      Buffer.from(text, 'base64').toString('base64').slice(0, -4) === text.slice(0, -4) &&
      Buffer.from(text, 'base64').toString('base64').length === text.length
    )
  },
  'date-time': isTime,
  ipv4: (s: string) =>
    !s.includes(':') && isHost(s) && s.split('.').every((n) => `${Number(n)}` === n),
  ipv6: (s: string) => s.includes(':') && !/[[\]%]/.test(s) && isHost(`[${s}]`),
}

/** RFC 3339 as Go reads it: the day exists, the second is none that leaps. */
function isTime(text: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(text)
  if (match === null) return false
  const whole = new Date(`${match[1]}T${match[2]}Z`)
  return !Number.isNaN(whole.getTime()) && whole.toISOString().startsWith(`${match[1]}T${match[2]}`)
}

const isHost = (host: string): boolean => URL.canParse(`http://${host}/`)

function refusalOf({ instancePath, keyword, params, message = keyword }: ErrorObject): Refusal {
  const { additionalProperty, missingProperty, allowedValues } = params as {
    readonly additionalProperty?: string
    readonly missingProperty?: string
    readonly allowedValues?: readonly unknown[]
  }
  const more = additionalProperty === undefined ? [] : [pointerTo(instancePath, additionalProperty)]
  const told = [additionalProperty ?? [], allowedValues ?? []].flat().map((v) => JSON.stringify(v))
  return {
    places: [instancePath, ...more],
    message: told.length > 0 ? `${message} (${told.join(', ')})` : message,
    ...(missingProperty === undefined ? {} : { missing: [missingProperty] }),
    ...(['anyOf', 'oneOf', 'not'].includes(keyword) ? { isUnion: true } : {}),
  }
}

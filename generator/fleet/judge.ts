import { Ajv, type ErrorObject } from 'ajv'
import { pointerTo } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'
import type { ValueProblem } from './values.ts'

/** A problem at a pointer; `key` when the name itself is wrong rather than what stands under it. */
export type SchemaProblem = ValueProblem & { readonly key?: boolean }

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/
const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/
const FORMATS = {
  'dns-label': {
    test: (s: string) => DNS_LABEL.test(s),
    says: 'a DNS-1123 label: lower-case letters, digits and "-", at most 63, beginning and ending with a letter or digit',
  },
  'dns-name': {
    test: (s: string) => s.length <= 253 && s.split('.').every((part) => DNS_LABEL.test(part)),
    says: 'a DNS name such as apps.example.org',
  },
  'label-key': {
    test: (s: string) => LABEL_KEY.test(s),
    says: 'a label name such as team or example.org/team',
  },
  'label-value': {
    test: (s: string) => /^([A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/.test(s),
    says: 'a label value: at most 63 letters, digits, "-", "_" and "."',
  },
  registry: {
    test: (s: string) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]+)?(\/[-_.a-z0-9]+)*\/?$/.test(s),
    says: 'a registry, host[:port][/path], without https://',
  },
  uuid: {
    test: (s: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(s),
    says: 'a UID such as 0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d',
  },
} as const

/** A judge of values by one JSON Schema; ajv compiles it at the first call only. */
export function judge(schema: object): (value: unknown) => readonly SchemaProblem[] {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, validateFormats: true })
  for (const [name, { test }] of Object.entries(FORMATS)) ajv.addFormat(name, test)
  const accepts = ajv.compile(schema)
  return (value) => (accepts(value) ? [] : causes(accepts.errors ?? []).map(explain))
}

/** One error per cause: what failed inside the branches of an anyOf is told once. */
function causes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter((e) => e.keyword === 'anyOf')
  const inUnion = (e: ErrorObject, union: ErrorObject): boolean =>
    e !== union && e.schemaPath.startsWith(union.schemaPath)
  const told = new Set<ErrorObject>()
  for (const union of unions) {
    const inside = errors.filter((e) => inUnion(e, union))
    const deeper = inside.filter((e) => e.instancePath.length > union.instancePath.length)
    const members = inside.filter(
      (e) => e.keyword === 'additionalProperties' || e.keyword === 'required',
    )
    // A branch of the right type was entered: what is wrong is in there, the union itself is not the cause.
    const entered = deeper.length > 0 || members.length > 0
    for (const e of entered
      ? inside.filter((i) => i.keyword === 'type' && i.instancePath === union.instancePath)
      : inside)
      told.add(e)
    if (entered) told.add(union)
  }
  const seen = new Set<string>()
  return errors.filter((e) => {
    const key = `${e.keyword} ${e.instancePath} ${JSON.stringify(e.params)}`
    if (told.has(e) || e.keyword === 'if' || e.keyword === 'propertyNames' || seen.has(key))
      return false
    seen.add(key)
    return true
  })
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'absent'
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'list'
      : typeof value === 'object'
        ? 'object'
        : typeof value

const NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  integer: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  null: 'null',
}
/** `the number 1.1`, `null`, `an object`: what a value is, shortly. */
const received = (value: unknown): string =>
  value === null ? 'null' : `the ${typeOf(value)} ${shown(value)}`

const named = (type: unknown): string =>
  (Array.isArray(type) ? type : [type]).map((t) => NAMES[String(t)] ?? String(t)).join(' or ')

type Explain = (e: ErrorObject, subject: string) => SchemaProblem

const problem = (e: ErrorObject, message: string, hint: string): SchemaProblem => ({
  pointer: e.instancePath,
  message,
  hint,
})

/** What a schema says about itself, as the hint of last resort. */
const meaning = (e: ErrorObject): string => {
  const { description } = (e.parentSchema ?? {}) as { description?: string }
  return description ?? 'see schemas/fleet.schema.json'
}

const KEYWORDS: Readonly<Record<string, Explain>> = {
  additionalProperties: (e) => {
    const name = String(e.params.additionalProperty)
    const known = Object.keys((e.parentSchema as { properties?: object }).properties ?? {})
    return {
      pointer: pointerTo(e.instancePath, name),
      key: true,
      message: `unknown key "${name}"${didYouMean(name, known)}`,
      hint: known.length > 0 ? `known keys: ${known.join(', ')}` : 'remove it',
    }
  },
  required: (e) =>
    problem(e, `"${String(e.params.missingProperty)}" is missing`, describeMember(e)),
  type: (e, subject) => {
    const quote =
      String(e.params.type) === 'string' && ['boolean', 'number'].includes(typeof e.data)
    return problem(
      e,
      `${subject} is ${received(e.data)}, must be ${named(e.params.type)}`,
      quote ? 'YAML reads it as something else: put it in quotes' : meaning(e),
    )
  },
  enum: (e, subject) => {
    const allowed = (e.params.allowedValues as readonly unknown[]).map(String)
    return problem(
      e,
      `${subject} is ${shown(e.data)}, must be one of ${allowed.join(', ')}${didYouMean(String(e.data), allowed)}`,
      meaning(e),
    )
  },
  const: (e, subject) =>
    problem(
      e,
      `${subject} is ${shown(e.data)}, must be ${shown(e.params.allowedValue)}`,
      meaning(e),
    ),
  pattern: (e, subject) => {
    const { examples } = (e.parentSchema ?? {}) as { examples?: readonly unknown[] }
    const like = examples?.length ? `, e.g. ${examples.map(shown).join(', ')}` : ''
    return problem(
      e,
      `${subject} is ${shown(e.data)}, must look like ${String(e.params.pattern)}${like}`,
      meaning(e),
    )
  },
  format: (e, subject) => {
    const says = FORMATS[e.params.format as keyof typeof FORMATS]?.says ?? String(e.params.format)
    const isKey = e.propertyName !== undefined
    return isKey
      ? {
          pointer: pointerTo(e.instancePath, e.propertyName ?? ''),
          key: true,
          message: `the name "${e.propertyName}" must be ${says}`,
          hint: 'rename it',
        }
      : problem(e, `${subject} is ${shown(e.data)}, must be ${says}`, meaning(e))
  },
  minimum: (e, subject) =>
    problem(e, `${subject} is ${shown(e.data)}, must be at least ${e.params.limit}`, meaning(e)),
  maximum: (e, subject) =>
    problem(e, `${subject} is ${shown(e.data)}, must be at most ${e.params.limit}`, meaning(e)),
  minLength: (e, subject) =>
    problem(e, `${subject} is empty or shorter than ${e.params.limit} characters`, meaning(e)),
  maxLength: (e, subject) =>
    problem(e, `${subject} has more than ${e.params.limit} characters`, meaning(e)),
  minItems: (e, subject) =>
    problem(e, `${subject} has fewer than ${e.params.limit} items`, meaning(e)),
  uniqueItems: (e, subject) =>
    problem(e, `${subject} has an item twice: number ${e.params.i} and ${e.params.j}`, meaning(e)),
  anyOf: (e, subject) =>
    problem(e, `${subject} is ${shown(e.data)}, which is none of what is allowed here`, meaning(e)),
}

function describeMember(e: ErrorObject): string {
  const { properties } = (e.parentSchema ?? {}) as {
    properties?: Record<string, { description?: string }>
  }
  const about = properties?.[String(e.params.missingProperty)]?.description
  return about === undefined ? 'add it' : `add it: ${about}`
}

function explain(e: ErrorObject): SchemaProblem {
  const subject = e.instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/') || 'the file'
  return (
    KEYWORDS[e.keyword]?.(e, subject) ??
    problem(e, `${subject} ${e.message ?? 'is wrong'} (${e.keyword})`, meaning(e))
  )
}

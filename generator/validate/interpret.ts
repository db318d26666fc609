import { pointerTo } from '../core/pointer.ts'
import { didYouMean, suggest } from '../core/suggest.ts'
import { bounds, codePoints, outside } from './bounds.ts'
import type { Pattern } from './engine.ts'
import { formats } from './formats.ts'
import { areNamedApart, keyReader } from './list-key.ts'
import { allowed, cut, quote } from './quote.ts'
import type { Schema, TypeName } from './schema.ts'
import type { SchemaRule } from './schema-rules.ts'
import { isOfType, typesText } from './types.ts'

/** One disagreement of a value with its schema; `pointer` is relative to the value that was given. */
export type SchemaProblem = {
  readonly rule: SchemaRule
  readonly pointer: string
  readonly message: string
  readonly hint?: string
  /** The field that is missing at the pointer. */
  readonly field?: string
  /** `; did you mean "x"?`: said unless something better is known, e.g. the version that has the field. */
  readonly meant?: string
}

/** What the interpreter asks of whoever holds the schemas. */
export type Scope = {
  readonly resolve: (ref: string) => Schema
  /** The compiled pattern, or undefined when this engine cannot compile it. */
  readonly pattern: (source: string) => Pattern | undefined
  /** True when values must not be repeated in messages (a Secret). */
  readonly secret: boolean
}

/** One walk: `path` is pushed and popped, so that nothing is allocated where nothing is wrong. */
type Walk = Scope & { readonly path: (string | number)[]; readonly problems: SchemaProblem[] }

/**
 * Every disagreement of `value` with `schema`, one per cause: below a wrong type nothing is reported,
 * and a missing field is not, where a misspelt one was meant to be it.
 */
export function interpret(value: unknown, schema: Schema, scope: Scope): readonly SchemaProblem[] {
  const walk: Walk = { ...scope, path: [], problems: [] }
  visit(value, schema, walk)
  return walk.problems
}

function visit(value: unknown, schema: Schema, walk: Walk): void {
  if (schema.type !== undefined && !isOfType(value, schema.type)) wrongType(value, schema, walk)
  else if (schema.$ref !== undefined) visit(value, walk.resolve(schema.$ref), walk)
  else if (schema.enum !== undefined && !schema.enum.includes(value))
    notAllowed(value, schema, walk)
  else visitValue(value, schema, walk)
}

function visitValue(value: unknown, schema: Schema, walk: Walk): void {
  if (typeof value === 'string') visitString(value, schema, walk)
  else if (typeof value === 'number') visitNumber(value, schema, walk)
  else if (Array.isArray(value)) visitList(value, schema, walk)
  else if (typeof value === 'object' && value !== null)
    visitMap(value as Readonly<Record<string, unknown>>, schema, walk)
  if ((schema.allOf ?? schema.anyOf ?? schema.oneOf ?? schema.not) !== undefined)
    visitLogic(value, schema, walk)
}

type More = Pick<SchemaProblem, 'hint' | 'field' | 'meant'>

function report(walk: Walk, rule: SchemaRule, message: string, more: More = {}): void {
  const pointer = walk.path.reduce<string>((at, step) => pointerTo(at, step), '')
  walk.problems.push({ rule, pointer, message, ...more })
}

function wrongType(value: unknown, schema: Schema, walk: Walk): void {
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null')
  const rule = value === null ? 'required-field' : 'field-type'
  const message = `${quote(value, walk.secret)} must be ${typesText(types)}`
  report(walk, rule, message, quotingHint(value, types))
}

function quotingHint(value: unknown, types: readonly TypeName[]): More {
  const plain = typeof value === 'number' || typeof value === 'boolean'
  if (plain && types.includes('string')) return { hint: 'put the value in quotes' }
  const numeric = types.includes('integer') || types.includes('number')
  return typeof value === 'string' && numeric && /^-?[0-9]+$/.test(value)
    ? { hint: 'remove the quotes' }
    : {}
}

function notAllowed(value: unknown, schema: Schema, walk: Walk): void {
  const known = allowed(schema.enum ?? [])
  const meant = typeof value === 'string' && !walk.secret ? didYouMean(value, known) : ''
  const message = `${quote(value, walk.secret)} is not one of ${known.join(', ')}`
  report(walk, 'allowed-value', message, { meant })
}

function visitString(value: string, schema: Schema, walk: Walk): void {
  const { minLength, maxLength, pattern, format } = schema
  const length = minLength === undefined && maxLength === undefined ? 0 : codePoints(value)
  if (outside(length, minLength, maxLength))
    report(walk, 'size', `${length} characters, ${bounds(minLength, maxLength)}`)
  else if (!wrongFormat(value, format, walk) && pattern !== undefined)
    visitPattern(value, pattern, walk)
}

function visitPattern(value: string, pattern: string, walk: Walk): void {
  const compiled = walk.pattern(pattern)
  if (compiled === undefined)
    report(walk, 'pattern-readable', `pattern ${pattern} could not be evaluated`)
  else if (!compiled.test(value))
    report(walk, 'pattern', `${quote(value, walk.secret)} does not match ${pattern}`)
}

function visitNumber(value: number, schema: Schema, walk: Walk): void {
  const { minimum, maximum, format } = schema
  if (outside(value, minimum, maximum))
    report(walk, 'range', `${quote(value, walk.secret)} ${bounds(minimum, maximum)}`)
  else wrongFormat(value, format, walk)
}

/** An unknown format is no check, as in JSON Schema; a test holds that all stored ones are known. */
function wrongFormat(value: string | number, name: string | undefined, walk: Walk): boolean {
  const format = name === undefined ? undefined : formats[name]
  if (format === undefined || format.accepts(value)) return false
  report(walk, 'format', `${quote(value, walk.secret)} must be ${format.expects}`)
  return true
}

function visitList(value: readonly unknown[], schema: Schema, walk: Walk): void {
  const { minItems, maxItems, items } = schema
  if (outside(value.length, minItems, maxItems))
    report(walk, 'size', `${value.length} elements, ${bounds(minItems, maxItems)}`)
  if (items === undefined) return
  for (let index = 0; index < value.length; index++) {
    walk.path.push(index)
    visit(value[index], items, walk)
    walk.path.pop()
  }
  if (value.length > 1 || value[0] === null) visitKeys(value, schema, items, walk)
}

/** Server-side apply refuses two elements of one key; a key field left out has its default. */
function visitKeys(value: readonly unknown[], schema: Schema, items: Schema, walk: Walk): void {
  const keyOf = areNamedApart(value, schema) ? undefined : keyReader(schema, items, walk.resolve)
  if (keyOf === undefined) return
  const first = new Map<string, number>()
  for (const [index, element] of value.entries()) {
    if (element === null) noElement(index, items, walk)
    const key = keyOf(element)
    const before = key === undefined ? undefined : first.get(key)
    if (before !== undefined) {
      const named = walk.secret ? '' : ` (${key})`
      walk.path.push(index)
      report(walk, 'unique-key', `repeats the key of element ${before}${named}`)
      walk.path.pop()
    } else if (key !== undefined) first.set(key, index)
  }
}

/** Where the type of the elements does not allow null that has been said already. */
function noElement(index: number, { $ref, type }: Schema, walk: Walk): void {
  if ($ref === undefined && (type === undefined || !isOfType(null, type))) return
  walk.path.push(index)
  report(walk, 'unique-key', 'null has no key, which each element of this list needs')
  walk.path.pop()
}

function visitMap(value: Readonly<Record<string, unknown>>, schema: Schema, walk: Walk): void {
  const { properties, additionalProperties, required } = schema
  const described = properties !== undefined || additionalProperties !== undefined
  const unknown = described ? visitMembers(value, schema, walk) : NONE
  if (unknown.length > 0) visitUnknown(unknown, properties ?? {}, walk)
  if (required !== undefined) visitRequired(value, required, unknown, schema, walk)
  if (schema.minProperties !== undefined || schema.maxProperties !== undefined)
    visitCount(Object.keys(value).length, schema, walk)
}

const NONE: readonly string[] = []

/** Judges the members that the schema knows, and gives back the names of those that it does not allow. */
function visitMembers(
  value: Readonly<Record<string, unknown>>,
  { properties, additionalProperties }: Schema,
  walk: Walk,
): readonly string[] {
  let unknown = NONE
  for (const name in value) {
    const member = value[name]
    if (member === undefined) continue
    const found = properties?.[name]
    const isKnown = found !== undefined && Object.hasOwn(properties ?? {}, name)
    const expected = isKnown ? found : additionalProperties
    if (expected === false) unknown = [...unknown, name]
    if (typeof expected !== 'object') continue
    walk.path.push(name)
    visit(member, expected, walk)
    walk.path.pop()
  }
  return unknown
}

function visitUnknown(
  unknown: readonly string[],
  properties: Readonly<Record<string, Schema>>,
  walk: Walk,
): void {
  for (const name of unknown) {
    walk.path.push(name)
    const meant = didYouMean(name, Object.keys(properties))
    report(walk, 'known-field', `unknown field "${name}"`, { meant })
    walk.path.pop()
  }
}

function visitRequired(
  value: Readonly<Record<string, unknown>>,
  required: readonly string[],
  unknown: readonly string[],
  schema: Schema,
  walk: Walk,
): void {
  const isMissing = (name: string): boolean =>
    !Object.hasOwn(value, name) || value[name] === undefined
  if (!required.some(isMissing)) return
  const missing = required.filter(isMissing)
  const names = Object.keys(schema.properties ?? {})
  const meant = new Set(unknown.map((name) => suggest(name, names)))
  for (const name of missing)
    if (!meant.has(name))
      report(walk, 'required-field', `required field "${name}" is missing`, { field: name })
}

function visitCount(count: number, { minProperties, maxProperties }: Schema, walk: Walk): void {
  if (outside(count, minProperties, maxProperties))
    report(walk, 'size', `${count} members, ${bounds(minProperties, maxProperties)}`)
}

function visitLogic(value: unknown, schema: Schema, walk: Walk): void {
  const fits = (one: Schema): boolean => interpret(value, one, walk).length === 0
  for (const one of schema.allOf ?? []) visit(value, one, walk)
  if (schema.anyOf !== undefined && !schema.anyOf.some(fits))
    report(walk, 'combination', 'matches none of the alternatives', shown('anyOf', schema.anyOf))
  const count = schema.oneOf?.filter(fits).length ?? 1
  const fitting = `matches ${count} alternatives, must be 1`
  if (count !== 1) report(walk, 'combination', fitting, shown('oneOf', schema.oneOf))
  if (schema.not === undefined || !fits(schema.not)) return
  const refused = `${quote(value, walk.secret)} is ruled out`
  report(walk, 'combination', refused, shown('not', schema.not))
}

function shown(keyword: string, rule: unknown): More {
  return { hint: `the schema says ${keyword}: ${cut(JSON.stringify(rule), 300)}` }
}

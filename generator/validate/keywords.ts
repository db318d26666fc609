import { pointerTo } from '../core/pointer.ts'
import type { SchemaProblem, Scope } from './interpret.ts'
import { quote } from './quote.ts'
import type { Schema } from './schema.ts'

/** The keywords of JSON Schema that stored schemas never have, and those that people bring may. */
type Keyword = (value: unknown, wanted: unknown, schema: Keywords) => string | undefined
type Keywords = Readonly<Record<string, unknown>>

const beyond =
  (is: (value: number, limit: number) => boolean, limit: 'minimum' | 'maximum', words: string) =>
  (value: unknown, wanted: unknown, schema: Keywords): string | undefined => {
    // A number of its own since draft 6; before, and in OpenAPI, true beside minimum or maximum.
    const edge = wanted === true ? schema[limit] : wanted
    if (typeof value !== 'number' || typeof edge !== 'number' || is(value, edge)) return undefined
    return `must be ${words} ${edge}`
  }

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )

/** Those that can be judged, each with what is wrong with a value. */
const JUDGED: Readonly<Record<string, Keyword>> = {
  exclusiveMinimum: beyond((value, edge) => value > edge, 'minimum', 'more than'),
  exclusiveMaximum: beyond((value, edge) => value < edge, 'maximum', 'less than'),
  multipleOf: (value, wanted) => {
    if (typeof value !== 'number' || typeof wanted !== 'number' || wanted <= 0) return undefined
    const times = value / wanted
    return Math.abs(times - Math.round(times)) < 1e-9
      ? undefined
      : `must be a multiple of ${wanted}`
  },
  const: (value, wanted) =>
    canonical(value) === canonical(wanted) ? undefined : `must be ${JSON.stringify(wanted)}`,
  uniqueItems: (value, wanted) =>
    wanted !== true || !Array.isArray(value) || new Set(value.map(canonical)).size === value.length
      ? undefined
      : 'must not have two elements that are the same',
}

/** Those that nothing here judges. */
const OTHERS = [
  'additionalItems',
  'contains',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'if',
  'maxContains',
  'minContains',
  'patternProperties',
  'prefixItems',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]

/** What a schema from outside may say besides; kept when it is read. */
export const MORE_KEYWORDS: readonly string[] = [...Object.keys(JUDGED), ...OTHERS]

const OPENED = new WeakMap<Schema, Schema>()

/** A schema whose members may be named by a pattern, as one that takes them all: nothing here reads patterns of names. */
export function opened(schema: Schema): Schema {
  const known = OPENED.get(schema)
  if (known !== undefined) return known
  const text = JSON.stringify(schema)
  const made: Schema = text.includes('"patternProperties"')
    ? JSON.parse(text, (_, one: unknown) => withoutEnd(one))
    : schema
  OPENED.set(schema, made)
  return made
}

function withoutEnd(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'patternProperties'))
    return value
  const { additionalProperties: _, ...rest } = value as Keywords
  return rest
}

type Walk = Pick<Scope, 'resolve' | 'secret'> & {
  readonly path: (string | number)[]
  readonly problems: SchemaProblem[]
  /** Keywords that have been said not to be judged: once per object. */
  readonly said: Set<string>
}

/** What the keywords beyond `Schema` say against a value, and which of them could not be judged. */
export function keywordProblems(
  value: unknown,
  root: Schema,
  scope: Pick<Scope, 'resolve' | 'secret'>,
): readonly SchemaProblem[] {
  const walk: Walk = { ...scope, path: [], problems: [], said: new Set() }
  visit(value, root, walk)
  return walk.problems
}

const KNOWN = new WeakMap<Schema, boolean>()

/** Whether a schema, or what stands in it, has such keywords; a reference may lead to some. */
export function hasKeywords(schema: Schema): boolean {
  const known = KNOWN.get(schema)
  if (known !== undefined) return known
  KNOWN.set(schema, false)
  const found =
    schema.$ref !== undefined ||
    MORE_KEYWORDS.some((name) => isSaid((schema as Keywords)[name])) ||
    childrenOf(schema).some(hasKeywords)
  KNOWN.set(schema, found)
  return found
}

const isSaid = (wanted: unknown): boolean => wanted !== undefined && wanted !== false

function childrenOf(schema: Schema): readonly Schema[] {
  const { properties = {}, additionalProperties, items, not } = schema
  return [
    ...Object.values(properties),
    ...branchesOf(schema),
    ...[additionalProperties, items, not].filter((one) => typeof one === 'object'),
  ]
}

const branchesOf = ({ allOf = [], anyOf = [], oneOf = [] }: Schema): readonly Schema[] => [
  ...allOf,
  ...anyOf,
  ...oneOf,
]

function visit(value: unknown, schema: Schema, walk: Walk): void {
  if (value === null || value === undefined || !hasKeywords(schema)) return
  if (schema.$ref !== undefined) visit(value, walk.resolve(schema.$ref), walk)
  else visitHere(value, schema, walk)
}

function visitHere(value: unknown, schema: Schema, walk: Walk): void {
  judge(value, schema, walk)
  for (const one of schema.allOf ?? []) visit(value, one, walk)
  if (Array.isArray(value)) {
    const { items } = schema
    if (items !== undefined)
      for (const [index, item] of value.entries()) below(index, item, items, walk)
  } else if (typeof value === 'object') visitMembers(value as Keywords, schema, walk)
}

function visitMembers(value: Keywords, schema: Schema, walk: Walk): void {
  const { properties = {}, additionalProperties: rest } = schema
  for (const [name, member] of Object.entries(value)) {
    const of = Object.hasOwn(properties, name) ? properties[name] : rest
    if (typeof of === 'object') below(name, member, of, walk)
  }
}

function below(step: string | number, value: unknown, schema: Schema, walk: Walk): void {
  walk.path.push(step)
  visit(value, schema, walk)
  walk.path.pop()
}

function judge(value: unknown, schema: Schema, walk: Walk): void {
  const keywords = schema as Keywords
  for (const [name, wrong] of Object.entries(JUDGED)) {
    if (!isSaid(keywords[name])) continue
    const message = wrong(value, keywords[name], keywords)
    if (message !== undefined) report(walk, 'keyword', `${quote(value, walk.secret)} ${message}`)
  }
  const inBranches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.not ?? {}]
  const unread = inBranches.some(hasOwnKeywords)
    ? ['anyOf, oneOf or not with further keywords']
    : []
  for (const name of [...OTHERS.filter((one) => isSaid(keywords[one])), ...unread])
    if (!walk.said.has(name)) {
      walk.said.add(name)
      report(walk, 'keyword-evaluated', `not evaluated: ${name} of the schema`)
    }
}

/** In branches a reference is no keyword: the interpreter follows it. */
const hasOwnKeywords = (schema: Schema): boolean =>
  MORE_KEYWORDS.some((name) => isSaid((schema as Keywords)[name])) ||
  childrenOf(schema).some(hasOwnKeywords)

function report(walk: Walk, rule: SchemaProblem['rule'], message: string): void {
  const pointer = walk.path.reduce<string>((at, step) => pointerTo(at, step), '')
  walk.problems.push({ rule, pointer, message })
}

import { pointerTo } from '../core/pointer.ts'
import type { Engine } from './engine.ts'
import type { SchemaProblem } from './interpret.ts'
import { cut } from './quote.ts'
import type { Schema } from './schema.ts'
import { selfOf } from './self.ts'

/** One entry of `x-kubernetes-validations`. */
type Validation = {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
  readonly fieldPath?: string
  readonly optionalOldSelf?: boolean
}

type Scope = {
  readonly resolve: (ref: string) => Schema
  /** Without one, every rule is reported as not evaluated. */
  readonly engine: Engine | undefined
  /** Pointers that the schema has refused: rules over them, or over what holds them, would only repeat that. */
  readonly refused: readonly string[]
}

type Walk = Scope & { readonly path: (string | number)[]; readonly problems: SchemaProblem[] }

/**
 * What the CEL rules of a CRD say against a value. A rule about the old object, or one that cannot be
 * evaluated, is a problem of its own (`rule-evaluated`): it has not passed.
 */
export function ruleProblems(value: unknown, schema: Schema, scope: Scope): SchemaProblem[] {
  const walk: Walk = { ...scope, path: [], problems: [] }
  visit(value, schema, walk)
  return walk.problems
}

/** Whether a rule stands anywhere in a schema; asked once per schema. */
export function hasRules(schema: Schema): boolean {
  const known = RULED.get(schema)
  if (known !== undefined) return known
  const found =
    validationsOf(schema).length > 0 ||
    Object.values(schema.properties ?? {}).some(hasRules) ||
    [schema.items, schema.additionalProperties].some((s) => typeof s === 'object' && hasRules(s))
  RULED.set(schema, found)
  return found
}

const RULED = new WeakMap<Schema, boolean>()

function visit(value: unknown, schema: Schema, walk: Walk): void {
  if (value === null || value === undefined || !hasRules(schema)) return
  const validations = validationsOf(schema)
  if (validations.length > 0) judge(value, schema, validations, walk)
  if (Array.isArray(value)) {
    const { items } = schema
    if (items !== undefined)
      for (const [index, item] of value.entries()) below(index, item, items, walk)
  } else if (typeof value === 'object') visitMembers(value, schema, walk)
}

function visitMembers(value: object, schema: Schema, walk: Walk): void {
  const { properties = {}, additionalProperties: rest } = schema
  const members = value as Readonly<Record<string, unknown>>
  for (const [name, field] of Object.entries(properties))
    below(name, Object.hasOwn(members, name) ? members[name] : field.default, field, walk)
  if (typeof rest !== 'object') return
  for (const [name, member] of Object.entries(members))
    if (!Object.hasOwn(properties, name)) below(name, member, rest, walk)
}

function below(step: string | number, value: unknown, schema: Schema, walk: Walk): void {
  walk.path.push(step)
  visit(value, schema, walk)
  walk.path.pop()
}

function judge(
  value: unknown,
  schema: Schema,
  validations: readonly Validation[],
  walk: Walk,
): void {
  const pointer = walk.path.reduce<string>((at, step) => pointerTo(at, step), '')
  if (walk.refused.some((other) => `${other}/`.startsWith(`${pointer}/`))) return
  let self: unknown
  for (const validation of validations) {
    self ??= walk.engine && selfOf(value, schema, walk.resolve, walk.engine)
    const problem = problemOf(validation, self, walk.engine)
    if (problem !== undefined)
      walk.problems.push({ ...problem, pointer: pointer + pathOf(validation.fieldPath) })
  }
}

type Said = Omit<SchemaProblem, 'pointer'>

function problemOf(
  validation: Validation,
  self: unknown,
  engine: Engine | undefined,
): Said | undefined {
  const { rule } = validation
  if (/\boldSelf\b/.test(rule)) return notEvaluated(rule, 'it compares with the object before')
  if (engine === undefined) return notEvaluated(rule, 'no engine for it is loaded')
  const outcome = engine.plan(rule)(self)
  if (outcome.kind === 'unknown') return notEvaluated(rule, outcome.why)
  if (outcome.kind === 'value' && outcome.value === true) return undefined
  const why = outcome.kind === 'failed' ? `: ${outcome.why}` : ''
  return {
    rule: 'validation-rule',
    message: `${messageOf(validation, self, engine)}${why}`,
    hint: `the rule of the CRD is: ${cut(rule, LONGEST)}`,
  }
}

const LONGEST = 300

function notEvaluated(rule: string, why: string): Said {
  return { rule: 'rule-evaluated', message: `not evaluated: ${cut(rule, LONGEST)} (${why})` }
}

function messageOf(
  { rule, message, messageExpression }: Validation,
  self: unknown,
  engine: Engine,
): string {
  const made = messageExpression === undefined ? undefined : engine.plan(messageExpression)(self)
  const text = made?.kind === 'value' && typeof made.value === 'string' ? made.value.trim() : ''
  return text || message || `the rule ${cut(rule, LONGEST)} does not hold`
}

/** `.spec.a['b.c']` below the place of the rule, as a pointer. */
function pathOf(fieldPath = ''): string {
  const steps = fieldPath.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/g)
  return Array.from(steps, ([, name, quoted]) => name ?? quoted ?? '').reduce(pointerTo, '')
}

function validationsOf(schema: Schema): readonly Validation[] {
  return (schema['x-kubernetes-validations'] ?? []).filter(
    (one): one is Validation =>
      typeof one === 'object' && one !== null && typeof (one as Validation).rule === 'string',
  )
}

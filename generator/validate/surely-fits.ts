import { codePoints } from './bounds.ts'
import { formats } from './formats.ts'
import type { Scope } from './interpret.ts'
import { areNamedApart, keyReader } from './list-key.ts'
import type { Schema, TypeName } from './schema.ts'

/** What a schema says, in one shape for all of them, which V8 reads quickly; what is below it is made at its first use. */
type Node = {
  readonly schema: Schema
  /** Bits of the types that it allows. */
  readonly types: number
  readonly ref: string | undefined
  /** Where the reference leads, and who said so. */
  target: Node | undefined
  resolve: Scope['resolve'] | undefined
  readonly values: readonly unknown[] | undefined
  readonly limitsTexts: boolean
  readonly limitsNumbers: boolean
  readonly limitsSize: boolean
  readonly isLogical: boolean
  readonly properties: Readonly<Record<string, Schema>> | undefined
  readonly members: Map<string, Node>
  readonly others: Schema | undefined
  /** Made of `others`. */
  other: Node | undefined
  readonly isClosed: boolean
  readonly required: readonly string[]
  items: Node | undefined
}

const BITS: Readonly<Record<TypeName, number>> = {
  string: 1,
  number: 2,
  integer: 4,
  boolean: 8,
  object: 16,
  array: 32,
  null: 64,
}

const ANY = 127

const nodes = new WeakMap<Schema, Node>()

function nodeOf(schema: Schema): Node {
  const known = nodes.get(schema)
  if (known !== undefined) return known
  const node = makeNode(schema)
  nodes.set(schema, node)
  return node
}

function makeNode(schema: Schema): Node {
  const says = (...names: readonly (keyof Schema)[]): boolean =>
    names.some((name) => schema[name] !== undefined)
  const { additionalProperties: rest } = schema
  return {
    schema,
    types: typesOf(schema),
    ref: schema.$ref,
    target: undefined,
    resolve: undefined,
    values: schema.enum,
    limitsTexts: says('minLength', 'maxLength', 'pattern', 'format'),
    limitsNumbers: says('minimum', 'maximum', 'format'),
    limitsSize: says('minItems', 'maxItems', 'minProperties', 'maxProperties'),
    isLogical: says('allOf', 'anyOf', 'oneOf', 'not'),
    properties: schema.properties,
    members: new Map(),
    others: typeof rest === 'object' ? rest : undefined,
    other: undefined,
    isClosed: rest === false,
    required: schema.required ?? [],
    items: undefined,
  }
}

function typesOf({ type }: Schema): number {
  if (type === undefined) return ANY
  return [type].flat().reduce((bits, one) => bits | BITS[one], 0)
}

/**
 * Whether the interpreter would find nothing wrong with a value: quick, and false where that is not sure. Most objects are
 * right, so that nothing need be kept in mind for messages.
 */
export function surelyFits(value: unknown, schema: Schema, scope: Scope): boolean {
  return fits(value, nodeOf(schema), scope)
}

function fits(value: unknown, node: Node, scope: Scope): boolean {
  if ((node.types & bitsOf(value)) === 0) return false
  if (node.ref !== undefined) return fits(value, targetOf(node, node.ref, scope), scope)
  if (node.values !== undefined && !node.values.includes(value)) return false
  if (typeof value === 'object') {
    if (value !== null && !fitsInside(value, node, scope)) return false
  } else if (typeof value === 'string') {
    if (node.limitsTexts && !fitsText(value, node.schema, scope)) return false
  } else if (node.limitsNumbers && typeof value === 'number' && !fitsNumber(value, node.schema))
    return false
  return !node.isLogical || fitsLogic(value, node.schema, scope)
}

function bitsOf(value: unknown): number {
  if (typeof value === 'string') return 1
  if (typeof value === 'object') return value === null ? 64 : Array.isArray(value) ? 32 : 16
  if (typeof value === 'number') return Number.isInteger(value) ? 6 : 2
  return typeof value === 'boolean' ? 8 : 0
}

function targetOf(node: Node, ref: string, { resolve }: Scope): Node {
  if (node.target !== undefined && node.resolve === resolve) return node.target
  const target = nodeOf(resolve(ref))
  node.target = target
  node.resolve = resolve
  return target
}

const fitsInside = (value: object, node: Node, scope: Scope): boolean =>
  Array.isArray(value)
    ? fitsList(value, node, scope)
    : fitsMap(value as Readonly<Record<string, unknown>>, node, scope)

function fitsMap(map: Readonly<Record<string, unknown>>, node: Node, scope: Scope): boolean {
  const { members, isClosed, required } = node
  for (const name in map) {
    const member = map[name]
    if (member === undefined) continue
    const next = members.get(name) ?? memberOf(node, name)
    if (next === undefined ? isClosed : !fits(member, next, scope)) return false
  }
  for (let i = 0; i < required.length; i++) {
    const name = required[i] as string
    if (map[name] === undefined || !Object.hasOwn(map, name)) return false
  }
  return !node.limitsSize || isAmount(Object.keys(map).length, 'Properties', node.schema)
}

function memberOf(node: Node, name: string): Node | undefined {
  const { properties, others } = node
  if (properties !== undefined && Object.hasOwn(properties, name)) {
    const fresh = nodeOf(properties[name] as Schema)
    node.members.set(name, fresh)
    return fresh
  }
  if (others === undefined) return undefined
  node.other ??= nodeOf(others)
  return node.other
}

function fitsList(list: readonly unknown[], node: Node, scope: Scope): boolean {
  const { schema } = node
  if (node.limitsSize && !isAmount(list.length, 'Items', schema)) return false
  if (schema.items === undefined) return true
  node.items ??= nodeOf(schema.items)
  for (let i = 0; i < list.length; i++) if (!fits(list[i], node.items, scope)) return false
  return (
    (list.length < 2 && list[0] !== null) ||
    areNamedApart(list, schema) ||
    haveKeysApart(list, schema, scope)
  )
}

function haveKeysApart(list: readonly unknown[], schema: Schema, { resolve }: Scope): boolean {
  const keyOf = keyReader(schema, schema.items ?? {}, resolve)
  if (keyOf === undefined) return true
  if (list.includes(null)) return false
  const keys = list.map(keyOf).filter((key) => key !== undefined)
  return new Set(keys).size === keys.length
}

function isAmount(count: number, what: 'Items' | 'Properties', schema: Schema): boolean {
  const { [`min${what}` as const]: least = 0, [`max${what}` as const]: most = count } = schema
  return count >= least && count <= most
}

function fitsText(value: string, schema: Schema, scope: Scope): boolean {
  const { minLength = 0, maxLength, format, pattern } = schema
  if (maxLength !== undefined && value.length > maxLength) return false
  if (value.length < minLength || (minLength > 1 && codePoints(value) < minLength)) return false
  if (format !== undefined && formats[format]?.accepts(value) === false) return false
  return pattern === undefined || scope.pattern(pattern)?.test(value) === true
}

function fitsNumber(value: number, { minimum = value, maximum = value, format }: Schema): boolean {
  if (value < minimum || value > maximum) return false
  return format === undefined || formats[format]?.accepts(value) !== false
}

function fitsLogic(value: unknown, schema: Schema, scope: Scope): boolean {
  const isRight = (one: Schema): boolean => fits(value, nodeOf(one), scope)
  const { allOf, anyOf, oneOf, not } = schema
  return (
    (allOf === undefined || allOf.every(isRight)) &&
    (anyOf === undefined || anyOf.some(isRight)) &&
    (oneOf === undefined || (oneOf.every(isSimple) && oneOf.filter(isRight).length === 1)) &&
    (not === undefined || (isSimple(not) && !isRight(not)))
  )
}

/** What is not sure to fit such a schema is sure not to. */
function isSimple(schema: Schema): boolean {
  for (const name in schema) if (name !== 'type' && name !== 'required') return false
  return true
}

import { interpret } from '../../../generator/validate/interpret.ts'
import type { Schema } from '../../../generator/validate/schema.ts'
import { type Dice, mutate } from '../../validate/sample.ts'
import { catalog } from '../../validate/stored.ts'

type Making = { readonly roll: Dice; readonly pool: Pool; readonly resolve: Resolve }
type Pool = { readonly texts: readonly string[]; readonly numbers: readonly number[] }
type Resolve = (ref: string) => Schema

/** Texts that rules of definitions are about, beside those that they name. */
const TEXTS = [
  ...['', 'a', 'b', 'A', '*', '/', '/a', '/a/', '//', '/a/../b', '/./', '%2f', '/%2E', '#'],
  ...['10s', '1h', '0s', '5m', '1m30s', '1h0m0s', '100ms', '1.2.3.4', '::1', '10.0.0.0/8', 'é'],
  ...['a.example.org', '*.example.org', 'example.org', 'https://a.example.org/x?y=z#w', 'a:b'],
  ...['1Gi', '500m', '-1', '1', '0', 'a b', 'Content-Type', '{x}', '%[a]', '2026-01-31T12:00:00Z'],
  ...['x'.repeat(64), 'x'.repeat(256)],
]
const NUMBERS = [0, 1, 2, 80, 100, 443, 1.5, -1, 65535, 2147483647]

/** Values that a schema accepts, made at random, of what a rule speaks about and of what lies at the edges. */
export function valuesFor(
  schema: Schema,
  rule: string,
  resolve: Resolve,
  { roll, count }: { readonly roll: Dice; readonly count: number },
): readonly unknown[] {
  const literals = Array.from(rule.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g), (m) =>
    (m[1] ?? m[2] ?? '').replaceAll('\\\\', '\\'),
  )
  const numbers = Array.from(rule.matchAll(/\b\d+\b/g), ([text]) => Number(text))
  const near = numbers.flatMap((n) => [n - 1, n, n + 1])
  const short = literals.filter((text) => !/[\\^$]/.test(text))
  const pool = { texts: [...short, ...short, ...TEXTS], numbers: [...near, ...NUMBERS] }
  const scope = { resolve, pattern: catalog.pattern, secret: false }
  const made = new Map<string, unknown>()
  for (let tries = 0; made.size < count && tries < count * 8; tries++) {
    let value = make(schema, { roll, pool, resolve }, 0)
    if (roll(4) === 0) value = mutate(value, roll)
    if (value === undefined || value === null) continue
    const fits = interpret(value, schema, scope).length === 0
    if (fits) made.set(JSON.stringify(value), value)
  }
  return [...made.values()]
}

const DEEPEST = 7

function make(schema: Schema, making: Making, depth: number): unknown {
  const { roll, pool, resolve } = making
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref
  if (ref !== undefined) return { name: pick(['a', 'b', 'default'], roll) }
  if (schema.enum !== undefined) return pick(schema.enum, roll)
  const types = [schema.type ?? 'object'].flat()
  const type = types[roll(12) === 0 ? roll(types.length) : 0]
  if (type === 'object') return makeMap(schema, making, depth)
  if (type === 'array') return makeList(schema, making, depth)
  if (type === 'boolean') return roll(2) === 0
  if (type === 'null') return null
  const choices: readonly unknown[] = type === 'string' ? pool.texts : pool.numbers
  const scope = { resolve, pattern: catalog.pattern, secret: false }
  for (let tries = 0; tries < 12; tries++) {
    const value = pick(choices, roll)
    if (interpret(value, schema, scope).length === 0) return value
  }
  return undefined
}

/** Elements are alike more often than chance would have it: rules look for that. */
function makeList({ items, minItems = 0 }: Schema, making: Making, depth: number): unknown {
  if (items === undefined || depth > DEEPEST) return []
  const list: unknown[] = []
  const length = minItems + making.roll(depth < 2 ? 4 : 3)
  for (let index = 0; index < length; index++) {
    const value =
      index > 0 && making.roll(3) === 0 ? similar(list[0], items, making, depth) : undefined
    const element = value ?? make(items, making, depth + 1)
    if (element !== undefined) list.push(element)
  }
  return list
}

function similar(value: unknown, items: Schema, making: Making, depth: number): unknown {
  const other = make(items, making, depth + 1)
  if (typeof value !== 'object' || value === null || typeof other !== 'object') return value
  const fields = Object.entries({ ...other })
  const changed = fields[making.roll(fields.length + 1)]
  return changed === undefined ? value : { ...value, [changed[0]]: changed[1] }
}

function makeMap(schema: Schema, making: Making, depth: number): unknown {
  const { properties = {}, required = [], additionalProperties: rest } = schema
  const { roll } = making
  const sparse = roll(3)
  const members = Object.entries(properties).flatMap(([name, field]) => {
    const wanted = required.includes(name) || (depth < DEEPEST && roll(2 + sparse) === 0)
    const value = wanted ? make(field, making, depth + 1) : undefined
    return value === undefined ? [] : [[name, value] as const]
  })
  const free =
    typeof rest === 'object'
      ? Array.from({ length: roll(3) }, () => [
          pick(making.pool.texts, roll),
          make(rest, making, depth + 1) ?? null,
        ])
      : []
  return Object.fromEntries([...members, ...free])
}

function pick<T>(list: readonly T[], roll: Dice): T {
  return list[roll(list.length)] as T
}

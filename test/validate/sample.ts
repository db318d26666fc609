import type { Schema } from '../../generator/validate/schema.ts'

/** A source of numbers in [0, n): the same seed gives the same numbers. */
export type Dice = (sides: number) => number

export function dice(seed: number): Dice {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

type World = { readonly roll: Dice; readonly resolve: (ref: string) => Schema }

const FORMATS: Readonly<Record<string, readonly unknown[]>> = {
  int32: [0, 80, -1, 2147483647],
  int64: [0, 600, -5],
  'int-or-string': [80, 'http', '25%'],
  quantity: ['1Gi', '500m', 2, 1.5, '1e3', '.5', '+1k'],
  byte: ['', 'YWI=', 'YWJj'],
  'date-time': ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+02:00'],
}

/** A random value that a schema mostly accepts; deeper ones hold only what is required. */
export function sample(schema: Schema, world: World, depth = 0): unknown {
  const { roll, resolve } = world
  if (schema.$ref !== undefined) return sample(resolve(schema.$ref), world, depth)
  if (schema.enum !== undefined)
    return [...schema.enum, ...schema.enum, 'Other'][roll(schema.enum.length * 2 + 1)]
  const choices = schema.format === undefined ? undefined : FORMATS[schema.format]
  if (choices !== undefined) return choices[roll(choices.length)]
  const types = [schema.type ?? 'object'].flat()
  const type = types[roll(20) === 0 ? roll(types.length) : 0]
  if (type === 'object') return sampleMap(schema, world, depth)
  if (type === 'array') return sampleList(schema, world, depth)
  return { string: 'a', integer: 1, number: 1.5, boolean: true, null: null }[type ?? 'null']
}

function sampleList({ items }: Schema, world: World, depth: number): unknown {
  if (items === undefined || depth > 9) return []
  return Array.from({ length: world.roll(3) }, () => sample(items, world, depth + 1))
}

function sampleMap(schema: Schema, world: World, depth: number): unknown {
  const { properties = {}, required = [], additionalProperties } = schema
  const members = Object.entries(properties).flatMap(([name, member]) =>
    required.includes(name) || world.roll((depth >> 1) + 2) === 0
      ? [[name, sample(member, world, depth + 1)]]
      : [],
  )
  const free =
    typeof additionalProperties === 'object'
      ? [['x', sample(additionalProperties, world, depth + 1)]]
      : []
  return Object.fromEntries([...members, ...free])
}

const STRANGE: readonly unknown[] = [
  null,
  true,
  '',
  '1',
  'x y',
  '128MB',
  'TCP',
  '1.2.3.4',
  '::1',
  '2026-13-01T00:00:00Z',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 40,
  [],
  [null],
  ['a', 'a'],
  {},
  { a: 1 },
]

/** The same value with one thing changed somewhere in it. */
export function mutate(value: unknown, roll: Dice): unknown {
  if (typeof value === 'string' && roll(2) === 0) return `${value}s`
  if (typeof value !== 'object' || value === null || roll(15) === 0)
    return STRANGE[roll(STRANGE.length)]
  if (Array.isArray(value)) return mutateList(value, roll)
  const entries = Object.entries(value)
  const index = roll(entries.length + 1)
  const entry = entries[index]
  if (entry === undefined) return { ...value, [roll(2) === 0 ? 'imagee' : 'constructor']: 'x' }
  const [name, member] = entry
  const rest = Object.fromEntries(entries.filter((_, i) => i !== index))
  if (roll(8) === 0) return rest
  if (roll(8) === 0) return { ...rest, [`${name}s`]: member }
  return { ...value, [name]: mutate(member, roll) }
}

function mutateList(value: readonly unknown[], roll: Dice): unknown {
  const index = roll(value.length + 1)
  if (index === value.length) return [...value, value[0] ?? STRANGE[roll(STRANGE.length)]]
  return value.map((element, i) => (i === index ? mutate(element, roll) : element))
}

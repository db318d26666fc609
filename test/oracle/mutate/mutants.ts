import { pointerTo } from '../../../generator/core/pointer.ts'
import type { Resource } from '../../../generator/core/resource.ts'
import { type Dice, dice } from '../../validate/sample.ts'
import type { ObjectSet, SetName } from './objects.ts'

/** An object with one change. */
export type Mutant = {
  readonly set: SetName
  readonly change: Change
  readonly origin: Resource
  readonly object: Resource
  /** Where it was changed, and the same with list indices as `*`. */
  readonly pointer: string
  readonly place: string
}

export type Change = 'remove' | 'rename' | 'retype' | 'odd' | 'repeat' | 'swap'

type Path = readonly (string | number)[]

type Site = { readonly origin: Resource; readonly path: Path; readonly value: unknown }

/** A change of the value at a place; undefined where it cannot be made there. */
type Changer = (site: Site, roll: Dice, pool: Pool) => Resource | undefined

/** The values that stand anywhere under one name of a field. */
type Pool = ReadonlyMap<string, readonly unknown[]>

const CHANGERS: Readonly<Record<Change, Changer>> = {
  remove: ({ origin, path }) => without(origin, path) as Resource,
  rename: ({ origin, path }, roll) => {
    const name = path.at(-1)
    return typeof name === 'string' ? renamed(origin, path, misspelt(name, roll)) : undefined
  },
  retype: ({ origin, path, value }, roll) => {
    const others = TYPES.filter((one) => typeName(one) !== typeName(value))
    return put(origin, path, quoted(value, roll) ?? pick(others, roll))
  },
  odd: ({ origin, path, value }, roll) => {
    const same = ODD.filter((one) => typeName(one) === typeName(value))
    return same.length === 0 ? undefined : put(origin, path, pick(same, roll))
  },
  repeat: ({ origin, path, value }, roll) => {
    if (!Array.isArray(value) || value.length === 0) return undefined
    return put(origin, path, [...value, altered(pick(value, roll), roll)])
  },
  swap: ({ origin, path, value }, roll, pool) => {
    const others = pool.get(String(path.findLast((step) => typeof step === 'string'))) ?? []
    const fresh = others.filter((one) => typeName(one) === typeName(value))
    return fresh.length < 2 ? undefined : put(origin, path, pick(fresh, roll))
  },
}

const TYPES: readonly unknown[] = ['x', '', 1, true, [], {}, ['x'], { x: 'y' }, 1.5, null]

const LONG = 'x'.repeat(300)

const ODD: readonly unknown[] = [
  ...['', 'x y', 'A_b', 'a/b', '-a', 'a.b', 'a-', '1.2.3', '/../a', '..', '%', 'é', '1', LONG],
  ...['1.2.3.4', '::1', '10%', '1Gi', '-1', '0', 'a:b', 'a=b', '"', '$(A)', 'x'.repeat(64)],
  ...[-1, 0, 1, 2, 65536, 99999999, 2 ** 31, 1.5, 2 ** 53],
  ...[true, false],
  ...[[], [''], ['a', 'a'], [null], [{}], [1]],
  ...[{}, { a: 'b' }, { '': '' }, { 'a b': 'c' }, { a: null }],
]

/** So many different mutants of a set; the same seed gives the same ones. */
export function mutantsOf(
  { name: set, objects }: ObjectSet,
  count: number,
  seed: number,
): readonly Mutant[] {
  const roll = dice(seed)
  const sites = objects.flatMap((origin) => sitesOf(origin))
  const pool = poolOf(sites)
  const made = new Map<string, Mutant>()
  const changes = Object.keys(CHANGERS) as Change[]
  for (let tries = 0; made.size < count && tries < count * 20; tries++) {
    const site = pick(sites, roll)
    const change = pick(changes, roll)
    const object = CHANGERS[change](site, roll, pool)
    const text = JSON.stringify(object)
    if (object === undefined || text === JSON.stringify(site.origin) || made.has(text)) continue
    const place = site.path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')
    const pointer = site.path.reduce<string>((at, step) => pointerTo(at, step), '')
    made.set(text, { set, change, origin: site.origin, object, pointer, place })
  }
  return [...made.values()]
}

/** Every place of an object but those that say what and where it is. */
function sitesOf(origin: Resource): readonly Site[] {
  const sites: Site[] = []
  const visit = (value: unknown, path: Path): void => {
    if (path.length > 0) sites.push({ origin, path, value })
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value))
      visit(member, [...path, Array.isArray(value) ? Number(key) : key])
  }
  visit(origin, [])
  return sites.filter(({ path: [first, second] }) => {
    const fixed = first === 'metadata' && (second === undefined || second === 'namespace')
    return !fixed && first !== 'apiVersion' && first !== 'kind'
  })
}

function poolOf(sites: readonly Site[]): Pool {
  const pool = new Map<string, Map<string, unknown>>()
  for (const { path, value } of sites) {
    const name = String(path.findLast((step) => typeof step === 'string'))
    if (!pool.has(name)) pool.set(name, new Map())
    pool.get(name)?.set(JSON.stringify(value), value)
  }
  return new Map([...pool].map(([name, values]) => [name, [...values.values()]]))
}

const pick = <T>(list: readonly T[], roll: Dice): T => list[roll(list.length)] as T

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** A number in quotes, or one that had them without. */
function quoted(value: unknown, roll: Dice): unknown {
  if (roll(2) === 0) return undefined
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : undefined
}

function misspelt(name: string, roll: Dice): string {
  const at = roll(name.length)
  const forms = [
    `${name}s`,
    name.slice(0, -1),
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + name.charAt(at).toUpperCase() + name.slice(at + 1),
    name.toLowerCase(),
  ]
  return pick(forms, roll)
}

/** The same, or with one of its members changed a little. */
function altered(value: unknown, roll: Dice): unknown {
  if (typeof value === 'string') return roll(2) === 0 ? value : `${value}x`
  if (typeof value === 'number') return value + roll(2)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  const index = roll(entries.length + 1)
  return Object.fromEntries(
    entries.map(([key, member], i) => [key, i === index ? altered(member, roll) : member]),
  )
}

function put(value: unknown, path: Path, wanted: unknown): Resource {
  return changed(value, path, () => wanted) as Resource
}

function without(value: unknown, path: Path): unknown {
  return changed(value, path.slice(0, -1), (holder) => {
    if (Array.isArray(holder)) return holder.filter((_, index) => index !== path.at(-1))
    const entries = Object.entries(holder as object)
    return Object.fromEntries(entries.filter(([key]) => key !== path.at(-1)))
  })
}

function renamed(value: unknown, path: Path, name: string): Resource | undefined {
  if (name === '') return undefined
  return changed(value, path.slice(0, -1), (holder) => {
    const entries = Object.entries(holder as object)
    return Object.fromEntries(entries.map(([k, v]) => [k === path.at(-1) ? name : k, v]))
  }) as Resource
}

function changed(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return change(value)
  if (Array.isArray(value))
    return value.with(Number(step), changed(value[Number(step)], rest, change))
  const fields = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(fields).map(([key, member]) => [
      key,
      key === step ? changed(member, rest, change) : member,
    ]),
  )
}

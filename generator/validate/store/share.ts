import type { Definitions, Schema } from '../schema.ts'
import { reachable } from './definitions.ts'

/** Definitions of several minors in one list, and under which name each minor has one there. */
export type Shared = {
  readonly definitions: Definitions
  readonly nameIn: (minor: string, name: string) => string
}

/** The definitions of some minors, the oldest first. */
export type Minors = readonly (readonly [minor: string, definitions: Definitions])[]

const REF = /("\$ref":"#\/definitions\/)([^"]+)"/g

/**
 * Keeps what several minors have alike only once. A definition is called as ever in the newest minor that has it and in
 * all before it where it and everything below it is the same; what it was up to an older minor is called `NAME@1.NN`.
 */
export function shareDefinitions(minors: Minors): Shared {
  const classes = refined(minors)
  const names = new Map<string, string>()
  const newest = minors.at(-1)?.[0]
  let later: Definitions = {}
  for (const [minor, definitions] of minors.toReversed()) {
    const next = minors[minors.findIndex(([one]) => one === minor) + 1]?.[0]
    for (const name of Object.keys(definitions)) {
      const isSame =
        name in later && classes.get(`${minor} ${name}`) === classes.get(`${next} ${name}`)
      const own = minor === newest ? name : `${name}@${minor}`
      names.set(`${minor} ${name}`, isSame ? (names.get(`${next} ${name}`) ?? own) : own)
    }
    later = definitions
  }
  const nameIn = (minor: string, name: string): string => names.get(`${minor} ${name}`) ?? name
  const entries = minors.flatMap(([minor, definitions]) =>
    Object.entries(definitions).map(([name, definition]) => [
      nameIn(minor, name),
      renamed(definition, (ref) => nameIn(minor, ref)),
    ]),
  )
  return { definitions: Object.fromEntries(entries), nameIn }
}

/** What the named shared definitions lead to, these included, under their own names: the definitions of one minor. */
export function ownDefinitions(shared: Definitions, names: readonly string[]): Definitions {
  return Object.fromEntries(
    Object.entries(reachable(shared, names)).map(([name, definition]) => [
      withoutMinor(name),
      renamed(definition, withoutMinor),
    ]),
  )
}

/** The name without what `shareDefinitions` has added. */
export const withoutMinor = (name: string): string => name.replace(/@1\.\d+$/, '')

function renamed(definition: Schema, rename: (name: string) => string): Schema {
  const text = JSON.stringify(definition)
  return JSON.parse(
    text.replace(REF, (_, start: string, name: string) => `${start}${rename(name)}"`),
  )
}

/** A class for each definition of each minor; equal ones are alike in themselves and in all that they lead to. */
function refined(minors: Minors): ReadonlyMap<string, string> {
  const all = minors.flatMap(([minor, definitions]) =>
    Object.entries(definitions).map(([name, definition]) => {
      const text = JSON.stringify(definition, sortedKeys)
      const refs = Array.from(text.matchAll(REF), ([, , ref = '']) => `${minor} ${ref}`)
      return { key: `${minor} ${name}`, text: `${name} ${text}`, refs }
    }),
  )
  let classes = numbered(all.map(({ key, text }) => [key, text]))
  for (let before = 0; before !== new Set(classes.values()).size; ) {
    before = new Set(classes.values()).size
    const known = classes
    classes = numbered(
      all.map(({ key, text, refs }) => [
        key,
        [text, ...refs.map((ref) => known.get(ref))].join(' '),
      ]),
    )
  }
  return classes
}

/** Short names for long texts, the same for the same. */
function numbered(texts: readonly (readonly [key: string, text: string])[]): Map<string, string> {
  const numbers = new Map<string, string>()
  return new Map(
    texts.map(([key, text]) => {
      const number = numbers.get(text) ?? String(numbers.size)
      numbers.set(text, number)
      return [key, number]
    }),
  )
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

import type { Config } from '../core/config.ts'
import { pointerTo } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import type { Desired, Placement, Platform, Site } from '../fleet/types.ts'

/** Who asked for a difference: lines for the comment on top of a patch. */
export type Why = (key: string, pointer: string) => readonly string[]

/** What an application wants, as a platform wants it, and which rule asked for which field. */
export type Adapted = { readonly desired: Desired; readonly why: Why }

type Asked = Map<string, { readonly pointer: string; readonly line: string }[]>

/** Apply the rules in order. A rule that leaves an object alone must hand back the very same object: only changed ones are compared. */
export function adapt(desired: Desired, site: Site, { name, rules }: Platform): Adapted {
  const asked: Asked = new Map()
  let current = desired
  for (const rule of rules) {
    const next = rule.apply(current, site)
    const line = `${name}/${rule.id}: ${rule.why}`
    if (next !== current) note(asked, current, next, line)
    current = next
  }
  return { desired: current, why: (key, pointer) => answer(asked, key, pointer) }
}

/**
 * Which value of fleet.yaml makes a difference: each value that the environment says is tried alone over the common
 * ones. A value that means nothing without another one is not found; then nobody is named.
 */
export function valueReasons({ app, common, given, site, instance, environment }: Placement): Why {
  const asked: Asked = new Map()
  const before = tried(() => app.resources(common, site))
  for (const { name, values } of before ? given : []) {
    const after = tried(() => app.resources(values, site))
    const line = `fleet.yaml: applications.${instance}.environments.${environment}.values.${name}`
    if (before && after) note(asked, before, after, line)
  }
  return (key, pointer) => answer(asked, key, pointer)
}

/** A combination of values that nobody has asked for may be one that the application cannot make. */
function tried(make: () => Desired): Desired | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

const nameless = (r: Resource): string => `${groupOf(r.apiVersion)}/${r.kind}/${r.metadata.name}`

type Part = Resource | Config

/** Everything that an application wants, by name; a config by that of its ConfigMap. */
const partsOf = ({ resources, configs = [] }: Desired): ReadonlyMap<string, Part> =>
  new Map<string, Part>([
    ...resources.map((r) => [nameless(r), r] as const),
    ...configs.map((c) => [`/ConfigMap/${c.name}`, c] as const),
  ])

function note(asked: Asked, before: Desired, after: Desired, line: string): void {
  const [old, now] = [partsOf(before), partsOf(after)]
  for (const key of new Set([...now.keys(), ...old.keys()])) {
    const [was, is] = [old.get(key), now.get(key)]
    if (was === is) continue
    const list = asked.get(key) ?? []
    for (const pointer of differences(was, is, '')) list.push({ pointer, line })
    asked.set(key, list)
  }
}

function* differences(a: unknown, b: unknown, pointer: string): Generator<string> {
  if (a === b) return
  const deep = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null
  if (!deep || Array.isArray(a) !== Array.isArray(b)) {
    yield pointer
    return
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    yield* differences(left[key], right[key], pointerTo(pointer, key))
}

/** List positions move between base, wanted and patch, so they do not count. */
const loose = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')

function answer(asked: Asked, key: string, pointer: string): readonly string[] {
  const [group = '', kind = '', , ...name] = key.split('/')
  const at = loose(pointer)
  const lines = (asked.get(`${group}/${kind}/${name.join('/')}`) ?? [])
    .filter((a) => {
      const from = loose(a.pointer)
      return from === at || from.startsWith(`${at}/`) || at.startsWith(`${from}/`)
    })
    .map((a) => a.line)
  return [...new Set(lines)]
}

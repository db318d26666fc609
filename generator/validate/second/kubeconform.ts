import { pointerTo, stepsOf } from '../../core/pointer.ts'
import type { SchemaRule } from '../schema-rules.ts'
import type { Asked, Opinion, Refusal } from './judge.ts'
import { selfContained } from './self-contained.ts'

/** Formats that only Kubernetes knows; quantities are held by a pattern too. */
const FORMATS = /must be (?:a (?:32|64)-bit integer|base64)/

const HELD: ReadonlySet<SchemaRule> = new Set([
  'allowed-value',
  'combination',
  'field-type',
  'format',
  'known-field',
  'pattern',
  'range',
  'required-field',
  'size',
])

/** Whether kubeconform can hold what one of our rules holds, given the same schema. */
export const kubeconformHolds = (rule: SchemaRule, message: string): boolean =>
  HELD.has(rule) && !(rule === 'format' && FORMATS.test(message))

/** What kubeconform is given: `rounds[i]` holds files of one run by their path; see `TEMPLATE`. */
export type Round = {
  readonly schemas: ReadonlyMap<string, string>
  /** By the number of the object among those that were asked about. */
  readonly objects: ReadonlyMap<number, string>
}

/** Where a run finds the schema of a kind below its folder. */
export const TEMPLATE = 'of-{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'

/** Objects and their schemas as files; a kind that has two schemas (of two versions of Kubernetes) takes two rounds. */
export function roundsOf(asked: readonly Asked[]): readonly Round[] {
  const rounds: {
    schemas: Map<string, string>
    roots: Map<string, unknown>
    objects: Map<number, string>
  }[] = []
  for (const [number, { resource, schema }] of asked.entries()) {
    const path = pathOf(resource.apiVersion, resource.kind)
    if (!/^of-[\w.-]*\/[\w.-]+$/.test(path)) continue // a name out of somebody's definition must not lead elsewhere
    const fits = rounds.find(({ roots }) => (roots.get(path) ?? schema.root) === schema.root)
    const round = fits ?? { schemas: new Map(), roots: new Map(), objects: new Map() }
    if (fits === undefined) rounds.push(round)
    if (!round.roots.has(path)) round.schemas.set(path, JSON.stringify(selfContained(schema)))
    round.roots.set(path, schema.root)
    round.objects.set(number, JSON.stringify(resource))
  }
  return rounds
}

/** To kubeconform the group of `v1` is `v1` too. */
function pathOf(apiVersion: string, kind: string): string {
  const parts = apiVersion.split('/')
  return `of-${parts[0]}/${kind.toLowerCase()}_${parts.at(-1)}.json`
}

/** One entry of `kubeconform -output json -verbose`. */
export type Entry = { readonly filename: string; readonly status: string; readonly msg: string }

/** What an entry says: its message is a tree of places, of which the leaves say what is wrong. */
export function opinionOf({ status, msg }: Entry): Opinion {
  if (status === 'statusValid') return { kind: 'judged', refusals: [] }
  if (status !== 'statusInvalid') return { kind: 'unable', why: msg || status }
  const parts = msg.split(/ +- at '(?=(?:\/|'))/).slice(1)
  const refusals = parts.flatMap(refusalOf)
  if (refusals.length > 0) return { kind: 'judged', refusals }
  return { kind: 'judged', refusals: [{ places: [''], message: msg }] }
}

/** `/spec/replicas': got string, want null or integer`; nothing for what only says that something below is wrong. */
function refusalOf(part: string): readonly Refusal[] {
  const [, quoted = '', message = ''] = /^((?:[^'\\]|\\.)*)': (.*?)\s*$/s.exec(part) ?? []
  if (message === 'validation failed' || message === "'allOf' failed" || message === '') return []
  // Only to write steps as we do: other escapes of a pointer mean the same.
  const place = stepsOf(quoted.replace(/\\(.)/g, '$1')).reduce<string>(pointerTo, '')
  const named = Array.from(message.matchAll(/'((?:[^'\\]|\\.)*)'/g), ([, name = '']) => name)
  if (message.startsWith('additional propert'))
    return named.map((name) => ({ places: [place, pointerTo(place, name)], message }))
  if (message.startsWith('missing propert')) return [{ places: [place], message, missing: named }]
  const isUnion = /^(?:'(?:anyOf|oneOf|not)' failed|(?:anyOf|oneOf|not) failed)/.test(message)
  return [{ places: [place], message, ...(isUnion ? { isUnion } : {}) }]
}

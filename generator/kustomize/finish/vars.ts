import { UserError } from '../../core/finding.ts'
import { goFloat, isNull, isScalar, likewise, type Node, scalar, toJson } from '../../yaml/index.ts'
import { splitFieldPath } from '../edit/field-path.ts'
import { lookup } from '../edit/lookup.ts'
import { currentId, type Entry, formerIds, withNode } from '../identity/entry.ts'
import { gvkOf, type Id } from '../identity/id.ts'
import { inPlaceOf } from '../node/links.ts'
import { isMap, isString, textOf } from '../node/node.ts'
import { quietType } from '../node/quiet-type.ts'
import { withElements } from '../node/twins.ts'
import type { Var } from '../read/kustomization.ts'
import { type FieldSpec, setFields } from '../schema/field-spec.ts'
import { expandVars, type VarValue, type VarValues } from './expand-vars.ts'

/** Vars by name, as they come up from the bases. */
export type Vars = ReadonlyMap<string, Var>

/** Both together. Throws UserError when one is declared twice, even if equal. */
export function mergeVars(own: Vars, more: Iterable<Var>): Vars {
  const merged = new Map(own)
  for (const one of more) {
    if (merged.has(one.name ?? ''))
      throw new UserError({
        message: `the var ${JSON.stringify(one.name ?? '')} is declared twice`,
        hint: 'declare it once, in the base or in the overlay',
      })
    merged.set(one.name ?? '', one)
  }
  return merged
}

/** Mark the objects that new vars read from, by the names that they have now or had before. Throws UserError. */
export function markSources(entries: readonly Entry[], vars: readonly Var[]): readonly Entry[] {
  return vars.reduce((now, one) => {
    const found = now.filter((entry) => isSource(entry, one))
    const [source, another] = found
    if (another !== undefined)
      throw new UserError({
        message: `the var ${JSON.stringify(one.name ?? '')} reads from ${found.length} objects`,
        hint: 'add a namespace to its objref',
      })
    const name = one.name ?? ''
    return source === undefined
      ? now
      : now.map((entry) => (entry === source ? { ...entry, vars: [...entry.vars, name] } : entry))
  }, entries)
}

function isSource(entry: Entry, { objref = {} }: Var): boolean {
  const { apiVersion, kind = '', name, namespace } = objref
  const parts = apiVersion ? gvkOf(apiVersion, kind) : { group: '', version: '' }
  const { group, version } = { ...parts, ...(apiVersion ? {} : objref) }
  const fits = (id: Id) =>
    id.name === name &&
    id.kind === kind &&
    id.group === (group ?? '') &&
    id.version === (version ?? '') &&
    (!namespace || id.scope === namespace)
  return [...formerIds(entry), currentId(entry)].some(fits)
}

/** Put the values of vars into the fields that may refer to them; names and hashes are final by now. Throws UserError. */
export function resolveVars(
  entries: readonly Entry[],
  vars: Vars,
  fields: readonly FieldSpec[],
): readonly Entry[] {
  if (vars.size === 0) return entries
  const values = new Map([...vars].map(([name, one]) => [name, readVar(entries, name, one)]))
  const set = (old: Node) => expand(old, values)
  return entries.map((entry) =>
    withNode(
      entry,
      fields.reduce((node, spec) => setFields(node, spec, set), entry.node),
    ),
  )
}

function readVar(entries: readonly Entry[], name: string, { fieldref }: Var): VarValue {
  const path = fieldref?.fieldPath || 'metadata.name'
  const steps = splitFieldPath(path).flatMap(withIndex)
  const source = entries.find((entry) => entry.vars.includes(name))
  const value = source && typed(lookup(source.node, steps))
  if (value === undefined || isUnread(value))
    throw new UserError({
      message: `the var ${JSON.stringify(name)} has no value: ${source ? `there is no ${path}` : 'no object fits its objref'}`,
      hint: 'objref needs apiVersion, kind and name of one object; vars are old, replacements do the same',
    })
  return jsonOfVar(value)
}

/** `ports[0]` as two steps. One index a step: a list in a list is out of reach. */
function withIndex(step: string): readonly string[] {
  const [, field = step, index] = /^(.*)\[(\d+)\]$/.exec(step) ?? []
  return index === undefined ? [step] : [field, index].filter((one) => one !== '')
}

/** A number in the quotes of a text is a number here. */
function typed(value: Node | undefined): Node | undefined {
  const type = value !== undefined && isScalar(value) ? quietType(value) : undefined
  return type === undefined ? value : scalar(textOf(value), 'plain', type)
}

function jsonOfVar(value: Node): VarValue {
  if (isNull(value)) return isScalar(value) ? value.text : 'null'
  if (isScalar(value) && (value.tag === '!!timestamp' || value.tag === '!!binary'))
    return value.text
  if (isScalar(value) && value.tag === '!!int') return integer(value.text)
  const json = toJson(value)
  if (typeof json === 'number' && (isScalar(value) || !Number.isInteger(json)))
    return Object.is(json, -0) ? { inText: '-0', whole: 0 } : { inText: goFloat(json), whole: json }
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
    ? json
    : undefined
}

function integer(text: string): VarValue {
  const exact = BigInt(text.replace(/^\+/, ''))
  if (Number.isSafeInteger(Number(exact))) return Number(exact)
  return { inText: String(exact), whole: scalar(String(exact), 'plain', '!!int') }
}

/** Upstream takes integers by their decimal digits (`017` is 17), and no others; and of floats what Go's own reader takes. */
function isUnread(value: Node): boolean {
  if (!isScalar(value)) return false
  if (value.tag === '!!float') return !Number.isFinite(Number(value.text.replaceAll('_', '')))
  if (value.tag !== '!!int') return false
  if (!/^[+-]?\d+$/.test(value.text)) return true
  const exact = BigInt(value.text.replace(/^\+/, ''))
  return exact < -(2n ** 63n) || exact >= 2n ** 63n
}

function expand(old: Node, values: VarValues): Node {
  if (isNull(old)) return old
  if (Array.isArray(old)) {
    if (!old.every(isText))
      throw new UserError({
        message: 'a list that may hold vars has an element that is no text',
        hint: 'put it in quotes',
      })
    return withElements(old, (element) => expandText(element, values))
  }
  if (isMap(old))
    return likewise(
      new Map([...old].map(([key, v]) => [key, isText(v) ? expandText(v, values) : v])),
      old,
    )
  return isText(old) ? expandText(old, values) : old
}

const expandText = (old: Node, values: VarValues): Node =>
  inPlaceOf(old, expandVars(textOf(old), values))

/** What has lost its type counts as a text, and becomes one. */
function isText(node: Node): boolean {
  return isString(node) || (isScalar(node) && node.tag === undefined)
}

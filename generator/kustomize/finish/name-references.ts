import { UserError } from '../../core/finding.ts'
import { isNull, type Node, readsAsText, toJson } from '../../yaml/index.ts'
import { type Entry, withNode } from '../identity/entry.ts'
import { type Gvk, isSelected, notNamespaced, printId } from '../identity/id.ts'
import {
  asText,
  fieldText,
  isMap,
  isMissing,
  type MapNode,
  textOf,
  withField,
} from '../node/node.ts'
import { withElements } from '../node/twins.ts'
import { type FieldSpec, setAt, stepsOf } from '../schema/field-spec.ts'
import { builtinTables, type FieldTables, type NameReference } from '../schema/field-tables.ts'
import { type Referral, type Referrals, referralsOf } from './referrals.ts'

type Reference = {
  readonly target: Partial<Gvk>
  readonly fields: FieldSpec
  readonly steps: readonly string[]
}

/** Every field that holds the name of another object, in the order in which they are corrected. */
const builtin = compile(builtinTables.nameReference)

function compile(table: readonly NameReference[]): readonly Reference[] {
  return table.flatMap(({ target, fieldSpecs }) =>
    fieldSpecs.map((fields) => ({ target, fields, steps: stepsOf(fields) })),
  )
}

/** Follow renamed objects in every field that names them. Throws UserError when a name could mean several. */
export function fixNameReferences(
  entries: readonly Entry[],
  { nameReference }: FieldTables,
): readonly Entry[] {
  const references =
    nameReference === builtinTables.nameReference ? builtin : compile(nameReference)
  const referrals = referralsOf(entries)
  const byKind = new Map<string, readonly Reference[]>()
  return entries.map((entry, place) => {
    const { original } = referrals.at(place)
    const kind = `${original.group}/${original.version}/${original.kind}`
    const known = byKind.get(kind)
    const mine = known ?? references.filter(({ fields }) => isSelected(original, fields))
    if (known === undefined) byKind.set(kind, mine)
    if (mine.length === 0) return entry
    refuseOddVersion(entry)
    return fixEntry(entry, mine, referrals, referrals.at(place))
  })
}

/** Upstream looks twice at an object that may name others, and sees two of them when its apiVersion is a word for null, or has no group before its slash. */
function refuseOddVersion({ node, origin }: Entry): void {
  const apiVersion = node.get('apiVersion')
  const text = apiVersion === null ? 'null' : textOf(apiVersion)
  if (!text.startsWith('/') && !(isNull(apiVersion) && text !== '')) return
  throw new UserError({
    message: `${origin}: the apiVersion of a ${fieldText(node, 'kind')} is ${text}`,
    hint: 'write group/version, or version alone',
  })
}

/** One field of one object that may name another. */
type Field = {
  readonly entry: Entry
  readonly referrer: Referral
  readonly reference: Reference
  readonly referrals: Referrals
  readonly reaches: (candidate: Referral) => boolean
}

function fixEntry(
  entry: Entry,
  mine: readonly Reference[],
  referrals: Referrals,
  referrer: Referral,
): Entry {
  const reaches = reachOf(entry, referrer)
  const node = mine.reduce((now, reference) => {
    const field: Field = { entry, referrer, reference, referrals, reaches }
    return setAt(now, reference.steps, (old) => fixField(old, field))
  }, entry.node)
  return withNode(entry, node)
}

/** Objects of the same namespace and cluster-scoped ones; a cluster-scoped object reaches all, a RoleBinding the namespaces of its accounts. */
function reachOf(entry: Entry, { id }: Referral): (candidate: Referral) => boolean {
  if (id.scope === notNamespaced) return () => true
  const accounts = id.kind === 'RoleBinding' ? accountNamespaces(entry.node) : new Set()
  return (candidate) =>
    candidate.id.scope === notNamespaced ||
    candidate.id.scope === id.scope ||
    accounts.has(candidate.namespace)
}

/** Upstream takes subjects apart without looking: what is no map, and texts that are none, end the build. */
function accountNamespaces(node: MapNode): ReadonlySet<string> {
  const subjects = node.get('subjects')
  const found = new Set<string>()
  for (const subject of Array.isArray(subjects) ? subjects : []) {
    if (!isMap(subject)) throw badSubject('is no map')
    const kind = subject.get('kind')
    const namespace = subject.get('namespace')
    if (namespace === undefined || kind === undefined) continue
    const name = toJson(kind)
    if (typeof name !== 'string') throw badSubject('has a kind that is no text')
    if (name !== 'ServiceAccount') continue
    if (typeof toJson(namespace) !== 'string') throw badSubject('has a namespace that is no text')
    found.add(textOf(namespace))
  }
  return found
}

function badSubject(problem: string): UserError {
  return new UserError({
    message: `a subject of a RoleBinding ${problem}`,
    hint: 'a subject has kind, name and namespace; put what looks like something else in quotes',
  })
}

function fixField(old: Node, field: Field): Node {
  if (isNull(old)) return old
  if (Array.isArray(old)) return fixList(old, field)
  return isMap(old) ? fixMap(old, field) : fixName(old, field)
}

function listInList({ entry, reference }: Field): UserError {
  return new UserError({
    message: `${entry.origin}: ${reference.fields.path} holds a list of lists, and may hold names`,
    hint: 'write names, or maps with a name',
  })
}

function fixList(list: Node[], field: Field): Node {
  return withElements(list, (element) => {
    if (Array.isArray(element)) throw listInList(field)
    return fixField(element, field)
  })
}

function fixName(old: Node, field: Field): Node {
  const name = textOf(old)
  const found = select(
    name,
    field.referrals.formerly(name).filter(field.reaches),
    field,
    (a, b) => a.id.name === b.id.name,
  )
  return found === undefined || found.id.name === name ? old : asText(old, found.id.name)
}

/** A map with name and namespace, such as a subject or a webhook's service: both are written. */
function fixMap(map: MapNode, field: Field): Node {
  if (!map.has('name'))
    throw new UserError({
      message: `${field.entry.origin}: ${field.reference.fields.path} of ${printId(field.referrer.id)} has no name`,
      hint: 'it refers to another object: add the name',
    })
  const name = textOf(map.get('name'))
  const candidates = field.referrals.formerly(name).filter(field.reaches)
  const placed = inNamespace(map, candidates, field)
  const found = select(
    name,
    placed,
    field,
    (a, b) => a.id.name === b.id.name && a.namespace === b.namespace,
  )
  if (found === undefined || (found.id.name === name && found.namespace === '')) return map
  const named = setText(map, 'name', found.id.name)
  return found.namespace === '' ? named : setText(named, 'namespace', found.namespace)
}

/** Candidates of the namespace that the map names: by their first namespace if anything had it, else by the current one. */
function inNamespace(map: MapNode, candidates: readonly Referral[], field: Field) {
  const written = map.get('namespace')
  if (written === undefined) return candidates
  const namespace = textOf(written)
  return field.referrals.wasIn(namespace).some(field.reaches)
    ? candidates.filter(({ original }) => original.scope === namespace)
    : candidates.filter(({ id }) => id.scope === namespace)
}

function setText(map: MapNode, field: string, text: string): MapNode {
  const old = map.get(field)
  // Written again even so: a string without quotes is then what its text says.
  const isString = typeof old === 'string' && !readsAsText(text, 'resource')
  if (textOf(old) === text && !isMissing(old) && !isString) return map
  return withField(map, field, asText(old, text))
}

type IsSame = (a: Referral, b: Referral) => boolean

/** The one object that a name means; `undefined` when it means none that was renamed. */
function select(
  name: string,
  candidates: readonly Referral[],
  field: Field,
  isSame: IsSame,
): Referral | undefined {
  const { reference, referrer, entry } = field
  const role = reference.fields.path.endsWith('roleRef/name') ? roleOf(entry.node) : {}
  const near = candidates.filter(
    (candidate) =>
      wasSelected(candidate, reference.target) &&
      wasSelected(candidate, role) &&
      sharesNamespace(candidate, referrer),
  )
  if (near.length < 2) return near[0]
  const loose = near.filter((candidate) => fits(candidate.entry, entry, true))
  const left = loose.length > 1 ? loose.filter((c) => fits(c.entry, entry, false)) : loose
  const [first] = left
  if (first === undefined || left.every((other) => isSame(first, other))) return first
  throw new UserError({
    message: `${reference.fields.path} of ${printId(referrer.id)} names ${JSON.stringify(name)}, which may mean ${left.map((c) => printId(c.id)).join(' or ')}`,
    hint: 'give them different names where they are written',
  })
}

function wasSelected(candidate: Referral, gvk: Partial<Gvk>): boolean {
  return candidate.former.some((id) => isSelected(id, gvk))
}

function roleOf(node: MapNode): Partial<Gvk> {
  const role = node.get('roleRef')
  if (!isMap(role) || !role.has('apiGroup') || !role.has('kind')) return {}
  return { group: textOf(role.get('apiGroup')), kind: textOf(role.get('kind')) }
}

/** Accounts may be named from any namespace. */
function sharesNamespace({ id }: Referral, referrer: Referral): boolean {
  if (referrer.id.scope === notNamespaced || id.scope === notNamespaced) return true
  return id.kind === 'ServiceAccount' || id.scope === referrer.id.scope
}

/** Whether two objects have the same prefixes and suffixes, that is, come from one layer. */
function fits(a: Entry, b: Entry, allowEmpty: boolean): boolean {
  return (
    endsAlike(a.prefixes, b.prefixes, allowEmpty) && endsAlike(a.suffixes, b.suffixes, allowEmpty)
  )
}

function endsAlike(a: readonly string[], b: readonly string[], allowEmpty: boolean): boolean {
  if (a.length === 0 || b.length === 0) return allowEmpty || a.length === b.length
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.every((text, i) => text === long[i + long.length - short.length])
}

import { lazily } from '../core/lazily.ts'
import type { Resource } from '../core/resource.ts'
import { eachPlace } from './each-place.ts'
import { podOf, stepsToPod } from './pods.ts'
import type { Reason, Reasons, Rule } from './rule.ts'

type IsReason = Reason[1]

/** Reasons as a tree, so that all rules look at an object together, by what it has; `each` is every element or member. */
type Look = {
  readonly tests: IsReason[]
  /** The rule of each test, by its place in the list. */
  readonly rules: number[]
  each: Look | undefined
  below: Map<string, Look> | undefined
  /** Members that are a reason when they are not there. */
  readonly needed: string[]
  readonly needing: number[]
}

/** What is looked at in objects of one kind; `always` are rules that do not say when they are due. */
type Plan = {
  readonly always: readonly number[]
  readonly object: Look
  readonly metadata: Look | undefined
  readonly spec: Look | undefined
}

/** Which rules have something to look at in an object, by their place in the list and in no order. */
export function rulesDue(rules: readonly Rule[]): (resource: Resource) => readonly number[] {
  const plans = new Map<string, Plan>()
  // Of most rules they are the same for every kind.
  const reasons = rules.map(({ when = {} }) =>
    typeof when === 'function'
      ? (kind: string) => reasonsOf(when(kind))
      : lazily(() => reasonsOf(when)),
  )
  const found: Found = { isDue: new Uint8Array(rules.length), due: [] }
  return (resource) => {
    let plan = plans.get(resource.kind)
    if (plan === undefined) {
      plan = planOf(resource.kind, rules, reasons)
      plans.set(resource.kind, plan)
    }
    found.due = []
    visit(plan.object, resource, found)
    visitPod(plan, resource, found)
    const { due, isDue } = found
    for (let i = 0; i < due.length; i++) isDue[due[i] as number] = 0
    return plan.always.length === 0 ? due : plan.always.concat(due)
  }
}

type Found = { readonly isDue: Uint8Array; due: number[] }

/** Reasons of a rule by what they are for, e.g. `pod` or `Kustomization.kustomize.toolkit.fluxcd.io`, which is of that kind. */
type ReasonsOf = {
  readonly of: string
  readonly kind: string
  readonly list: readonly (string | Reason)[]
}

const reasonsOf = (reasons: Reasons): readonly ReasonsOf[] =>
  Object.entries(reasons).map(([of, list]) => ({ of, kind: of.split('.')[0] ?? '', list }))

function planOf(
  kind: string,
  rules: readonly Rule[],
  reasons: readonly ((kind: string) => readonly ReasonsOf[])[],
): Plan {
  const object = nothing()
  const pod = stepsToPod(kind) === undefined ? undefined : nothing()
  const rootOf = (one: ReasonsOf): Look | undefined => {
    if (one.of === 'pod') return pod
    return one.of === '*' || one.kind === kind ? object : undefined
  }
  const about = [...rules.keys()].filter((index) => isAbout(kind, rules[index]?.kinds))
  for (const index of about)
    for (const one of reasons[index]?.(kind) ?? []) {
      const root = rootOf(one)
      if (root !== undefined) for (const reason of one.list) add(root, reason, index)
    }
  return {
    always: about.filter((index) => rules[index]?.when === undefined),
    object,
    metadata: pod?.below?.get('metadata'),
    spec: pod?.below?.get('spec'),
  }
}

const isAbout = (kind: string, kinds: Rule['kinds']): boolean => kinds?.includes(kind) ?? true

const nothing = (): Look => ({
  tests: [],
  rules: [],
  each: undefined,
  below: undefined,
  needed: [],
  needing: [],
})

const isThere = (value: unknown): boolean => value !== undefined

function add(root: Look, reason: string | Reason, rule: number): void {
  const [path, isReason] = typeof reason === 'string' ? [reason, isThere] : reason
  eachPlace(root, path, below, (look, holder, last) => {
    look.tests.push(isReason)
    look.rules.push(rule)
    if (holder === undefined || last === '*' || !isReason(undefined)) return
    holder.needed.push(last)
    holder.needing.push(rule)
  })
}

function below(look: Look, step: string): Look {
  if (step === '*') {
    look.each ??= nothing()
    return look.each
  }
  look.below ??= new Map()
  const known = look.below.get(step)
  if (known !== undefined) return known
  const fresh = nothing()
  look.below.set(step, fresh)
  return fresh
}

const isLeaf = (look: Look): boolean => look.below === undefined && look.each === undefined

// From here on every line runs for every object, mostly before V8 has optimized anything: loops over an index, nothing made.

function visitPod({ metadata, spec }: Plan, resource: Resource, found: Found): void {
  if (spec === undefined) return
  const pod = podOf(resource)
  if (pod === undefined) return
  visit(spec, pod.spec, found)
  if (metadata !== undefined && pod.pointer !== '') visit(metadata, pod.metadata, found)
}

function visit(look: Look, value: unknown, found: Found): void {
  const { tests } = look
  for (let i = 0; i < tests.length; i++)
    if ((tests[i] as IsReason)(value)) tell(look.rules[i] as number, found)
  if (typeof value !== 'object' || value === null || isLeaf(look)) return
  if (!Array.isArray(value)) visitMembers(look, value as Readonly<Record<string, unknown>>, found)
  else if (look.each !== undefined) visitElements(look.each, value, found)
}

function tell(rule: number, found: Found): void {
  if (found.isDue[rule] === 1) return
  found.isDue[rule] = 1
  found.due.push(rule)
}

function visitMembers(look: Look, map: Readonly<Record<string, unknown>>, found: Found): void {
  const { each, below, needed } = look
  if (each !== undefined) for (const name in map) visit(each, map[name], found)
  if (below !== undefined)
    for (const name in map) {
      const next = below.get(name)
      if (next !== undefined && map[name] !== undefined) visit(next, map[name], found)
    }
  for (let i = 0; i < needed.length; i++)
    if (!isIn(map, needed[i] as string)) tell(look.needing[i] as number, found)
}

const isIn = (map: Readonly<Record<string, unknown>>, name: string): boolean =>
  map[name] !== undefined && Object.hasOwn(map, name)

const EMPTY: object = Object.freeze({})

/** The API server reads null among maps as one without members. */
function visitElements(each: Look, list: readonly unknown[], found: Found): void {
  const empty = isLeaf(each) ? null : EMPTY
  for (let i = 0; i < list.length; i++) visit(each, list[i] ?? empty, found)
}

import { lazily } from '../core/lazily.ts'
import type { Resource } from '../core/resource.ts'
import { pathsOf } from './paths-of.ts'
import { podOf, stepsToPod } from './pods.ts'
import type { Reason, Reasons, Rule } from './rule.ts'

type IsReason = Reason[1]

/** Reasons as a tree, so that all rules look at an object together, by what it has; `each` is every element or member. */
type Look = {
  readonly tests: IsReason[]
  /** The rule of each test, by its place in the list. */
  readonly rules: number[]
  /** Whether nothing below it is looked at. */
  isLeaf: boolean
  each: Look | undefined
  readonly below: Map<string, Look>
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
  const spelled = rules.map(({ when = {} }) =>
    typeof when === 'function'
      ? (kind: string) => spelledOut(when(kind))
      : lazily(() => spelledOut(when)),
  )
  const found: Found = { isDue: new Uint8Array(rules.length), due: [] }
  return (resource) => {
    let plan = plans.get(resource.kind)
    if (plan === undefined) {
      plan = planOf(resource.kind, rules, spelled)
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

/** A reason with its path in steps, by the kind that it is for. */
type Spelled = {
  readonly of: string
  readonly kind: string
  readonly paths: readonly (readonly string[])[]
  readonly isReason: IsReason
}

type SpelledOut = (kind: string) => readonly Spelled[]

const spelledOut = (reasons: Reasons): readonly Spelled[] =>
  Object.entries(reasons).flatMap(([of, list]) =>
    list.map((reason) => {
      const [path, isReason] = typeof reason === 'string' ? [reason, isThere] : reason
      return { of, kind: of.split('.')[0] ?? '', paths: pathsOf(path), isReason }
    }),
  )

function planOf(kind: string, rules: readonly Rule[], spelled: readonly SpelledOut[]): Plan {
  const object = nothing()
  const pod = nothing()
  const about = [...rules.keys()].filter((index) => isAbout(kind, rules[index]?.kinds))
  for (const index of about) {
    for (const reason of spelled[index]?.(kind) ?? [])
      if (reason.of === 'pod') add(pod, reason, index)
      else if (reason.of === '*' || reason.kind === kind) add(object, reason, index)
  }
  const isPod = stepsToPod(kind) !== undefined
  return {
    always: about.filter((index) => rules[index]?.when === undefined),
    object,
    metadata: isPod ? pod.below.get('metadata') : undefined,
    spec: isPod ? pod.below.get('spec') : undefined,
  }
}

const isAbout = (kind: string, kinds: Rule['kinds']): boolean => kinds?.includes(kind) ?? true

const nothing = (): Look => ({
  tests: [],
  rules: [],
  isLeaf: true,
  each: undefined,
  below: new Map(),
  needed: [],
  needing: [],
})

const isThere = (value: unknown): boolean => value !== undefined

function add(root: Look, { paths, isReason }: Spelled, rule: number): void {
  for (const steps of paths) {
    const last = steps.at(-1)
    const holder = steps.slice(0, -1).reduce(below, root)
    const look = last === undefined ? root : below(holder, last)
    look.tests.push(isReason)
    look.rules.push(rule)
    if (last === undefined || last === '*' || !isReason(undefined)) continue
    holder.needed.push(last)
    holder.needing.push(rule)
  }
}

function below(look: Look, step: string): Look {
  look.isLeaf = false
  if (step === '*') {
    look.each ??= nothing()
    return look.each
  }
  const known = look.below.get(step)
  if (known !== undefined) return known
  const fresh = nothing()
  look.below.set(step, fresh)
  return fresh
}

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
  if (look.isLeaf || typeof value !== 'object' || value === null) return
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
  const empty = each.isLeaf ? null : EMPTY
  for (let i = 0; i < list.length; i++) visit(each, list[i] ?? empty, found)
}

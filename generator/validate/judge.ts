import type { Finding } from '../core/finding.ts'
import { idOf, type Resource } from '../core/resource.ts'
import { checkObject, checkVersion } from './check-object.ts'
import { hasEncrypted, isEncrypted } from './encrypted.ts'
import type { Rule, RuleContext, RuleProblem } from './rule.ts'
import { rules } from './rules/index.ts'
import { slimmer } from './slim.ts'

/** What a rendering is judged by; `source` names it in findings, e.g. `overlays/nova/azure-driver`. */
export type Context = RuleContext & { readonly source: string }

/** A finding with what was given along with the object that it is about; without it when it is about none. */
export type Judged<Subject = Resource> = {
  readonly finding: Finding
  readonly subject?: Subject | undefined
}

/**
 * Judges one object after another, and then what only shows when all are known. Of an object that has been judged it keeps
 * what rules across objects read; what stands for it in the result is the subject given with it.
 */
export type Judge<Subject> = {
  readonly add: (resource: unknown, subject: Subject) => void
  /** An object that is there for the others, and about which nothing is to be said. */
  readonly know: (resource: unknown) => void
  /** Everything that is wrong: schemas first, then rules in their order. */
  readonly judged: () => readonly Judged<Subject>[]
}

type Item<Subject> = { readonly resource: Resource; readonly subject?: Subject }

/** Of what SOPS has encrypted it shows at any place of the object that it is. */
const keep = (resource: Resource, isDetached: boolean): Resource =>
  hasEncrypted(resource) ? resource : slimmed(resource, isDetached)

/** So many objects may share the text that they were read from with what is kept of them. */
const FEW = 10_000

/** So many objects are judged by one rule after another: it is quicker than all rules for one object after another. */
const BATCH = 256

const ofObjects = rules.filter(({ scope }) => scope === 'object')
const acrossObjects = rules.filter(({ scope }) => scope !== 'object' && scope !== 'whole')
const slimmed = acrossObjects.every(({ reads }) => reads !== undefined)
  ? slimmer(acrossObjects.map(({ reads = {} }) => reads))
  : (resource: Resource) => resource

/** A judge for the objects of one rendering; the catalog must know the custom kinds among them. */
export function createJudge<Subject>(context: Context): Judge<Subject> {
  const state: State<Subject> = {
    context,
    shapeless: [],
    bySchema: [],
    byRule: new Map(rules.map((rule) => [rule, []])),
    batch: [],
    kept: [],
    silent: new Set(),
    refused: new Map(),
  }
  return {
    add: (resource, subject) => {
      if (!isObject(resource)) state.shapeless.push({ finding: notAnObject(), subject })
      else if (state.batch.push({ resource, subject }) === BATCH) judgeBatch(state)
    },
    know: (resource) => {
      if (!isObject(resource)) return
      judgeBatch(state)
      const slim = keep(resource, state.kept.length >= FEW)
      state.kept.push({ resource: slim })
      state.silent.add(slim)
    },
    judged: () => {
      judgeBatch(state)
      judgeTogether(state)
      return resultOf(state)
    },
  }
}

type State<Subject> = {
  readonly context: Context
  readonly shapeless: Judged<Subject>[]
  readonly bySchema: Judged<Subject>[]
  readonly byRule: ReadonlyMap<Rule, Judged<Subject>[]>
  readonly batch: Item<Subject>[]
  /** What rules across objects see, in the order in which it came. */
  readonly kept: Item<Subject>[]
  readonly silent: Set<Resource>
  readonly refused: Map<Resource, readonly Finding[]>
}

function judgeBatch<Subject>({ context, batch, ...state }: State<Subject>): void {
  const here = new Map<Resource, readonly Finding[]>()
  for (const item of batch) {
    const findings = checkObject(item.resource, context.catalog, context.kubernetes)
    const slim = keep(item.resource, state.kept.length >= FEW)
    state.kept.push({ ...item, resource: slim })
    if (findings.length === 0) continue
    here.set(item.resource, findings)
    state.refused.set(slim, findings)
    for (const finding of findings) state.bySchema.push(judgedOf(finding, item))
  }
  const isSaid = ({ resource, pointer }: RuleProblem): boolean =>
    isRefused(pointer, here.get(resource))
  for (const { rule, objects } of concerned(batch))
    collect(
      rule.check(objects, context),
      { rule, items: batch, isSaid },
      state.byRule.get(rule) ?? [],
    )
  batch.length = 0
}

function judgeTogether<Subject>({ context, kept, ...state }: State<Subject>): void {
  const objects = kept.map(({ resource }) => resource)
  const isSaid = ({ resource, pointer }: RuleProblem): boolean =>
    state.silent.has(resource) || isRefused(pointer, state.refused.get(resource))
  for (const rule of acrossObjects)
    collect(
      rule.check(objects, context),
      { rule, items: kept, isSaid },
      state.byRule.get(rule) ?? [],
    )
}

const judgedOf = <Subject>(finding: Finding, { subject }: Item<Subject>): Judged<Subject> =>
  subject === undefined ? { finding } : { finding, subject }

function resultOf<Subject>(state: State<Subject>): readonly Judged<Subject>[] {
  const { catalog, kubernetes, source } = state.context
  return [
    ...checkVersion(catalog, kubernetes).map((finding) => ({ finding })),
    ...state.shapeless,
    ...state.bySchema,
    ...[...state.byRule.values()].flat(),
  ].map(({ finding, ...rest }) => ({ finding: { ...finding, source }, ...rest }))
}

type Concerned = { readonly rule: Rule; readonly objects: Resource[] }

/** The rules about single objects that look at some of these, each with those that it looks at. */
function concerned(items: readonly Item<unknown>[]): readonly Concerned[] {
  const all = ofObjects.map((rule): Concerned => ({ rule, objects: [] }))
  for (const { resource } of items)
    for (const index of rulesAbout(resource.kind)) all[index]?.objects.push(resource)
  return all.filter(({ objects }) => objects.length > 0)
}

const aboutKind = new Map<string, readonly number[]>()

/** By their place in `ofObjects`. */
function rulesAbout(kind: string): readonly number[] {
  const known = aboutKind.get(kind)
  if (known !== undefined) return known
  const about = [...ofObjects.keys()].filter((index) => {
    const kinds = ofObjects[index]?.kinds
    return kinds === undefined || kinds.includes(kind)
  })
  aboutKind.set(kind, about)
  return about
}

type Collecting<Subject> = {
  readonly rule: Rule
  readonly items: readonly Item<Subject>[]
  /** What needs no word more. */
  readonly isSaid: (problem: RuleProblem) => boolean
}

/** What a rule says, without what the schemas have said already, and without what only shows decrypted. */
function collect<Subject>(
  problems: Iterable<RuleProblem>,
  { rule, items, isSaid }: Collecting<Subject>,
  found: Judged<Subject>[],
): void {
  let known: ReadonlyMap<Resource, Item<Subject>> | undefined
  for (const problem of problems) {
    const { resource, pointer } = problem
    if (isSaid(problem) || isEncrypted(resource, pointer)) continue
    known ??= new Map(items.map((item) => [item.resource, item]))
    found.push(judgedOf(findingOf(rule, problem), known.get(resource) ?? { resource }))
  }
}

/** Refused by the schema: the place itself, or something around it that has the wrong type or name. */
function isRefused(pointer: string, findings: readonly Finding[] = []): boolean {
  return findings.some(
    (finding) =>
      finding.pointer === pointer ||
      (['field-type', 'known-field'].includes(finding.rule) &&
        pointer.startsWith(`${finding.pointer}/`)),
  )
}

/** What a rule says about an object as a finding, whose source is still to be added. */
export function findingOf({ id, severity, hint }: Rule, problem: RuleProblem): Finding {
  const { resource, pointer, message } = problem
  return {
    rule: id,
    severity,
    resource: idOf(resource),
    pointer,
    message,
    hint: problem.hint ?? hint,
  }
}

/** What a manifest file holds need not be an object of Kubernetes, whatever its type says. */
export function isObject(value: unknown): value is Resource {
  if (typeof value !== 'object' || value === null) return false
  const { apiVersion, kind, metadata } = value as Readonly<Record<string, unknown>>
  const named = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
  return typeof apiVersion === 'string' && typeof kind === 'string' && named
}

function notAnObject(): Finding {
  return {
    rule: 'kubernetes-object',
    severity: 'error',
    resource: '',
    pointer: '',
    message: 'a document is no Kubernetes object: apiVersion, kind and metadata are needed',
    hint: 'add what is missing, or leave the file out of the rendering',
  }
}

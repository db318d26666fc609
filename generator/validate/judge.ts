import type { Finding } from '../core/finding.ts'
import { idOf, type Resource } from '../core/resource.ts'
import { checkObject, checkVersion } from './check-object.ts'
import { hasEncrypted, isEncrypted } from './encrypted.ts'
import type { Rule, RuleContext, RuleProblem } from './rule.ts'
import { rules } from './rules/index.ts'
import { rulesDue } from './rules-due.ts'
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

type Item<Subject> = { readonly resource: Resource; readonly subject?: Subject | undefined }

/** Of what SOPS has encrypted it shows at any place of the object that it is. */
const keep = (resource: Resource, isDetached: boolean): Resource =>
  hasEncrypted(resource) ? resource : slimmed(resource, isDetached)

/** So many objects may share the text that they were read from with what is kept of them. */
const FEW = 10_000

const ofObjects = rules.filter(({ scope }) => scope === 'object')
const acrossObjects = rules.filter(({ scope }) => scope !== 'object' && scope !== 'whole')
/** Rules across objects that say when they are due; the others always are. */
const waiting = acrossObjects.filter(({ when }) => when !== undefined)
const watching = [...ofObjects, ...waiting]
const dueFor = rulesDue(watching)
const dueTogether = rulesDue(waiting)

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
    kept: [],
    silent: new Set(),
    due: new Set(acrossObjects.filter(({ when }) => when === undefined)),
    refused: new Map(),
  }
  return {
    add: (resource, subject) => {
      if (!isObject(resource)) state.shapeless.push({ finding: notAnObject(), subject })
      else judgeAlone({ resource, subject }, state)
    },
    know: (resource) => {
      if (!isObject(resource)) return
      const slim = keep(resource, state.kept.length >= FEW)
      state.kept.push({ resource: slim })
      state.silent.add(slim)
      for (const index of dueTogether(resource)) state.due.add(waiting[index] as Rule)
    },
    judged: () => {
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
  /** What rules across objects see, in the order in which it came. */
  readonly kept: Item<Subject>[]
  readonly silent: Set<Resource>
  /** The rules across objects that some object gives reason to ask. */
  readonly due: Set<Rule>
  readonly refused: Map<Resource, readonly Finding[]>
}

function judgeAlone<Subject>(item: Item<Subject>, state: State<Subject>): void {
  const { context, kept } = state
  const { resource } = item
  const findings = checkObject(resource, context.catalog, context.kubernetes)
  const slim = keep(resource, kept.length >= FEW)
  kept.push({ resource: slim, subject: item.subject })
  if (findings.length > 0) {
    state.refused.set(slim, findings)
    for (const finding of findings) state.bySchema.push(judgedOf(finding, item))
  }
  const due = dueFor(resource)
  for (let i = 0; i < due.length; i++) {
    const rule = watching[due[i] as number] as Rule
    if (rule.scope === 'object') judgeBy(rule, item, findings, state)
    else state.due.add(rule)
  }
}

function judgeBy<Subject>(
  rule: Rule,
  item: Item<Subject>,
  findings: readonly Finding[],
  { context, byRule }: State<Subject>,
): void {
  for (const problem of rule.check([item.resource], context))
    if (!isRefused(problem.pointer, findings) && !isEncrypted(item.resource, problem.pointer))
      byRule.get(rule)?.push(judgedOf(findingOf(rule, problem), item))
}

function judgeTogether<Subject>({ context, kept, ...state }: State<Subject>): void {
  const objects = kept.map(({ resource }) => resource)
  const isSaid = ({ resource, pointer }: RuleProblem): boolean =>
    state.silent.has(resource) || isRefused(pointer, state.refused.get(resource))
  for (const rule of acrossObjects.filter((one) => state.due.has(one)))
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

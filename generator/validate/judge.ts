import type { Finding } from '../core/finding.ts'
import { idOf, type Resource } from '../core/resource.ts'
import { checkObject, checkVersion } from './check-object.ts'
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
  /** Everything that is wrong: schemas first, then rules in their order. */
  readonly judged: () => readonly Judged<Subject>[]
}

type Item<Subject> = { readonly resource: Resource; readonly subject: Subject }

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
  const { catalog, kubernetes, source } = context
  const shapeless: Judged<Subject>[] = []
  const bySchema: Judged<Subject>[] = []
  const byRule = new Map<Rule, Judged<Subject>[]>(rules.map((rule) => [rule, []]))
  const kept: Item<Subject>[] = []
  const refused = new Map<Resource, readonly Finding[]>()
  let batch: Item<Subject>[] = []
  const judgeBatch = (): void => {
    const here = new Map<Resource, readonly Finding[]>()
    for (const { resource, subject } of batch) {
      const findings = checkObject(resource, catalog, kubernetes)
      const slim = slimmed(resource, kept.length >= FEW)
      kept.push({ resource: slim, subject })
      if (findings.length === 0) continue
      here.set(resource, findings)
      refused.set(slim, findings)
      for (const finding of findings) bySchema.push({ finding, subject })
    }
    for (const { rule, objects } of concerned(batch))
      collect(rule, objects, context, here, batch, byRule.get(rule) ?? [])
    batch = []
  }
  return {
    add: (resource, subject) => {
      if (!isObject(resource)) shapeless.push({ finding: notAnObject(), subject })
      else if (batch.push({ resource, subject }) === BATCH) judgeBatch()
    },
    judged: () => {
      judgeBatch()
      const objects = kept.map(({ resource }) => resource)
      for (const rule of acrossObjects)
        collect(rule, objects, context, refused, kept, byRule.get(rule) ?? [])
      return [
        ...checkVersion(catalog, kubernetes).map((finding) => ({ finding })),
        ...shapeless,
        ...bySchema,
        ...[...byRule.values()].flat(),
      ].map(({ finding, ...rest }) => ({ finding: { ...finding, source }, ...rest }))
    },
  }
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

/** What a rule says, without what the schemas have said already. */
function collect<Subject>(
  rule: Rule,
  objects: readonly Resource[],
  context: RuleContext,
  refused: ReadonlyMap<Resource, readonly Finding[]>,
  items: readonly Item<Subject>[],
  found: Judged<Subject>[],
): void {
  let subjects: ReadonlyMap<Resource, Subject> | undefined
  for (const problem of rule.check(objects, context)) {
    const { resource, pointer } = problem
    if (isRefused(pointer, refused.get(resource) ?? [])) continue
    subjects ??= new Map(items.map((item) => [item.resource, item.subject]))
    found.push({ finding: findingOf(rule, problem), subject: subjects.get(resource) as Subject })
  }
}

/** Refused by the schema: the place itself, or something around it that has the wrong type or name. */
function isRefused(pointer: string, findings: readonly Finding[]): boolean {
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

import type { Finding } from '../core/finding.ts'
import { idOf, type Resource } from '../core/resource.ts'
import { checkObject, checkVersion } from './check-object.ts'
import { withCustomKinds } from './custom-kinds.ts'
import { isEncrypted } from './encrypted.ts'
import type { Rule, RuleContext, RuleProblem } from './rule.ts'
import { rules } from './rules/index.ts'

/** What a rendering is judged by; `source` names it in findings, e.g. `overlays/nova/azure-driver`. */
export type Context = RuleContext & { readonly source: string }

/** One of several renderings that reach the same cluster. */
export type Sourced = { readonly source: string; readonly resources: readonly Resource[] }

/** A finding with the object that it is about; nothing when it is about none, or about one without a shape. */
export type Judged = { readonly finding: Finding; readonly resource?: Resource }

/** Everything that is wrong with a rendering; see `judgeRendering`. */
export function checkRendering(resources: readonly Resource[], context: Context): Finding[] {
  return judgeRendering(resources, context).map(({ finding }) => finding)
}

/**
 * Everything that is wrong with a rendering: schemas first, then rules in their order. What a rule says
 * about a place that the schemas have already refused is left out: one cause, one finding.
 */
export function judgeRendering(resources: readonly unknown[], context: Context): readonly Judged[] {
  const { kubernetes, source } = context
  const objects = resources.filter(isObject)
  const catalog = withCustomKinds(context.catalog, objects)
  const judge = { ...context, catalog }
  const shapeless = resources.filter((resource) => !isObject(resource)) as readonly Resource[]
  const refused = new Map<Resource, readonly Finding[]>()
  for (const resource of objects) {
    const findings = checkObject(resource, catalog, kubernetes)
    if (findings.length > 0) refused.set(resource, findings)
  }
  const bySchema = Array.from(refused, ([resource, findings]) =>
    findings.map((finding) => ({ finding, resource })),
  )
  return [
    ...checkVersion(catalog, kubernetes).map((finding) => ({ finding })),
    ...shapeless.map((resource) => ({ finding: notAnObject(), resource })),
    ...bySchema.flat(),
    ...rules
      .filter(({ scope }) => scope !== 'whole')
      .flatMap((rule) => judgeBy(rule, objects, judge, refused)),
  ].map(({ finding, ...rest }) => ({ finding: { ...finding, source }, ...rest }))
}

/** What a rule says, without what the schemas have said already. */
function judgeBy(
  rule: Rule,
  objects: readonly Resource[],
  context: RuleContext,
  refused: ReadonlyMap<Resource, readonly Finding[]>,
): readonly Judged[] {
  const judged: Judged[] = []
  for (const problem of rule.check(objects, context)) {
    const { resource, pointer } = problem
    if (!isRefused(pointer, refused.get(resource) ?? []) && !isEncrypted(resource, pointer))
      judged.push({ finding: findingOf(rule, problem), resource })
  }
  return judged
}

/** What only shows when all renderings of one cluster are seen together: what two of them want, and rules of scope `whole`. */
export function checkCluster(renderings: readonly Sourced[], context: RuleContext): Finding[] {
  return judgeCluster(renderings, context).map(({ finding }) => finding)
}

/** The same, each finding with its object. */
export function judgeCluster(
  renderings: readonly Sourced[],
  context: RuleContext,
): readonly Judged[] {
  const sources = new Map(
    renderings.flatMap(({ source, resources }) =>
      resources.filter(isObject).map((resource) => [resource, source] as const),
    ),
  )
  const all = [...sources.keys()]
  const delivered = new Map(
    renderings.map((one) => [one.source, one.resources.filter(isObject)] as const),
  )
  return rules
    .filter(({ scope }) => scope === 'cluster' || scope === 'whole')
    .flatMap((rule) =>
      Array.from(rule.check(all, { ...context, delivered })).flatMap((problem) => {
        const { resource, other } = problem
        const [here, there] = [sources.get(resource), other && sources.get(other)]
        if (here !== undefined && rule.scope === 'whole')
          return [{ finding: { ...findingOf(rule, problem), source: here }, resource }]
        if (here === undefined || there === undefined || here === there) return []
        const message = `${problem.message}, and in ${there}`
        const finding = { ...findingOf(rule, { ...problem, message }), source: here }
        return [{ finding, resource }]
      }),
    )
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

function findingOf({ id, severity, hint }: Rule, problem: RuleProblem): Finding {
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

import type { Finding } from '../core/finding.ts'
import { idOf, type Resource } from '../core/resource.ts'
import { checkObject, checkVersion } from './check-object.ts'
import { withCustomKinds } from './custom-kinds.ts'
import type { Rule, RuleContext, RuleProblem } from './rule.ts'
import { rules } from './rules/index.ts'

/** What a rendering is judged by; `source` names it in findings, e.g. `overlays/nova/azure-driver`. */
export type Context = RuleContext & { readonly source: string }

/** One of several renderings that reach the same cluster. */
export type Sourced = { readonly source: string; readonly resources: readonly Resource[] }

/**
 * Everything that is wrong with a rendering: schemas first, then rules in their order. What a rule says
 * about a place that the schemas have already refused is left out: one cause, one finding.
 */
export function checkRendering(resources: readonly Resource[], context: Context): Finding[] {
  const { kubernetes, source } = context
  const objects = resources.filter(isObject)
  const catalog = withCustomKinds(context.catalog, objects)
  const bySchema = new Map(
    objects.map((resource) => [resource, checkObject(resource, catalog, kubernetes)]),
  )
  const byRules = rules.flatMap((rule) =>
    Array.from(rule.check(objects, { ...context, catalog }))
      .filter(({ resource, pointer }) => !isRefused(pointer, bySchema.get(resource) ?? []))
      .map((problem) => findingOf(rule, problem)),
  )
  const shapeless = resources.filter((resource) => !isObject(resource)).map(notAnObject)
  const all = [...checkVersion(catalog, kubernetes), ...shapeless, ...bySchema.values(), byRules]
  return all.flat().map((finding) => ({ ...finding, source }))
}

/** What only shows when all renderings of one cluster are seen together: objects and node ports that two of them want. */
export function checkCluster(renderings: readonly Sourced[], context: RuleContext): Finding[] {
  const sources = new Map(
    renderings.flatMap(({ source, resources }) =>
      resources.filter(isObject).map((resource) => [resource, source] as const),
    ),
  )
  const all = [...sources.keys()]
  return rules
    .filter(({ scope }) => scope === 'cluster')
    .flatMap((rule) =>
      Array.from(rule.check(all, context)).flatMap((problem) => {
        const { resource, other } = problem
        const [here, there] = [sources.get(resource), other && sources.get(other)]
        if (here === undefined || there === undefined || here === there) return []
        const message = `${problem.message}, and in ${there}`
        return [{ ...findingOf(rule, { ...problem, message }), source: here }]
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
function isObject(value: unknown): value is Resource {
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

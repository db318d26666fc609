import type { Finding } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import { withCustomKinds } from './custom-kinds.ts'
import { type Context, createJudge, findingOf, isObject, type Judged } from './judge.ts'
import type { RuleContext } from './rule.ts'
import { rules } from './rules/index.ts'

/** One of several renderings that reach the same cluster. */
export type Sourced = { readonly source: string; readonly resources: readonly Resource[] }

/**
 * Everything that is wrong with a rendering: schemas first, then rules in their order. What a rule says
 * about a place that the schemas have already refused is left out: one cause, one finding.
 */
export function checkRendering(resources: readonly unknown[], context: Context): Finding[] {
  const catalog = withCustomKinds(context.catalog, resources.filter(isObject))
  const judge = createJudge<undefined>({ ...context, catalog })
  for (const resource of resources) judge.add(resource, undefined)
  return judge.judged().map(({ finding }) => finding)
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
          return [{ finding: { ...findingOf(rule, problem), source: here }, subject: resource }]
        if (here === undefined || there === undefined || here === there) return []
        const message = `${problem.message}, and in ${there}`
        const finding = { ...findingOf(rule, { ...problem, message }), source: here }
        return [{ finding, subject: resource }]
      }),
    )
}

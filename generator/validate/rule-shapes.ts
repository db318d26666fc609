import { groupOf, type Resource } from '../core/resource.ts'
import { type Container, containersOf, POD_KINDS, type Pod, podOf } from './pods.ts'
import type { Rule, RuleContext, RuleProblem } from './rule.ts'

/** A problem of one object, whose name is added by the rule's shape. */
export type Mistake = Omit<RuleProblem, 'resource' | 'other'>

type Shared = Omit<Rule, 'check' | 'scope' | 'kinds'>

type Judge<Subject> = (subject: Subject, context: RuleContext) => Iterable<Mistake>

/** The check of a rule that sees what is wrong with an object in that object alone. */
export const eachObject = (mistakes: Judge<Resource>): Rule['check'] =>
  function* check(resources, context) {
    for (const resource of resources)
      for (const mistake of mistakes(resource, context)) yield { resource, ...mistake }
  }

/** A rule about every object of some kinds, each by itself; kinds are written as `Deployment.apps`, `Service`. */
export function objectRule(
  rule: Shared & { readonly kinds: readonly string[]; readonly mistakes: Judge<Resource> },
): Rule {
  const { kinds, mistakes, ...shared } = rule
  const groups = groupsByKind(kinds)
  return {
    ...shared,
    scope: 'object',
    kinds: [...groups.keys()],
    *check(resources, context) {
      for (const resource of resources)
        if (groups.get(resource.kind)?.includes(groupOf(resource.apiVersion)))
          for (const mistake of mistakes(resource, context)) yield { resource, ...mistake }
    },
  }
}

/** A rule about every pod and pod template. */
export function podRule(rule: Shared & { readonly mistakes: Judge<Pod> }): Rule {
  const { mistakes, ...shared } = rule
  return {
    ...shared,
    scope: 'object',
    kinds: POD_KINDS,
    *check(resources, context) {
      for (const resource of resources) {
        const pod = podOf(resource)
        if (pod === undefined) continue
        for (const mistake of mistakes(pod, context)) yield { resource, ...mistake }
      }
    },
  }
}

/** A rule about every container, init and ephemeral ones too; messages begin with its name. */
export function containerRule(rule: Shared & { readonly mistakes: Judge<Container> }): Rule {
  const { mistakes, ...shared } = rule
  return podRule({
    ...shared,
    *mistakes(pod, context) {
      for (const container of containersOf(pod))
        for (const { message, ...rest } of mistakes(container, context))
          yield { ...rest, message: `container "${container.name}" ${message}` }
    },
  })
}

/** Which groups a kind is meant in. */
function groupsByKind(kinds: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const name of kinds) {
    const [kind = '', ...group] = name.split('.')
    groups.set(kind, [...(groups.get(kind) ?? []), group.join('.')])
  }
  return groups
}

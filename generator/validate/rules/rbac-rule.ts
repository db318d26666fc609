import { example } from '../example.ts'
import { type Fields, mapsOf } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const RBAC = 'rbac.authorization.k8s.io'

const role = (rule: object) =>
  example('Role', 'tiles', { rules: [{ apiGroups: [''], verbs: ['get'], ...rule }] })

const isEmpty = (list: unknown): boolean =>
  list == null || (Array.isArray(list) && list.length === 0)

export const rbacRule = objectRule({
  id: 'rbac-rule',
  severity: 'error',
  summary:
    'A rule of a Role names verbs, and resources with their groups; paths are for ClusterRoles.',
  why: 'The API server refuses the Role.',
  hint: 'name verbs, apiGroups ("" for the core group) and resources',
  kinds: [`Role.${RBAC}`, `ClusterRole.${RBAC}`],
  *mistakes(resource) {
    for (const [index, rule] of mapsOf(resource.rules)) {
      const pointer = `/rules/${index}`
      if (isEmpty(rule.verbs))
        yield { pointer: `${pointer}/verbs`, message: 'the rule has no verbs' }
      if (isEmpty(rule.nonResourceURLs)) yield* resourceMistakes(rule, pointer)
      else yield* pathMistakes(rule, resource.kind, `${pointer}/nonResourceURLs`)
    }
  },
  examples: () => ({ good: [role({ resources: ['pods'] })], bad: [role({ resources: [] })] }),
})

function* resourceMistakes(rule: Fields, pointer: string): Iterable<Mistake> {
  for (const field of ['apiGroups', 'resources'])
    if (isEmpty(rule[field]))
      yield { pointer: `${pointer}/${field}`, message: `the rule has no ${field}` }
}

function* pathMistakes(rule: Fields, kind: string, pointer: string): Iterable<Mistake> {
  if (kind === 'Role') yield { pointer, message: 'a Role cannot grant paths' }
  const others = ['apiGroups', 'resources', 'resourceNames'].filter(
    (field) => !isEmpty(rule[field]),
  )
  if (others.length > 0) yield { pointer, message: `paths exclude ${others.join(', ')}` }
}

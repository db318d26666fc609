import { example } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import { objectRule } from '../rule-shapes.ts'

const RBAC = 'rbac.authorization.k8s.io'

const binding = (roleRef: object) =>
  example('RoleBinding', 'tiles', {
    roleRef: { kind: 'ClusterRole', name: 'view', ...roleRef },
    subjects: [{ kind: 'Group', name: 'developers', apiGroup: RBAC }],
  })

export const roleRefGroup = objectRule({
  id: 'role-ref-group',
  severity: 'warning',
  summary: 'The roleRef of a binding names its apiGroup.',
  why: 'The OpenAPI of Kubernetes up to 1.35 requires it; the API server fills it in, so that the object in the cluster never equals the one in the repository.',
  hint: `add apiGroup: ${RBAC}`,
  kinds: [`RoleBinding.${RBAC}`, `ClusterRoleBinding.${RBAC}`],
  *mistakes(resource) {
    if (resource.roleRef != null && textOf(fieldsAt(resource, 'roleRef').apiGroup) === undefined)
      yield { pointer: '/roleRef', message: 'roleRef names no apiGroup' }
  },
  examples: () => ({ good: [binding({ apiGroup: RBAC })], bad: [binding({})] }),
})

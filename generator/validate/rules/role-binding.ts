import type { Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { dnsSubdomain } from '../names.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const RBAC = 'rbac.authorization.k8s.io'

const SUBJECTS: Readonly<Record<string, string>> = { ServiceAccount: '', User: RBAC, Group: RBAC }

const binding = (role: object): Resource =>
  example('RoleBinding', 'tiles', {
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view', ...role },
    subjects: [{ kind: 'User', name: 'jane', apiGroup: RBAC }],
  })

export const roleBinding = objectRule({
  id: 'role-binding',
  severity: 'error',
  summary:
    'A binding names a Role or ClusterRole with its apiGroup, and subjects that can exist: a ServiceAccount, a User or a Group.',
  why: 'The API server refuses the binding.',
  hint: `roleRef needs apiGroup ${RBAC}, kind Role or ClusterRole, and name`,
  kinds: [`RoleBinding.${RBAC}`, `ClusterRoleBinding.${RBAC}`],
  *mistakes(resource) {
    yield* roleMistakes(resource.kind, fieldsAt(resource, 'roleRef'))
    for (const [index, subject] of mapsOf(resource.subjects))
      yield* subjectMistakes(subject, `/subjects/${index}`, resource.kind)
  },
  examples: () => ({ good: [binding({})], bad: [binding({ kind: 'Rolle' })] }),
})

function* roleMistakes(binding: string, { kind, name, apiGroup }: Fields): Iterable<Mistake> {
  const kinds = binding === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole']
  const typed = textOf(kind)
  if (typed !== undefined && !kinds.includes(typed)) {
    const message = `a ${binding} cannot refer to a ${typed}${didYouMean(typed, kinds)}`
    yield { pointer: '/roleRef/kind', message }
  }
  if (apiGroup != null && apiGroup !== '' && apiGroup !== RBAC)
    yield {
      pointer: '/roleRef/apiGroup',
      message: `roleRef is of group "${apiGroup}", not ${RBAC}`,
    }
  if (name === '') yield { pointer: '/roleRef/name', message: 'the role has no name' }
}

function* subjectMistakes(subject: Fields, pointer: string, binding: string): Iterable<Mistake> {
  const { kind, name, namespace, apiGroup } = subject
  const typed = textOf(kind)
  if (typed === undefined) return
  const group = Object.hasOwn(SUBJECTS, typed) ? SUBJECTS[typed] : undefined
  if (group === undefined) {
    const message = `${typed} is no kind of subject${didYouMean(typed, Object.keys(SUBJECTS))}`
    yield { pointer: `${pointer}/kind`, message }
    return
  }
  const hint = group === '' ? 'leave apiGroup out' : `set apiGroup to ${RBAC}, or leave it out`
  if (textOf(apiGroup) !== undefined && apiGroup !== group)
    yield {
      pointer: `${pointer}/apiGroup`,
      message: `a ${typed} is not of group "${apiGroup}"`,
      hint,
    }
  const wrong = typed === 'ServiceAccount' && textOf(name) ? dnsSubdomain(String(name)) : undefined
  if (wrong !== undefined)
    yield { pointer: `${pointer}/name`, message: `ServiceAccount "${name}" ${wrong}` }
  if (name === '') yield { pointer: `${pointer}/name`, message: `the ${typed} has no name` }
  const bare = typed === 'ServiceAccount' && textOf(namespace) === undefined
  if (bare && binding === 'ClusterRoleBinding')
    yield {
      pointer: `${pointer}/namespace`,
      message: `the ServiceAccount "${name}" has no namespace`,
      hint: 'name the namespace that the ServiceAccount lives in',
    }
}

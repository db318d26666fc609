import { groupOf, type Resource } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { type Fields, mapsOf, textOf } from '../fields.ts'
import { podsOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

const RBAC = 'rbac.authorization.k8s.io'

const account = (name: string) => example('ServiceAccount', name)

const bindingTo = (name: string) =>
  example('RoleBinding', 'tiles', {
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name, namespace: 'web' }],
  })

const pods = exampleDeployment({}, { serviceAccountName: 'tiles' })

export const bindingSubjects: Rule = {
  id: 'binding-subjects',
  severity: 'warning',
  scope: 'rendering',
  reads: {
    RoleBinding: ['subjects'],
    ClusterRoleBinding: ['subjects'],
    pod: ['spec/serviceAccountName'],
  },
  when: { RoleBinding: [''], ClusterRoleBinding: [''] },
  summary:
    'A binding has subjects, and a service account that it names is one that a pod of the rendering runs as.',
  why: 'The API server takes it; it grants nothing to anybody, or to an account that nothing uses, while the pods lack their rights.',
  hint: 'name the service account of the pods, or remove the binding',
  *check(resources) {
    const used = accountsOf(resources)
    for (const resource of resources) {
      if (!isBinding(resource)) continue
      const subjects = mapsOf(resource.subjects)
      if (subjects.length === 0)
        yield { resource, pointer: '/subjects', message: 'the binding has no subjects' }
      for (const [index, subject] of subjects) {
        const mistake = wrongWith(subject, resource, used)
        if (mistake !== undefined)
          yield { resource, pointer: `/subjects/${index}/${mistake[0]}`, message: mistake[1] }
      }
    }
  },
  examples: () => ({
    good: [account('tiles'), bindingTo('tiles'), pods],
    bad: [account('tiles'), bindingTo('default'), pods],
  }),
}

function wrongWith(
  { kind, name, namespace }: Fields,
  binding: Resource,
  used: ReadonlyMap<string, ReadonlySet<string>>,
): readonly [field: string, message: string] | undefined {
  if (kind !== 'ServiceAccount') return undefined
  // Without a namespace it is an account of the binding's own; in a ClusterRoleBinding role-binding says that it lacks one.
  const there = textOf(namespace) ?? textOf(binding.metadata.namespace) ?? ''
  if (binding.kind === 'ClusterRoleBinding' && textOf(namespace) === undefined) return undefined
  const accounts = used.get(there)
  if (accounts === undefined || accounts.has(String(name))) return undefined
  const others = [...accounts].sort().join(', ')
  return ['name', `no pod of this rendering runs as "${name}"; they run as ${others}`]
}

function isBinding({ kind, apiVersion }: Resource): boolean {
  return ['RoleBinding', 'ClusterRoleBinding'].includes(kind) && groupOf(apiVersion) === RBAC
}

/** The service accounts that pods run as, by namespace. */
function accountsOf(resources: readonly Resource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>()
  for (const { resource, spec } of podsOf(resources)) {
    const namespace = resource.metadata.namespace ?? ''
    const names = used.get(namespace) ?? new Set<string>()
    used.set(namespace, names.add(textOf(spec.serviceAccountName) ?? 'default'))
  }
  return used
}

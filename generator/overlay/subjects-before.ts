import type { Resource } from '../core/resource.ts'
import { isList, isMap, memberOf } from './tree.ts'

/** Names of the ServiceAccounts that a build holds; kustomize completes the subjects that name one. */
export function accountsOf(resources: readonly Resource[]): ReadonlySet<string> {
  return new Set(
    resources.flatMap((r) =>
      r.apiVersion === 'v1' && r.kind === 'ServiceAccount' ? [r.metadata.name] : [],
    ),
  )
}

/**
 * The subjects of a role binding before kustomize gives them the namespace: by name reference those that name a
 * ServiceAccount of the build (users too: the kind of a subject is not asked), by the namespace field those named
 * `default`. `undefined`: this is no role binding.
 */
export function subjectsBefore(
  { apiVersion, kind, subjects }: Resource,
  namespace: string,
  accounts: ReadonlySet<string>,
): readonly unknown[] | undefined {
  const group = apiVersion.startsWith('rbac.authorization.k8s.io/')
  if (!group || !kind.endsWith('RoleBinding') || !isList(subjects)) return undefined
  return subjects.map((subject) => {
    if (!isMap(subject) || memberOf(subject, 'namespace') !== namespace) return subject
    const name = String(memberOf(subject, 'name'))
    if (!accounts.has(name) && name !== 'default') return subject
    return Object.fromEntries(Object.entries(subject).filter(([key]) => key !== 'namespace'))
  })
}

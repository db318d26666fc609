import type { Resource } from '../core/resource.ts'
import { any } from '../fleet/values.ts'
import { type PolicyRule, role, roleBinding } from '../model/objects.ts'
import type { Metadata } from '../model/wire.ts'

const names = { type: 'array', items: { type: 'string' }, minItems: 1 }

/** Schema of one rule of a Role. */
export const policyRule = any<PolicyRule, { readonly description: string }>(
  {
    type: 'object',
    properties: { apiGroups: names, resources: names, verbs: names, resourceNames: names },
    required: ['apiGroups', 'resources', 'verbs'],
    additionalProperties: false,
  },
  { description: 'apiGroups, resources and verbs, as in a Role.' },
)

/** A Role, and the RoleBinding of the same name and place that gives it to a ServiceAccount; without `namespace` one beside it. */
export const boundRole = (
  metadata: Metadata,
  rules: readonly PolicyRule[],
  serviceAccount: { readonly name: string; readonly namespace?: string },
): readonly Resource[] => [
  role(metadata, { rules }),
  roleBinding(metadata, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', ...serviceAccount }],
  }),
]

import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import { containersOf, podsOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

/** What the restricted-v2 security context constraint chooses itself; a value of ours makes it refuse the pod. */
const CHOSEN = ['runAsUser', 'runAsGroup', 'fsGroup', 'seLinuxOptions']

export const arbitraryUid: Rule = {
  id: 'arbitrary-uid',
  severity: 'error',
  scope: 'rendering',
  summary:
    'On OpenShift no pod fixes its user, group or SELinux context: the namespace has a range of its own.',
  hint: 'leave the field out on this platform; runAsNonRoot may stay',
  *check(resources, { platform }) {
    if (platform !== 'openshift') return
    for (const pod of podsOf(resources)) {
      const holders = [{ pointer: `${pod.pointer}/spec`, fields: pod.spec }, ...containersOf(pod)]
      for (const { pointer, fields } of holders)
        for (const field of fixed(fieldsAt(fields, 'securityContext'))) {
          const message = `${field} is fixed, which restricted-v2 refuses`
          yield { resource: pod.resource, pointer: `${pointer}/securityContext/${field}`, message }
        }
    }
  },
  examples: {
    platform: 'openshift',
    good: [exampleDeployment({ securityContext: { runAsNonRoot: true } })],
    bad: [exampleDeployment({ securityContext: { runAsUser: 1000 } })],
  },
}

function fixed(context: Fields): readonly string[] {
  return CHOSEN.filter((field) => context[field] != null)
}

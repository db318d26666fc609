import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import { containersOf } from '../pods.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const RANGE = 'must be in the ranges of the namespace'
/** What the restricted-v2 security context constraint chooses itself, and how it refuses a value of ours. */
const CHOSEN: Readonly<Record<string, string>> = {
  runAsUser: RANGE,
  runAsGroup: RANGE,
  fsGroup: 'is not an allowed group',
  supplementalGroups: 'is not an allowed group',
  seLinuxOptions: 'must be the level of the namespace',
}

export const arbitraryUid = podRule({
  id: 'arbitrary-uid',
  severity: 'error',
  summary:
    'On OpenShift no pod fixes its user, group or SELinux context: the namespace has a range of its own.',
  why: 'The namespace gives every pod a user and group of its own range; the SCC restricted-v2 refuses a pod that names another.',
  hint: 'leave the field out on this platform; runAsNonRoot may stay',
  *mistakes(pod, { platform }) {
    if (platform !== 'openshift') return
    const given = fieldsAt(pod.spec, 'securityContext')
    yield* refusals(given, '.spec.securityContext', `${pod.pointer}/spec`)
    for (const { fields, pointer } of containersOf(pod)) {
      const [list = '', index = ''] = pointer.split('/').slice(-2)
      yield* refusals(fieldsAt(fields, 'securityContext'), `.${list}[${index}]`, pointer)
    }
  },
  examples: {
    platform: 'openshift',
    good: [exampleDeployment({ securityContext: { runAsNonRoot: true } })],
    bad: [exampleDeployment({ securityContext: { runAsUser: 1000 } })],
  },
})

/** What OpenShift answers; the range is that of the namespace, which only the cluster knows. */
function* refusals(context: Fields, where: string, pointer: string): Iterable<Mistake> {
  for (const [field, what] of Object.entries(CHOSEN)) {
    const value = context[field]
    if (value == null) continue
    const said = typeof value === 'object' ? JSON.stringify(value) : String(value)
    const message = `provider restricted-v2: ${where}.${field}: Invalid value: ${said}: ${what}`
    yield { pointer: `${pointer}/securityContext/${field}`, message }
  }
}

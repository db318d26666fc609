import { exampleDeployment } from '../example.ts'
import { fieldsAt, setIn } from '../fields.ts'
import { type Container, containersOf, type Pod } from '../pods.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

export const arbitraryUid = podRule({
  id: 'arbitrary-uid',
  severity: 'error',
  when: {
    pod: [
      'spec/securityContext/runAsUser',
      'spec/securityContext/fsGroup',
      'spec/securityContext/seLinuxOptions',
      'spec/C/securityContext/runAsUser',
      'spec/C/securityContext/seLinuxOptions',
    ],
  },
  summary:
    'On OpenShift no pod fixes its user, file group or SELinux context: the namespace has a range of its own.',
  why: 'The namespace gives every pod a user and group of its own range; the SCC restricted-v2 refuses a pod that names another.',
  hint: 'leave the field out on this platform; runAsNonRoot may stay',
  *mistakes(pod, { platform }) {
    if (platform !== 'openshift') return
    const context = fieldsAt(pod.spec, 'securityContext')
    const at = `${pod.pointer}/spec/securityContext`
    yield* commonUser(pod, `${at}/runAsUser`)
    if (typeof context.fsGroup === 'number' && !mayBeOfRange(context.fsGroup)) {
      const text = `[]int64{${context.fsGroup}}: ${context.fsGroup} is not an allowed group`
      yield { pointer: `${at}/fsGroup`, message: refusal('.spec.securityContext.fsGroup', text) }
    }
    yield* contexts(context, '.spec.securityContext', at)
    for (const { fields, pointer } of containersOf(pod)) {
      const own = fieldsAt(fields, 'securityContext')
      const below = `${pointer}/securityContext`
      if (own.runAsUser != null && !mayBeOfRange(own.runAsUser))
        yield { pointer: `${below}/runAsUser`, message: userRefusal(pointer, own.runAsUser) }
      yield* contexts(own, whereOf(pointer), below)
    }
  },
  examples: () => ({
    platform: 'openshift',
    good: [exampleDeployment({ securityContext: { runAsNonRoot: true } })],
    bad: [exampleDeployment({ securityContext: { runAsUser: 1000 } })],
  }),
})

/** Namespaces get their ranges out of this one: whoever writes such a number has looked. */
const mayBeOfRange = (id: unknown): boolean =>
  typeof id === 'number' && id >= 1_000_000_000 && id < 2_000_000_000

const refusal = (path: string, text: string): string =>
  `provider restricted-v2: ${path}: Invalid value: ${text}`

/** `.initContainers[0]`, as OpenShift calls a container. */
function whereOf(pointer: string): string {
  const [list = '', index = ''] = pointer.split('/').slice(-2)
  return `.${list}[${index}]`
}

/** What OpenShift answers; the range is that of the namespace, which only the cluster knows. */
const userRefusal = (pointer: string, user: unknown): string =>
  refusal(`${whereOf(pointer)}.runAsUser`, `${user}: must be in the ranges of the namespace`)

/** OpenShift does not look at the user of a pod but at that of each container, which may come from the pod. */
function* commonUser(pod: Pod, pointer: string): Iterable<Mistake> {
  const { runAsUser } = fieldsAt(pod.spec, 'securityContext')
  if (runAsUser == null || mayBeOfRange(runAsUser)) return
  const takesIt = ({ fields }: Container): boolean =>
    fieldsAt(fields, 'securityContext').runAsUser == null
  const refused = containersOf(pod).filter(takesIt)
  if (refused.length === 0) return
  yield { pointer, message: refused.map((one) => userRefusal(one.pointer, runAsUser)).join(', ') }
}

function* contexts(context: object, where: string, at: string): Iterable<Mistake> {
  const options = fieldsAt(context, 'seLinuxOptions')
  for (const field of setIn(options)) {
    const text = `${JSON.stringify(options[field])}: must be the ${field} of the namespace`
    const message = refusal(`${where}.seLinuxOptions.${field}`, text)
    yield { pointer: `${at}/seLinuxOptions/${field}`, message }
  }
}

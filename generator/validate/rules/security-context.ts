import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, textOf, textsOf } from '../fields.ts'
import { containersOf } from '../pods.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const secured = (securityContext: object) => exampleDeployment({ securityContext })

export const securityContext = podRule({
  id: 'security-context',
  severity: 'error',
  when: {
    pod: [
      ['spec/securityContext', (context) => !isPlain(fieldsAt(context))],
      ['spec/C/securityContext', (context) => !isPlain(fieldsAt(context))],
    ],
  },
  summary: 'A security context does not contradict itself, and its ids and profiles are complete.',
  why: 'The API server refuses the object.',
  hint: 'change one of the fields that exclude each other',
  *mistakes(pod) {
    const base = `${pod.pointer}/spec/securityContext`
    yield* shared(fieldsAt(pod.spec, 'securityContext'), base)
    for (const container of containersOf(pod)) {
      const context = fieldsAt(container.fields, 'securityContext')
      const pointer = `${container.pointer}/securityContext`
      yield* [...shared(context, pointer), ...escalation(context, pointer)]
    }
  },
  examples: () => ({
    good: [secured({ privileged: false, allowPrivilegeEscalation: false })],
    bad: [secured({ privileged: true, allowPrivilegeEscalation: false })],
  }),
})

const IDS = ['runAsUser', 'runAsGroup', 'fsGroup']

const isId = (id: unknown): boolean => typeof id !== 'number' || (id >= 0 && id <= 2 ** 31 - 1)

function* shared(context: Fields, pointer: string): Iterable<Mistake> {
  for (const field of IDS) {
    const id = context[field]
    if (!isId(id)) yield { pointer: `${pointer}/${field}`, message: `${field} ${id} is no id` }
  }
  for (const name of ['seccompProfile', 'appArmorProfile']) {
    const { type, localhostProfile } = fieldsAt(context, name)
    const local = textOf(localhostProfile) !== undefined
    const at = `${pointer}/${name}/localhostProfile`
    if (type === 'Localhost' && localhostProfile == null)
      yield { pointer: at, message: `${name} of type Localhost needs localhostProfile` }
    if (typeof type === 'string' && type !== 'Localhost' && local)
      yield { pointer: at, message: `${name} of type ${type} has no localhostProfile` }
  }
}

function* escalation(context: Fields, pointer: string): Iterable<Mistake> {
  if (context.allowPrivilegeEscalation !== false) return
  const at = `${pointer}/allowPrivilegeEscalation`
  const added = textsOf(fieldsAt(context, 'capabilities').add).map(([, name]) => name)
  if (context.privileged === true)
    yield { pointer: at, message: 'a privileged container can always escalate its privileges' }
  else if (added.includes('CAP_SYS_ADMIN'))
    yield { pointer: at, message: 'CAP_SYS_ADMIN can always escalate privileges' }
}

/** A quick look that finds nothing wrong with nearly all of them. */
function isPlain(context: Fields): boolean {
  for (const field of IDS) if (!isId(context[field])) return false
  return (
    isOfRuntime(context.seccompProfile) &&
    isOfRuntime(context.appArmorProfile) &&
    (context.allowPrivilegeEscalation !== false ||
      (context.privileged !== true && fieldsAt(context.capabilities).add == null))
  )
}

function isOfRuntime(profile: unknown): boolean {
  const { type, localhostProfile } = fieldsAt(profile)
  return type !== 'Localhost' && localhostProfile == null
}

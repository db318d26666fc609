import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, textOf, textsOf } from '../fields.ts'
import { containersOf } from '../pods.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const secured = (securityContext: object) => exampleDeployment({ securityContext })

export const securityContext = podRule({
  id: 'security-context',
  severity: 'error',
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
  examples: {
    good: [secured({ privileged: false, allowPrivilegeEscalation: false })],
    bad: [secured({ privileged: true, allowPrivilegeEscalation: false })],
  },
})

const IDS = ['runAsUser', 'runAsGroup', 'fsGroup']

function* shared(context: Fields, pointer: string): Iterable<Mistake> {
  for (const field of IDS) {
    const id = context[field]
    if (typeof id === 'number' && (id < 0 || id > 2 ** 31 - 1))
      yield { pointer: `${pointer}/${field}`, message: `${field} ${id} is no id` }
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

import { exampleDeployment } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import { containersOf } from '../pods.ts'
import { podRule } from '../rule-shapes.ts'

const as = (runAsUser: number) =>
  exampleDeployment({ securityContext: { runAsUser } }, { securityContext: { runAsNonRoot: true } })

export const runAsNonRoot = podRule({
  id: 'run-as-non-root',
  severity: 'error',
  when: {
    pod: [
      ['spec/securityContext/runAsUser', (user) => user === 0],
      ['spec/C/securityContext/runAsUser', (user) => user === 0],
    ],
  },
  summary: 'No container that must not run as root is told to run as user 0.',
  why: 'The API server takes it, and the node never starts the container: CreateContainerConfigError.',
  hint: 'use another runAsUser, or leave it out',
  *mistakes(pod) {
    const given = fieldsAt(pod.spec, 'securityContext')
    for (const container of containersOf(pod)) {
      const own = fieldsAt(container.fields, 'securityContext')
      if ((own.runAsNonRoot ?? given.runAsNonRoot) !== true) continue
      if ((own.runAsUser ?? given.runAsUser) !== 0) continue
      const at = own.runAsUser === 0 ? container.pointer : `${pod.pointer}/spec`
      const message = `container "${container.name}" has runAsNonRoot and runAsUser 0`
      yield { pointer: `${at}/securityContext/runAsUser`, message }
    }
  },
  examples: () => ({ good: [as(1000)], bad: [as(0)] }),
})

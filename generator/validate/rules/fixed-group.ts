import { exampleDeployment } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import { containersOf } from '../pods.ts'
import { podRule } from '../rule-shapes.ts'

export const fixedGroup = podRule({
  id: 'fixed-group',
  severity: 'warning',
  when: { pod: ['spec/securityContext/runAsGroup', 'spec/C/securityContext/runAsGroup'] },
  summary: 'On OpenShift no pod fixes its main group.',
  why: 'Images for OpenShift give their files to group 0, which a user of any number has there: with another group the program cannot write them. restricted-v3 refuses it.',
  hint: 'leave runAsGroup out on this platform',
  *mistakes(pod, { platform }) {
    if (platform !== 'openshift') return
    const places = [
      { fields: pod.spec, pointer: `${pod.pointer}/spec`, what: 'the pod' },
      ...containersOf(pod).map((one) => ({ ...one, what: `container "${one.name}"` })),
    ]
    for (const { fields, pointer, what } of places) {
      const { runAsGroup } = fieldsAt(fields, 'securityContext')
      if (runAsGroup == null || runAsGroup === 0) continue
      const message = `${what} runs as group ${runAsGroup}`
      yield { pointer: `${pointer}/securityContext/runAsGroup`, message }
    }
  },
  examples: () => ({
    platform: 'openshift',
    good: [exampleDeployment({ securityContext: { runAsNonRoot: true } })],
    bad: [exampleDeployment({ securityContext: { runAsGroup: 9915 } })],
  }),
})

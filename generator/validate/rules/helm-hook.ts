import { exampleJob } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const HOOK = 'helm.sh/hook'
const ARGO = 'argocd.argoproj.io/hook'

const job = (annotations: Readonly<Record<string, string>>) =>
  exampleJob({ activeDeadlineSeconds: 60 }, {}, { annotations })

export const helmHook: Rule = {
  id: 'helm-hook',
  severity: 'warning',
  scope: 'object',
  when: { '*': ['metadata/annotations/helm.sh~1hook'] },
  summary: 'A plain manifest is no hook of Helm.',
  why: 'kubectl and Flux apply it like any other object; Argo CD runs it at every sync, and ignores it as soon as one Argo CD hook is there.',
  hint: `use ${ARGO} for Argo CD, and a Kustomization with dependsOn for Flux`,
  *check(resources) {
    for (const resource of resources) {
      const annotations = fieldsAt(resource.metadata, 'annotations')
      const hook = textOf(annotations[HOOK])
      if (hook === undefined) continue
      const pointer = '/metadata/annotations/helm.sh~1hook'
      yield { resource, pointer, message: `is a hook of Helm (${hook}) outside a chart` }
    }
  },
  examples: () => ({ good: [job({ [ARGO]: 'PreSync' })], bad: [job({ [HOOK]: 'pre-install' })] }),
}

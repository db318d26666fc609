import { exampleJob } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import { objectRule } from '../rule-shapes.ts'

const HOOKS = ['argocd.argoproj.io/hook', 'helm.sh/hook']

const hook = (spec: object) =>
  exampleJob(spec, {}, { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } })

export const hookDeadline = objectRule({
  id: 'hook-deadline',
  severity: 'warning',
  summary: 'A Job that is a hook of Argo CD has a deadline.',
  why: 'A hook that hangs, for example on a Secret that is missing, blocks this sync and every later one without an end.',
  hint: 'set activeDeadlineSeconds, and test for Secrets that are mounted as optional',
  kinds: ['Job.batch'],
  *mistakes(resource) {
    const annotations = fieldsAt(resource.metadata, 'annotations')
    const hook = HOOKS.find((name) => textOf(annotations[name]) !== undefined)
    const spec = fieldsAt(resource, 'spec')
    if (hook === undefined || spec.activeDeadlineSeconds != null) return
    if (fieldsAt(spec, 'template', 'spec').activeDeadlineSeconds != null) return
    yield {
      pointer: '/spec/activeDeadlineSeconds',
      message: `the hook (${annotations[hook]}) has no deadline`,
    }
  },
  examples: () => ({ good: [hook({ activeDeadlineSeconds: 60 })], bad: [hook({})] }),
})

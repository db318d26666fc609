import type { Resource } from '../../core/resource.ts'
import { exampleJob } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import { objectRule } from '../rule-shapes.ts'

const HOOKS = ['argocd.argoproj.io/hook', 'helm.sh/hook']
const OPTIONS = 'argocd.argoproj.io/sync-options'
const FORCE = 'kustomize.toolkit.fluxcd.io/force'

const named = (name: string, annotations: object = {}): Resource =>
  exampleJob({}, {}, { name, annotations })

export const jobName = objectRule({
  id: 'job-name',
  severity: 'warning',
  summary:
    'A Job that is applied once has a name that changes with what it runs, or says that it may be replaced.',
  why: 'The template of a Job is immutable: with the next image or argument the API server refuses it ("field is immutable"), and the sync fails. Nothing runs a second time either.',
  hint: `put the id of the run into the name (import-20270131), or make it a hook; ${OPTIONS}: Force=true,Replace=true and ${FORCE}: enabled let the engine replace it`,
  kinds: ['Job.batch'],
  *mistakes({ metadata, spec }) {
    const { name, generateName } = metadata
    const annotations = fieldsAt(metadata, 'annotations')
    if (textOf(name) === undefined || textOf(generateName) !== undefined) return
    // The generator refuses to change a run, whatever it is called.
    if (metadata.labels?.['app.kubernetes.io/managed-by'] === 'strata') return
    if (HOOKS.some((hook) => textOf(annotations[hook]) !== undefined)) return
    if (fieldsAt(spec).suspend === true || annotations[FORCE] === 'enabled') return
    const options = (textOf(annotations[OPTIONS]) ?? '').split(',').map((one) => one.trim())
    const [force, replace] = ['Force=true', 'Replace=true'].map((one) => options.includes(one))
    if ((force && replace) || isOfRun(name)) return
    const message = `the Job "${name}" has the same name whatever it runs`
    const alone = replace ? `${message}; Replace=true alone cannot replace a Job` : message
    yield { pointer: '/metadata/name', message: alone }
  },
  examples: () => ({
    good: [named('import-20270131'), named('check', { [FORCE]: 'enabled' })],
    bad: [named('landsat-import')],
  }),
})

/** A run is told by a number behind the first part of a name, or by a hash that ends it. */
const isOfRun = (name: string): boolean => /[-.].*[0-9]/.test(name)

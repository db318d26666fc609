import { header, type Warning } from './warning.ts'

/** Told where a kustomization is read. */
export const deprecatedField: Warning = {
  id: 'kustomize/deprecated-field',
  summary: 'A field of kustomization.yaml is deprecated.',
  why: 'It still works in kustomize 5. What takes its place often runs at another step, so that the change wants a look.',
  hint: 'use the field that the warning names; `kustomize edit fix` rewrites most',
  example: {
    bad: {
      'kustomization.yaml': 'resources: [web.yaml]\ncommonLabels: {team: maps}\n',
      'web.yaml': header('v1', 'ConfigMap', 'web'),
    },
    good: {
      'kustomization.yaml':
        'resources: [web.yaml]\nlabels: [{pairs: {team: maps}, includeSelectors: true}]\n',
      'web.yaml': header('v1', 'ConfigMap', 'web'),
    },
  },
}

import type { Problem } from '../../core/finding.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { fieldText, isMap, isMissing } from '../node/node.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (more: string) => ({
  'kustomization.yaml': `resources: [db.yaml]\nlabels: [{pairs: {team: maps}${more}}]\n`,
  'db.yaml': `${header('v1', 'Service', 'db')}spec: {ports: [{port: 5432}]}\n`,
})

export const serviceSelector: Warning = {
  id: 'kustomize/service-selector',
  summary: 'Labels for selectors give a selector to a Service that has none.',
  why: 'A Service without selector has endpoints that somebody else writes. With a selector Kubernetes replaces them by the pods that carry the label, mostly none.',
  hint: 'leave includeSelectors out, or keep the Service in a kustomization without it',
  example: { bad: tree(', includeSelectors: true'), good: tree('') },
}

/** Told before labels go into selectors. */
export function servicesWithoutSelector(entries: readonly Entry[]): readonly Problem[] {
  return entries.flatMap((entry) => {
    const { node } = entry
    if (fieldText(node, 'kind') !== 'Service' || fieldText(node, 'apiVersion') !== 'v1') return []
    const spec = node.get('spec')
    if (isMap(spec) && !isMissing(spec.get('selector'))) return []
    const id = printId(currentId(entry))
    return [problemOf(serviceSelector, `${id} has no selector, and gets one from these labels`)]
  })
}

import type { Problem } from '../../core/finding.ts'
import type { Selector } from '../read/kustomization.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (name: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: web, fieldPath: data.host}\n  targets:\n  - select: {kind: Service, name: ${name}}\n    fieldPaths: [spec.externalName]\n    options: {create: true}\n`,
  'web.yaml': `${header('v1', 'ConfigMap', 'web')}data: {host: maps.example}\n---\n${header('v1', 'Service', 'web')}spec: {type: ExternalName}\n`,
})

export const replacementHitsNothing: Warning = {
  id: 'kustomize/replacement-hits-nothing',
  summary: 'A target of a replacement selects no object.',
  why: 'The value is copied nowhere. A wrong field path fails, a wrong `select` does not.',
  hint: 'correct select, or remove the target; since kustomize 5.8 namespace: default does not select objects without a namespace',
  example: { bad: tree('wbe'), good: tree('web') },
}

/** Told while `replacements` runs. */
export function replacementMissed(source: string, select: Selector): Problem {
  return problemOf(
    replacementHitsNothing,
    `${source} copies nothing: no object fits ${JSON.stringify(select)}`,
  )
}

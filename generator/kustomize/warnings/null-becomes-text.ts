import type { Problem } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import { metadataOf } from '../identity/entry.ts'
import { isMap, isMissing, type MapNode } from '../node/node.ts'
import { header, problemOf, type Warning } from './warning.ts'

const web = (labels: string) =>
  `${header('v1', 'ConfigMap', 'web').replace('}', `, labels: {${labels}}}`)}`
const tree = (target: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\npatches:\n- path: labels.yaml\n${target}`,
  'web.yaml': web('tier: back, team: maps'),
  'labels.yaml': web('tier: null'),
})

export const nullBecomesText: Warning = {
  id: 'kustomize/null-becomes-text',
  summary: 'A patch with a target sets a label or an annotation to null.',
  why: 'Everywhere else null removes a field. Labels and annotations of a patch with target pass through texts, so that the value becomes the word "null" (kustomize#5995).',
  hint: 'remove it with a JSON patch, {op: remove, path: /metadata/labels/…}, or leave the target out',
  example: { bad: tree('  target: {kind: ConfigMap}\n'), good: tree('') },
}

/** Told for a strategic merge patch that has a target. */
export function nullTexts(patch: MapNode, source: string): readonly Problem[] {
  return (['labels', 'annotations'] as const).flatMap((field) => {
    const map = metadataOf(patch).get(field)
    if (!isMap(map)) return []
    return [...map]
      .filter(([, value]) => isMissing(value))
      .map(([key]) =>
        problemOf(
          nullBecomesText,
          `${source}: null for ${pointerTo(`/metadata/${field}`, key)} becomes the text "null", because the patch has a target`,
        ),
      )
  })
}

import type { Problem } from '../../core/finding.ts'
import type { Selector } from '../read/kustomization.ts'
import { header, problemOf, type Warning } from './warning.ts'

const web = header('v1', 'ConfigMap', 'web')
const tree = (kind: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\npatches:\n- target: {kind: ${kind}, name: web}\n  patch: '[{"op": "add", "path": "/data", "value": {"a": "1"}}]'\n`,
  'web.yaml': web,
})

export const patchHitsNothing: Warning = {
  id: 'kustomize/patch-hits-nothing',
  summary: 'A patch with a target fits no object.',
  why: 'kustomize goes on as if the patch were not there. A patch without target fails in that case.',
  hint: 'correct the target or remove the patch; names that this kustomization itself changes are not known to it yet',
  example: { bad: tree('Configmap'), good: tree('ConfigMap') },
}

/** Told while patches run. */
export function patchMissed(source: string, target: Selector): Problem {
  return problemOf(
    patchHitsNothing,
    `${source} changes nothing: no object fits its target ${JSON.stringify(target)}`,
  )
}

import type { Problem } from '../../core/finding.ts'
import type { Operation } from '../edit/json-operations.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (path: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\npatches:\n- target: {kind: Deployment}\n  patch: |\n    - {op: add, path: ${path}, value: 2}\n`,
  'web.yaml': `${header('apps/v1', 'Deployment', 'web')}spec: {replicas: 1}\n`,
})

export const jsonPatchPath: Warning = {
  id: 'kustomize/json-patch-path',
  summary: 'A path of a JSON patch does not begin with a slash.',
  why: 'kustomize drops everything before the first slash: spec/replicas sets a field replicas at the top of the object.',
  hint: 'put a slash in front of the path',
  example: { bad: tree('spec/replicas'), good: tree('/spec/replicas') },
}

/** Told for the operations of a patch that is applied. */
export function pathsWithoutSlash(
  operations: readonly Operation[],
  source: string,
): readonly Problem[] {
  return operations
    .filter(({ pointer }) => pointer !== '' && !pointer.startsWith('/'))
    .map(({ op, pointer, path }) =>
      problemOf(
        jsonPatchPath,
        `${source}: ${op} ${pointer} has no slash in front, so that it means /${path.join('/')}`,
        { hint: `write /${pointer}` },
      ),
    )
}

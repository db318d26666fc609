import type { Place } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import type { Unit } from './check.ts'
import type { Loaded } from './load.ts'
import type { Root } from './validate-repository.ts'

/** Generated files are not for editing: what they say is decided where fleet.yaml names the application, or the cluster. */
export function decidedBy({
  checked,
  handWritten,
}: Pick<Loaded, 'checked' | 'handWritten'>): (root: Root) => Partial<Unit> {
  return ({ overlay, cluster }) => ({
    decided: (file): Place | undefined =>
      handWritten.has(file) ? undefined : checked.place(pointerOf(overlay, cluster), true),
  })
}

function pointerOf(overlay: Root['overlay'], cluster: string): string {
  if (overlay === undefined) return pointerTo('/clusters', cluster)
  const environments = `${pointerTo('/applications', overlay.instance)}/environments`
  return pointerTo(environments, overlay.environment)
}

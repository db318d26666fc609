import type { Resource } from '../core/resource.ts'
import type { Files } from '../core/tree.ts'
import { createRenderer, type Rendering } from '../kustomize/index.ts'
import { type Custom, KUSTOMIZATION, overlayFolder, type Proof } from '../layout/index.ts'
import { prove } from '../overlay/index.ts'

export const resourcesOf = ({ objects }: Rendering): readonly Resource[] =>
  objects.map((o) => o.resource)

/** What an overlay renders to with its `custom/`; nothing where there is none. */
export const customObjects =
  (files: Files): Custom =>
  ({ environment, instance }) => {
    const root = overlayFolder(environment, instance)
    if (!files.has(`${root}/custom/${KUSTOMIZATION}`)) return []
    return resourcesOf(createRenderer(files).render(root))
  }

/** An overlay that does not render to exactly what was wanted is a bug of ours: nothing is written. */
export function proveOverlay(rendering: Rendering, { root, side, namespace }: Proof): void {
  const options = namespace === undefined ? {} : { namespace }
  const differences = prove(resourcesOf(rendering), side, options)
  if (differences.length === 0) return
  const lines = differences
    .slice(0, 20)
    .map(
      (d) =>
        `  ${d.object} at ${d.pointer || '/'}: wanted ${shown(d.wanted)}, rendered ${shown(d.rendered)}`,
    )
  throw new Error(`${root} does not render to what was wanted:\n${lines.join('\n')}`)
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? 'nothing'

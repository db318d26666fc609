import type { Resource } from '../core/resource.ts'
import { idOf } from '../core/resource.ts'
import type { Files } from '../core/tree.ts'
import { createRenderer } from '../kustomize/index.ts'
import { KUSTOMIZATION, overlayFolder } from '../layout/index.ts'
import type { Loaded } from './load.ts'
import { resourcesOf } from './prove.ts'

const HOLDS_DATA = new Set(['PersistentVolume', 'PersistentVolumeClaim', 'StatefulSet'])

/** Objects that hold data and are in an overlay on the disk, but no longer in what will be written: one line each. */
export function dataLosses({ disk, plan }: Loaded, after: Files): readonly string[] {
  const before = createRenderer(disk)
  const next = createRenderer(after)
  const roots = [...disk.keys()]
    .map((path) => /^(overlays\/[^/]+\/[^/]+)\/kustomization\.yaml$/.exec(path)?.[1])
    .filter((root) => root !== undefined)
  const planned = new Set(plan.overlays.map((o) => overlayFolder(o.environment, o.instance)))
  return roots.flatMap((root) => {
    if (!changed(root, disk, after)) return []
    const was = dataIn(() => resourcesOf(before.render(root)))
    const is = new Set(
      planned.has(root) ? dataIn(() => resourcesOf(next.render(root))).map(idOf) : [],
    )
    return was
      .filter((r) => !is.has(idOf(r)))
      .map(
        (r) =>
          `${root}: ${idOf(r)} is gone or renamed; its data stays in the cluster, but nothing uses it any more`,
      )
  })
}

/** Only overlays whose own files, or whose base's, differ need a second look. */
function changed(root: string, disk: Files, after: Files): boolean {
  const instance = root.split('/')[2] ?? ''
  const mine = (path: string): boolean =>
    path.startsWith(`${root}/`) || path.startsWith(`base/${instance}/`)
  const paths = new Set([...disk.keys(), ...after.keys()].filter(mine))
  return (
    [...paths].some((path) => disk.get(path) !== after.get(path)) ||
    !after.has(`${root}/${KUSTOMIZATION}`)
  )
}

/** What stood on the disk may be anything; if it cannot be rendered there is nothing to compare with. */
function dataIn(render: () => readonly Resource[]): readonly Resource[] {
  try {
    return render().filter((r) => HOLDS_DATA.has(r.kind))
  } catch {
    return []
  }
}

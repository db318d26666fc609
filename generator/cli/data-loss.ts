import type { Resource } from '../core/resource.ts'
import { idOf } from '../core/resource.ts'
import type { Files } from '../core/tree.ts'
import { createRenderer } from '../kustomize/index.ts'
import { KUSTOMIZATION, overlayFolder } from '../layout/index.ts'
import type { Loaded } from './load.ts'
import { resourcesOf } from './prove.ts'

/** What keeps data beyond its pods; a StatefulSet only if it claims volumes. */
const holdsData = ({ kind, spec }: Resource): boolean =>
  kind === 'PersistentVolume' ||
  kind === 'PersistentVolumeClaim' ||
  (kind === 'StatefulSet' && Object.hasOwn((spec ?? {}) as object, 'volumeClaimTemplates'))

/** Objects that hold data and are in an overlay on the disk, but no longer in what will be written: one line each. */
export function dataLosses({ disk, plan }: Loaded, after: Files): readonly string[] {
  const before = createRenderer(disk)
  const next = createRenderer(after)
  const roots = [...disk.keys()]
    .map((path) => /^(overlays\/[^/]+\/[^/]+)\/kustomization\.yaml$/.exec(path)?.[1])
    .filter((root) => root !== undefined)
  const changed = changedRoots(disk, after)
  const planned = new Set(plan.overlays.map((o) => overlayFolder(o.environment, o.instance)))
  return [
    ...moves({ disk, plan } as Loaded),
    ...handovers(disk, after),
    ...roots.flatMap((root) => {
      if (!changed(root)) return []
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
    }),
  ]
}

/** An environment that moves to another cluster leaves everything behind that it has stored in the old one. */
function moves({ disk, plan }: Loaded): readonly string[] {
  const clusters = new Map(plan.overlays.map((o) => [o.environment, o.cluster.name]))
  return Array.from(clusters).flatMap(([environment, cluster]) => {
    const text = disk.get(`overlays/${environment}/${KUSTOMIZATION}`)
    const [, before] = /clusters\/([^/]+)\/namespaces/.exec(String(text ?? '')) ?? []
    return before === undefined || before === cluster
      ? []
      : [
          `environment ${environment} moves from cluster ${before} to ${cluster}: its objects and data stay in ${before} until you remove them there, and ${cluster} starts empty`,
        ]
  })
}

/** Argo CD would remove the Applications of the one form, with everything in them, while it makes those of the other. */
function handovers(disk: Files, after: Files): readonly string[] {
  const forms = (files: Files): ReadonlyMap<string, string> =>
    new Map(
      [...files.keys()].flatMap((path) => {
        const [, cluster = '', form = ''] =
          /^clusters\/([^/]+)\/argocd\/(application|applicationset)-[^/]+$/.exec(path) ?? []
        return form === '' ? [] : [[cluster, form] as const]
      }),
    )
  const next = forms(after)
  return Array.from(forms(disk)).flatMap(([cluster, form]) =>
    next.has(cluster) && next.get(cluster) !== form
      ? [
          `cluster ${cluster} changes delivery.applicationSet: before you push, let Argo CD go as docs/delivery.md says ("One ApplicationSet"), or it deletes what runs there and makes it anew`,
        ]
      : [],
  )
}

/** Only overlays whose own files, or whose base's, differ need a second look. */
function changedRoots(disk: Files, after: Files): (root: string) => boolean {
  const folders = new Set<string>()
  for (const path of new Set([...disk.keys(), ...after.keys()]))
    if (disk.get(path) !== after.get(path))
      folders.add(path.split('/', path.startsWith('overlays/') ? 3 : 2).join('/'))
  return (root) => folders.has(root) || folders.has(`base/${root.split('/')[2]}`)
}

/** What stood on the disk may be anything; if it cannot be rendered there is nothing to compare with. */
function dataIn(render: () => readonly Resource[]): readonly Resource[] {
  try {
    return render().filter(holdsData)
  } catch {
    return []
  }
}

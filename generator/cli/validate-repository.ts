import type { Files } from '../core/tree.ts'
import { createRenderer, type Rendering } from '../kustomize/index.ts'
import { KUSTOMIZATION, overlayFolder, type Plan } from '../layout/index.ts'
import { type Unit, unitOf } from './check.ts'

/** What reaches a cluster, by fleet.yaml; `decided` says where in fleet.yaml. */
export function repositoryUnits(
  files: Files,
  plan: Plan,
  rendered: ReadonlyMap<string, Rendering> = new Map(),
  decided: (root: Root) => Partial<Unit> = () => ({}),
): readonly Unit[] {
  const renderer = createRenderer(files)
  return rootsOf(plan, files).map((root) => ({
    ...unitOf(root.root, rendered.get(root.root) ?? renderer.render(root.root), root),
    ...decided(root),
  }))
}

export type Root = {
  readonly root: string
  /** What the rendering is of; nothing for what a cluster has besides applications. */
  readonly overlay?: { readonly environment: string; readonly instance: string }
  readonly cluster: string
  readonly kubernetes: string
  readonly platform: string
}

/** Where each rendering that reaches a cluster starts: every overlay, the namespaces, and what its engine reads. */
export function rootsOf({ overlays }: Plan, files: Files): readonly Root[] {
  const clusters = new Map(overlays.map((o) => [o.cluster.name, o.cluster]))
  return [
    ...overlays.map(({ environment, instance, cluster }) => ({
      root: overlayFolder(environment, instance),
      overlay: { environment, instance },
      ...contextOf(cluster),
    })),
    ...deliveredFolders(files).flatMap(([root, name]) => {
      const cluster = clusters.get(name)
      return cluster ? [{ root, ...contextOf(cluster) }] : []
    }),
  ]
}

const contextOf = ({ name, kubernetes, platform }: Plan['overlays'][number]['cluster']) => ({
  cluster: name,
  kubernetes,
  platform,
})

/** Argo CD's own folder holds the namespaces too: they are looked at once. */
function deliveredFolders(files: Files): readonly (readonly [root: string, cluster: string])[] {
  const folder =
    /^(clusters\/([^/]+)\/(?:namespaces|argocd|argocd\/bootstrap|flux|flux\/awaits\/[^/]+))\/kustomization\.yaml$/
  return [...files.keys()].sort().flatMap((path) => {
    const [, root = '', cluster = ''] = folder.exec(path) ?? []
    const twice =
      root.endsWith('/namespaces') && files.has(`clusters/${cluster}/argocd/${KUSTOMIZATION}`)
    return root === '' || twice ? [] : [[root, cluster] as const]
  })
}

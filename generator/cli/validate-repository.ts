import type { Files } from '../core/tree.ts'
import { createRenderer, type Rendering } from '../kustomize/index.ts'
import { KUSTOMIZATION, overlayFolder, type Plan } from '../layout/index.ts'
import { type Unit, unitOf } from './check.ts'

/** What reaches a cluster, by fleet.yaml; `decided` says where in fleet.yaml, `url` where the clusters find the repository. */
export function repositoryUnits(
  files: Files,
  plan: Plan,
  rendered: ReadonlyMap<string, Rendering> = new Map(),
  decided: (root: Root) => Partial<Unit> = () => ({}),
  url?: string,
): readonly Unit[] {
  const renderer = createRenderer(files)
  const folders = foldersOf(files)
  const has = (folder: string): boolean => folders.has(folder)
  const repository = url === undefined ? {} : { repository: { url, has } }
  return rootsOf(plan, files).map((root) => ({
    ...unitOf(root.root, rendered.get(root.root) ?? renderer.render(root.root), root),
    ...repository,
    ...decided(root),
  }))
}

/** Every folder that holds a file, also below; the root is the empty name. */
function foldersOf(files: Files): ReadonlySet<string> {
  const folders = new Set([''])
  for (const path of files.keys())
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      folders.add(path.slice(0, at))
  return folders
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

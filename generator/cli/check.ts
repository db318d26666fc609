import type { Finding, Problem, Severity } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'
import { schemaReader } from '../io/index.ts'
import { createRenderer, type Rendering } from '../kustomize/index.ts'
import { KUSTOMIZATION, overlayFolder, type Plan } from '../layout/index.ts'
import type { Report } from '../report/index.ts'
import { type Catalog, checkCluster, checkRendering, loadCatalog } from '../validate/index.ts'
import type { World } from './command.ts'
import { resourcesOf } from './prove.ts'

/** What was checked, and what was found. */
export type Checking = Report

export const schemasOf = ({ home }: World): Catalog => loadCatalog(schemaReader(home))

/** Every overlay and every folder of namespaces, each against the Kubernetes version of its own cluster, then each cluster as a whole. */
export function checkRepository(
  files: Files,
  plan: Plan,
  catalog: Catalog,
  rendered: ReadonlyMap<string, Rendering> = new Map(),
): Checking {
  const renderer = createRenderer(files)
  const renderings = rootsOf(plan, files).map((root) => ({
    ...root,
    source: root.root,
    rendering: rendered.get(root.root) ?? renderer.render(root.root),
  }))
  const judged = renderings.map((r) => ({ ...r, resources: resourcesOf(r.rendering) }))
  const findings = judged.flatMap(({ resources, rendering, ...context }) => [
    ...(resources.length === 0 ? [emptyRendering(context.source)] : []),
    ...rendering.warnings.map((warning) => silent(context.source, warning)),
    ...checkRendering(resources, { catalog, ...context }),
  ])
  const clusters = [...new Set(judged.map((r) => r.cluster))]
  const across = clusters.flatMap((cluster) => {
    const mine = judged.filter((r) => r.cluster === cluster)
    const [context] = mine
    return context ? checkCluster(mine, { catalog, ...context }) : []
  })
  const objects = judged.reduce((sum, { resources }) => sum + resources.length, 0)
  return { findings: [...findings, ...across], renderings: judged.length, objects }
}

/** A problem with a whole rendering or file, as a finding. */
export const findingOf = (
  rule: string,
  severity: Severity,
  source: string,
  { message, hint, place }: Problem,
): Finding => ({
  rule,
  severity,
  resource: '',
  pointer: '',
  message,
  hint,
  source,
  ...(place ? { place } : {}),
})

/** Nothing rendered is nothing checked, never green. */
export const emptyRendering = (source: string): Finding =>
  findingOf('empty-rendering', 'error', source, {
    message: 'renders to nothing',
    hint: 'give it resources, or remove it',
  })

/** What kustomize passes over in silence: a patch of a `custom/` that hits nothing, a deprecated field. */
export const silent = (source: string, problem: Problem): Finding =>
  findingOf(problem.id ?? 'kustomize', 'warning', source, problem)

type Root = {
  readonly root: string
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

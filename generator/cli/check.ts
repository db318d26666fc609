import type { Finding } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'
import { schemaReader } from '../io/index.ts'
import { createRenderer, type Rendering } from '../kustomize/index.ts'
import { KUSTOMIZATION, overlayFolder, type Plan } from '../layout/index.ts'
import type { Report } from '../report/index.ts'
import { type Catalog, checkRendering, loadCatalog } from '../validate/index.ts'
import type { World } from './command.ts'
import { resourcesOf } from './prove.ts'

/** What was checked, and what was found. */
export type Checking = Report

export const schemasOf = ({ home }: World): Catalog => loadCatalog(schemaReader(home))

/** Every overlay and every folder of namespaces, each against the Kubernetes version of its own cluster. */
export function checkRepository(
  files: Files,
  plan: Plan,
  catalog: Catalog,
  rendered: ReadonlyMap<string, Rendering> = new Map(),
): Checking {
  const renderer = createRenderer(files)
  const findings: Finding[] = []
  let objects = 0
  const roots = rootsOf(plan, files)
  for (const { root, kubernetes, platform } of roots) {
    const rendering = rendered.get(root) ?? renderer.render(root)
    const resources = resourcesOf(rendering)
    objects += resources.length
    findings.push(...checkRendering(resources, { catalog, kubernetes, platform, source: root }))
  }
  return { findings, renderings: roots.length, objects }
}

type Root = { readonly root: string; readonly kubernetes: string; readonly platform: string }

/** Where each rendering that reaches a cluster starts. */
export function rootsOf({ overlays }: Plan, files: Files): readonly Root[] {
  const clusters = new Map(overlays.map((o) => [o.cluster.name, o.cluster]))
  return [
    ...overlays.map(({ environment, instance, cluster }) => ({
      root: overlayFolder(environment, instance),
      kubernetes: cluster.kubernetes,
      platform: cluster.platform,
    })),
    ...Array.from(clusters.values(), ({ name, kubernetes, platform }) => ({
      root: `clusters/${name}/namespaces`,
      kubernetes,
      platform,
    })).filter(({ root }) => files.has(`${root}/${KUSTOMIZATION}`)),
  ]
}

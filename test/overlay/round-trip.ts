import { idOf, type Resource } from '../../generator/core/resource.ts'
import type { FileTree } from '../../generator/core/tree.ts'
import { createRenderer } from '../../generator/kustomize/index.ts'
import {
  type Difference,
  derive,
  generatorsOf,
  kustomizationText,
  type Overlay,
  prove,
  type Side,
} from '../../generator/overlay/index.ts'
import { printYaml } from '../../generator/yaml/index.ts'

const CLUSTER_SCOPED = new Set([
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'Namespace',
])

/** The wanted side as a caller hands it over: in its namespace, subjects completed as kustomize will complete them. */
export function placed(side: Side, namespace: string): Side {
  const accounts = side.resources
    .filter((r) => r.kind === 'ServiceAccount')
    .map((r) => r.metadata.name)
  const place = (r: Resource): Resource => {
    const { subjects } = r as unknown as { subjects?: unknown }
    const metadata = CLUSTER_SCOPED.has(r.kind) ? r.metadata : { ...r.metadata, namespace }
    if (!Array.isArray(subjects)) return { ...r, metadata }
    return { ...r, metadata, subjects: subjects.map((s) => placedSubject(s, namespace, accounts)) }
  }
  return { resources: side.resources.map(place), configs: side.configs }
}

function placedSubject(subject: unknown, namespace: string, accounts: readonly string[]): unknown {
  if (typeof subject !== 'object' || subject === null) return subject
  const { name, namespace: own } = subject as Record<string, unknown>
  const account = accounts.includes(String(name)) && own === undefined
  return account || name === 'default' ? { ...subject, namespace } : subject
}

export type RoundTrip = {
  readonly overlay: Overlay
  readonly files: FileTree
  readonly rendered: readonly Resource[]
  readonly differences: readonly Difference[]
}

/** Derive, write both folders, render, prove. `overlay/` is the folder to render. */
export function roundTrip(base: Side, wanted: Side, namespace?: string): RoundTrip {
  const options = namespace === undefined ? {} : { namespace }
  const overlay = derive(base, wanted, options)
  const files = new Map([...baseFiles(base), ...overlayFiles(overlay)])
  const rendered = createRenderer(files)
    .render('overlay')
    .objects.map(({ resource }) => resource)
  return { overlay, files, rendered, differences: prove(rendered, wanted, options) }
}

/** The folder base/ the way layout writes it: one file per object. */
export function baseFiles(base: Side): FileTree {
  const generators = generatorsOf(base.configs)
  const objects = base.resources.map((r, i) => [`${i}-${r.kind.toLowerCase()}.yaml`, r] as const)
  const field = generators.field.length > 0 && { configMapGenerator: generators.field }
  const kustomization = kustomizationText({
    header: 'base',
    resources: objects.map(([path]) => path),
    fields: { ...field },
  })
  return new Map([
    ['base/kustomization.yaml', kustomization],
    ...objects.map(([path, r]) => [`base/${path}`, printYaml(r)] as const),
    ...[...generators.files].map(([path, text]) => [`base/${path}`, text] as const),
  ])
}

export function overlayFiles({ fields, files, resources }: Overlay): FileTree {
  const text = kustomizationText({
    header: 'overlay',
    resources: ['../base', ...resources],
    fields,
  })
  return new Map([
    ['overlay/kustomization.yaml', text],
    ...[...files].map(([path, content]) => [`overlay/${path}`, content] as const),
  ])
}

export function show(differences: readonly Difference[]): string {
  return differences
    .map(
      (d) =>
        `${d.object} ${d.pointer}\n  wanted   ${json(d.wanted)}\n  rendered ${json(d.rendered)}`,
    )
    .join('\n')
}

const json = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

export const named = (side: Side): string => side.resources.map(idOf).join(', ')

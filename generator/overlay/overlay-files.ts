import { groupOf, type Resource } from '../core/resource.ts'
import type { FileTree } from '../core/tree.ts'

/** The files of one overlay while it is being derived, and what the kustomization says about them. */
export type OverlayFiles = {
  readonly tree: FileTree
  readonly resources: readonly string[]
  readonly patches: readonly unknown[]
  readonly put: (path: string, text: string) => void
  readonly addResource: (resource: Resource, text: string) => void
  readonly addMerge: (resource: Resource, text: string) => void
  readonly addJson6902: (resource: Resource, text: string) => void
}

/** An overlay without files yet; throws (a bug of ours) when a path is written twice. */
export function overlayFiles(): OverlayFiles {
  const tree = new Map<string, string>()
  const resources: string[] = []
  const patches: unknown[] = []
  const put = (path: string, text: string) => {
    if (tree.has(path)) throw new Error(`an overlay writes ${path} twice`)
    tree.set(path, text)
  }
  const claim = (folder: string, resource: Resource, suffix: string, text: string): string => {
    const path = freePath(tree, folder, resource, suffix)
    put(path, text)
    return path
  }
  return {
    tree,
    resources,
    patches,
    put,
    addResource: (resource, text) => resources.push(claim('', resource, '', text)),
    // Without a target: kustomize refuses a patch whose object is not there.
    addMerge: (resource, text) => patches.push({ path: claim('patches/', resource, '', text) }),
    addJson6902: (resource, text) =>
      patches.push({
        path: claim('patches/', resource, '.json6902', text),
        target: targetOf(resource),
      }),
  }
}

/** `<kind>-<name>.yaml`; objects of different groups may share that, and then also name their group. */
function freePath(tree: FileTree, folder: string, resource: Resource, suffix: string): string {
  const kind = resource.kind.toLowerCase()
  const name = resource.metadata.name.replaceAll(/[^\w.-]/g, '-')
  const group = groupOf(resource.apiVersion)
  const stems = [`${kind}-${name}`, `${kind}.${group || 'core'}-${name}`]
  for (let i = 2; ; i++) {
    for (const stem of stems) {
      const path = `${folder}${stem}${suffix}.yaml`
      if (!tree.has(path)) return path
    }
    stems.splice(0, stems.length, `${kind}.${group || 'core'}-${name}-${i}`)
  }
}

/** Exactly one object: kustomize takes the members as anchored regular expressions. */
function targetOf({ apiVersion, kind, metadata }: Resource): unknown {
  const group = groupOf(apiVersion)
  return {
    ...(group !== '' && { group }),
    version: apiVersion.slice(apiVersion.indexOf('/') + 1),
    kind,
    name: metadata.name.replaceAll(/[^\w-]/g, '\\$&'),
  }
}

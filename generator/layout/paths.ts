import type { Resource } from '../core/resource.ts'

export const KUSTOMIZATION = 'kustomization.yaml'
/** The names that kustomize knows for the file. */
export const KUSTOMIZATIONS = [KUSTOMIZATION, 'kustomization.yml', 'Kustomization'] as const

/** Whether a folder holds a kustomization of somebody, under any of its names. */
export const hasKustomization = (
  folder: string,
  files: { readonly has: (path: string) => boolean },
): boolean => KUSTOMIZATIONS.some((name) => files.has(`${folder}/${name}`))

export const LOCK_FILE = 'fleet.lock'
/** The folders that the generator writes into; it touches nothing outside them but the lock file. */
export const OWNED_FOLDERS = ['base', 'overlays', 'clusters'] as const

/** First line of every generated YAML file. */
export const HEADER =
  '# Written by strata from fleet.yaml. Do not edit: change fleet.yaml, then run "npm run generate".\n'

export const baseFolder = (instance: string): string => `base/${instance}`
export const overlayFolder = (environment: string, instance: string): string =>
  `overlays/${environment}/${instance}`
export const clusterFolder = (cluster: string): string => `clusters/${cluster}`
export const namespacesFolder = (cluster: string): string => `${clusterFolder(cluster)}/namespaces`

/** `<kind>-<name>.yaml`; RBAC names may hold ":", which not every file system takes. */
export function fileNameOf({ kind, metadata }: Resource): string {
  return `${kind.toLowerCase()}-${metadata.name.replaceAll(':', '-')}.yaml`
}

/** How a kustomization in `folder` names something else in the repository. */
export function relativeTo(folder: string, target: string): string {
  return `${'../'.repeat(folder.split('/').length)}${target}`
}

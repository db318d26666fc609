import { groupOf, type Resource } from '../core/resource.ts'
import { fieldsAt, mapsOf, textOf } from './fields.ts'
import type { RuleContext } from './rule.ts'

/**
 * The objects that an Application of Argo CD or a Kustomization of Flux delivers; undefined when a folder that it names is
 * not among those that are judged.
 */
export function deliveredBy(
  resource: Resource,
  { delivered }: RuleContext,
): readonly Resource[] | undefined {
  const folders = foldersOf(resource)
  const found = folders.map((folder) => delivered?.get(folder))
  return found.length > 0 && found.every((one) => one !== undefined) ? found.flat() : undefined
}

/** What any of them delivers: everything where that of one cannot be known. */
export function deliveredByAll(
  engines: readonly Resource[],
  everything: readonly Resource[],
  context: RuleContext,
): ReadonlySet<Resource> {
  const each = engines.map((one) => deliveredBy(one, context))
  if (each.includes(undefined)) return new Set(everything)
  return new Set(each.flatMap((resources) => resources ?? []))
}

/** The folders of a repository that it reads, as `overlays/nova/tiles`. */
function foldersOf({ kind, spec }: Resource): readonly string[] {
  const fields = fieldsAt(spec)
  const sources =
    kind === 'Application'
      ? [fieldsAt(fields, 'source'), ...mapsOf(fields.sources).map(([, source]) => source)]
      : [fields]
  return sources.flatMap(({ path }) => textOf(path) ?? []).map(folderOf)
}

/** A path as people write it, as the name of a folder; empty for the root. */
export const folderOf = (path: string): string =>
  path
    .replace(/^(?:\.?\/)+/, '')
    .replace(/^\.$/, '')
    .replace(/\/+$/, '')

export const isApplication = ({ kind, apiVersion }: Resource): boolean =>
  kind === 'Application' && groupOf(apiVersion) === 'argoproj.io'

export const isKustomization = ({ kind, apiVersion }: Resource): boolean =>
  kind === 'Kustomization' && groupOf(apiVersion) === 'kustomize.toolkit.fluxcd.io'

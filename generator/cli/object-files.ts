import { UserError } from '../core/finding.ts'
import { groupOf, idOf, type Resource } from '../core/resource.ts'
import { isClusterScoped, printRendering, type Rendering } from '../kustomize/index.ts'

/** A file of one object. */
export type ObjectFile = { readonly path: string; readonly text: string }

/**
 * One file per object, named as `kustomize build -o DIR` names them: group, version, kind and name in small letters,
 * the namespace in front where there are several. Throws UserError for a name that is no file name.
 */
export function objectFiles({ objects }: Rendering): readonly ObjectFile[] {
  const scopes = objects.map(({ resource }) => scopeOf(resource))
  const several = new Set(scopes.filter((scope) => scope !== undefined)).size > 1
  return objects.map((object, i) => {
    const { resource } = object
    const name = nameOf(resource, several ? scopes[i] : undefined)
    if (/[/\\\0]/.test(name))
      throw new UserError({
        message: `${idOf(resource)} has a name that cannot be a file name`,
        hint: 'write everything to one file',
      })
    return { path: name, text: printRendering({ objects: [object], warnings: [] }) }
  })
}

function scopeOf({ apiVersion, kind, metadata }: Resource): string | undefined {
  if (isClusterScoped(apiVersion ?? '', kind)) return undefined
  return metadata?.namespace || 'default'
}

function nameOf({ apiVersion = '', kind, metadata }: Resource, scope: string | undefined): string {
  const group = groupOf(apiVersion)
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1)
  const parts = [scope, group, version, kind].filter(Boolean)
  return `${[...parts, metadata?.name ?? ''].join('_').toLowerCase()}.yaml`
}

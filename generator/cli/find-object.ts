import { UserError } from '../core/finding.ts'
import { didYouMean } from '../core/suggest.ts'
import type { TracedObject } from '../kustomize/provenance/explain.ts'

/** An object, and the path in it that was asked for. */
export type FoundObject = { readonly object: TracedObject; readonly path: readonly string[] }

/** The object that `kind/name` or `kind/namespace/name` names, by its name now or before; the rest is a path in it. Throws UserError. */
export function findObject(objects: readonly TracedObject[], asked: string): FoundObject {
  const [kind = '', second = '', ...rest] = stepsOf(asked)
  const ofKind = objects.filter(({ rendered }) => isKind(rendered.resource, kind))
  const [third = '', ...deeper] = rest
  const inNamespace = ofKind.filter((one) => namespaceOf(one) === second)
  const found = [
    { objects: inNamespace.filter((one) => nameOf(one) === third), path: deeper },
    { objects: ofKind.filter((one) => nameOf(one) === second), path: rest },
    { objects: inNamespace.filter((one) => one.formerNames.includes(third)), path: deeper },
    { objects: ofKind.filter((one) => one.formerNames.includes(second)), path: rest },
  ].find((candidate) => candidate.objects.length > 0)
  const [object, another] = found?.objects ?? []
  if (object === undefined || found === undefined) throw noObject(objects, kind, asked)
  if (another === undefined) return { object, path: found.path }
  throw new UserError({
    message: `${asked} may be ${found.objects.map(({ id }) => id).join(' or ')}`,
    hint: 'write kind/namespace/name, or kind.group/name',
  })
}

function noObject(objects: readonly TracedObject[], kind: string, asked: string): UserError {
  const alike = objects.filter(({ rendered }) => isKind(rendered.resource, kind))
  const ids = objects.map(({ id }) => id)
  const shown = (alike.length > 0 ? alike.map(({ id }) => id) : ids).slice(0, 20)
  return new UserError({
    message: `nothing rendered is called ${asked}${didYouMean(asked, ids)}`,
    hint: shown.length === 0 ? 'the directory renders to nothing' : `there is ${shown.join(', ')}`,
  })
}

/** Names between slashes; brackets may hold slashes, `a[name=b]` is two steps, and `~1` is a slash as in JSON pointers. */
function stepsOf(asked: string): readonly string[] {
  return Array.from(asked.matchAll(/\[[^\]]*\]|[^/[]+/g), ([step]) =>
    step.startsWith('[') ? step : step.replaceAll('~1', '/').replaceAll('~0', '~'),
  )
}

function isKind(
  { apiVersion = '', kind }: { readonly apiVersion?: string; readonly kind: string },
  asked: string,
): boolean {
  const [name = '', ...group] = asked.toLowerCase().split('.')
  if (kind.toLowerCase() !== name) return false
  return group.length === 0 || apiVersion.toLowerCase().startsWith(`${group.join('.')}/`)
}

const nameOf = ({ rendered }: TracedObject): string => rendered.resource.metadata?.name ?? ''

const namespaceOf = ({ rendered }: TracedObject): string =>
  rendered.resource.metadata?.namespace ?? 'default'

import { at } from '../../generator/core/pointer.ts'
import type { Resource } from '../../generator/core/resource.ts'
import type { App, Desired, Site } from '../../generator/fleet/types.ts'
import { valuesOf } from './values.ts'

/** What an application wants for what fleet.yaml says. */
export const wanted = (app: App, given: unknown, place: Site): Desired =>
  app.resources(valuesOf(app.values, given), place)

/** Pointers of the problems that an application finds. */
export const problemsOf = (app: App, given: unknown, place: Site): readonly string[] =>
  (app.problems?.(valuesOf(app.values, given), place) ?? []).map((p) => p.pointer)

/** `Kind/name` of every object, in order. */
export const namesOf = (resources: readonly Resource[]): readonly string[] =>
  resources.map((r) => `${r.kind}/${r.metadata.name}`)

/** The object `Kind/name`; throws when it is not there. */
export function pick(resources: readonly Resource[], name: string): Resource {
  const found = resources.find((r) => `${r.kind}/${r.metadata.name}` === name)
  if (!found) throw new Error(`no ${name} among ${namesOf(resources).join(', ')}`)
  return found
}

type Env = { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }

/** The pod spec of a Deployment, StatefulSet or Job. */
export const podOf = (r: Resource, pointer = ''): unknown => at(r, `/spec/template/spec${pointer}`)

/** Variables of the first container: a value, or where it comes from as `secret/key`. */
export function envOf(r: Resource, container = '/containers/0'): Readonly<Record<string, string>> {
  const list = podOf(r, `${container}/env`) as readonly Env[]
  const names = list.map((e) => e.name)
  if (new Set(names).size !== names.length) throw new Error(`twice in env: ${names.join(', ')}`)
  const from = (e: Env): string =>
    `${at(e, '/valueFrom/secretKeyRef/name')}/${at(e, '/valueFrom/secretKeyRef/key')}`
  return Object.fromEntries(list.map((e) => [e.name, e.value ?? from(e)]))
}

type Container = {
  readonly name: string
  readonly image: string
  readonly securityContext?: object
}

/** Every pod of the objects: `Kind/name`, its security context, its containers. */
export const podsOf = (resources: readonly Resource[]) =>
  resources.flatMap((r) => {
    const spec = podOf(r) as
      | { containers: Container[]; initContainers?: Container[]; securityContext?: object }
      | undefined
    if (spec === undefined) return []
    const { containers, initContainers = [], securityContext = {} } = spec
    return [
      {
        of: `${r.kind}/${r.metadata.name}`,
        securityContext,
        containers: [...initContainers, ...containers],
      },
    ]
  })

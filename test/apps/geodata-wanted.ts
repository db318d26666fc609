import { geodata } from '../../generator/apps/geodata/geodata.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Cluster, Desired, Site } from '../../generator/fleet/types.ts'
import { cluster, site } from '../site.ts'
import { valuesOf } from './values.ts'

/** A Prefect API of somebody else. */
export const url = 'http://prefect.example.org/api'
const shared = { kind: 'class', class: 'fast' } as const
/** A cluster with shared storage; say only what differs. */
export const place = (
  instance: string,
  differs: Partial<Cluster> = {},
  more: Partial<Site> = {},
): Site =>
  site(instance, {
    namespace: 'geodata',
    cluster: cluster({ storage: { block: {}, shared }, ...differs }),
    ...more,
  })
export const here = place('geodata')
export const complete = (given: object = {}) =>
  valuesOf(geodata.values, { prefect: { url }, ...given })
/** What geodata wants for these values. */
export const wanted = (given: object = {}, where: Site = here): Desired =>
  geodata.resources(complete(given), where)
export const ids = ({ resources }: Desired) =>
  resources.map((r) => [r.kind, r.metadata.namespace, r.metadata.name].filter(Boolean).join('/'))
export const object = (desired: Desired, kind: string, name?: string) =>
  desired.resources.find((r) => r.kind === kind && (name === undefined || r.metadata.name === name))
export const pod = (desired: Desired, pointer: string) =>
  at(object(desired, 'Deployment'), `/spec/template/spec${pointer}`)
export const config = (desired: Desired, name: string) =>
  desired.configs?.find((c) => c.name === name)?.data

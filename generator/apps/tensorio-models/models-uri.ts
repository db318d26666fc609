import type { Note, Site } from '../../fleet/types.ts'
import { nameOf, REPOSITORY, restUrl } from './components.ts'
import type { TensorioValues } from './values.ts'

const API = '/v1/repository'

/** What flea hands to its clients: the value, else where the cluster publishes the repository, else the Service. */
export function modelsUri(values: TensorioValues, site: Site): string {
  return values.modelsUri ?? `${published(values, site) ?? restUrl(REPOSITORY, site)}${API}`
}

function published({ repository, publish }: TensorioValues, site: Site): string | undefined {
  if (!publish.rest || !repository.enabled) return undefined
  const host = site.hostOf(nameOf(REPOSITORY, site))
  if (host !== undefined) return `https://${host}`
  const { exposure } = site.cluster
  const port = repository.nodePorts.rest
  return exposure.kind === 'nodePort' && port !== undefined
    ? `http://${exposure.host}:${port}`
    : undefined
}

/** Clients are phones: an address that only the cluster knows is of little use to them. */
export function uriNotes(values: TensorioValues, site: Site): readonly Note[] {
  const reachable = values.modelsUri !== undefined || published(values, site) !== undefined
  if (site.environment === null || !values.flea.enabled || reachable) return []
  return [
    {
      pointer: '/modelsUri',
      message: `flea hands out ${modelsUri(values, site)}, which only pods of the cluster can reach`,
      hint: 'set modelsUri, or repository.nodePorts.rest where the cluster publishes by node ports',
    },
  ]
}

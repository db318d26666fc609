import type { Resource } from '../../core/resource.ts'
import { suggest } from '../../core/suggest.ts'
import { example, exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'
import {
  addressTexts,
  type Host,
  hostsIn,
  READ_OF_ADDRESSES,
  WHEN_ADDRESSES,
} from '../service-hosts.ts'

const service = example('Service', 'models-repository', {
  spec: { ports: [{ name: 'http', port: 7317 }] },
})
const calling = (host: string) =>
  exampleDeployment({ env: [{ name: 'MODELS_URI', value: `http://${host}/v1` }] })

export const serviceHost: Rule = {
  id: 'service-host',
  severity: 'warning',
  scope: 'rendering',
  reads: { ...READ_OF_ADDRESSES, Service: ['spec/ports/*/port'] },
  when: WHEN_ADDRESSES,
  summary: 'An address that looks like one of the Services of the rendering is the name of one.',
  why: 'The API server takes it; the name cannot be resolved, and requests fail when somebody makes the first one.',
  hint: 'write the name that the Service has in the end, with what prefixes and suffixes add',
  *check(resources) {
    const services = indexServices(resources)
    if (services.size === 0) return
    for (const resource of resources)
      for (const [text, pointer] of addressTexts(resource))
        for (const host of hostsIn(text)) {
          const meant = meantBy(host, resource, services)
          if (meant === undefined) continue
          const message = `names the host ${host.text}, and no Service is called "${host.name}"; did you mean "${meant}"?`
          yield { resource, pointer, message }
          break
        }
  },
  examples: () => ({
    good: [service, calling('models-repository:7317')],
    bad: [service, calling('models:7317')],
  }),
}

type Ports = ReadonlySet<unknown>
type Services = ReadonlyMap<string, ReadonlyMap<string, Ports>>

/** The ports of all Services, by namespace and name. */
function indexServices(resources: readonly Resource[]): Services {
  const index = new Map<string, Map<string, Ports>>()
  for (const { kind, apiVersion, metadata, spec } of resources) {
    const name = textOf(metadata.name)
    if (kind !== 'Service' || apiVersion !== 'v1' || name === undefined) continue
    const namespace = String(metadata.namespace ?? '')
    const ports = new Set(mapsOf(fieldsAt(spec).ports).map(([, { port }]) => port))
    index.set(namespace, (index.get(namespace) ?? new Map()).set(name, ports))
  }
  return index
}

/**
 * The Service whose name is near, in the namespace that is meant, if there is none of this name: Services of others may
 * live there too. Without a namespace the port must be one of that Service.
 */
function meantBy(host: Host, resource: Resource, services: Services): string | undefined {
  const own = String(resource.metadata.namespace ?? '')
  const there = services.get(host.namespace ?? own)
  if (there === undefined || there.has(host.name)) return undefined
  if (host.namespace === undefined && host.port === undefined) return undefined
  const fitting = Array.from(there)
    .filter(([, ports]) => host.port === undefined || ports.has(host.port))
    .map(([name]) => name)
    .slice(0, MOST)
  const longer = fitting.find((name) => isPart(name, host.name) || isPart(host.name, name))
  return longer ?? suggest(host.name, fitting)
}

/** Services that a wrong name is compared with, so that many of them stay cheap. */
const MOST = 100

const isPart = (name: string, of: string): boolean =>
  of.startsWith(`${name}-`) || of.endsWith(`-${name}`)

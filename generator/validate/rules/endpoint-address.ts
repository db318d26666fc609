import { addressOf } from '../addresses.ts'
import { example } from '../example.ts'
import { fieldsAt, mapsOf } from '../fields.ts'
import { dnsSubdomain } from '../names.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const slice = (address: string) => ({
  ...example('EndpointSlice', 'tiles', {
    addressType: 'IPv4',
    endpoints: [{ addresses: [address] }],
    ports: [{ port: 80 }],
  }),
  apiVersion: 'discovery.k8s.io/v1',
})

export const endpointAddress = objectRule({
  id: 'endpoint-address',
  severity: 'error',
  summary: 'Endpoints have addresses of the family that they say.',
  why: 'The API server refuses the object.',
  hint: 'write IP addresses of pods or machines; loopback and link-local ones cannot be reached',
  kinds: ['Endpoints', 'EndpointSlice.discovery.k8s.io'],
  *mistakes(resource) {
    if (resource.kind === 'Endpoints') {
      for (const [index, subset] of mapsOf(resource.subsets))
        yield* subsetMistakes(subset, `/subsets/${index}`)
      return
    }
    const type = resource.addressType
    for (const [index, { addresses }] of mapsOf(resource.endpoints))
      for (const [i, address] of Array.isArray(addresses) ? addresses.entries() : []) {
        const wrong = typeof address === 'string' ? wrongWith(address, String(type)) : undefined
        if (wrong !== undefined)
          yield { pointer: `/endpoints/${index}/addresses/${i}`, message: `"${address}" ${wrong}` }
      }
  },
  examples: () => ({ good: [slice('10.2.0.7')], bad: [slice('10.2.0')] }),
})

function* subsetMistakes(subset: object, pointer: string): Iterable<Mistake> {
  const { addresses, notReadyAddresses } = fieldsAt(subset)
  if (mapsOf(addresses).length === 0 && mapsOf(notReadyAddresses).length === 0)
    yield { pointer, message: 'there are neither addresses nor notReadyAddresses' }
  for (const list of ['addresses', 'notReadyAddresses'])
    for (const [index, { ip }] of mapsOf(fieldsAt(subset)[list])) {
      const wrong = typeof ip === 'string' ? wrongWith(ip, '') : undefined
      if (wrong !== undefined)
        yield { pointer: `${pointer}/${list}/${index}/ip`, message: `"${ip}" ${wrong}` }
    }
}

function wrongWith(text: string, type: string): string | undefined {
  if (type === 'FQDN') return dnsSubdomain(text)
  const address = addressOf(text)
  if (address === undefined) return 'is no IP address'
  if (type.startsWith('IPv') && address.length !== (type === 'IPv6' ? 128 : 32))
    return `is no ${type} address`
  return /^(?:127\.|169\.254\.|0\.0\.0\.0$|224\.0\.0\.|::1?$|fe80:|ff02:)/i.test(text)
    ? 'leads to no other machine'
    : undefined
}

import type { Resource } from '../../core/resource.ts'
import { addressOf, contains, networkOf } from '../addresses.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf, textsOf } from '../fields.ts'
import { POD_KINDS, podOf } from '../pods.ts'
import type { Rule } from '../rule.ts'
import { eachObject, type Mistake } from '../rule-shapes.ts'

const from = (ipBlock: object): Resource =>
  example('NetworkPolicy', 'tiles', {
    spec: { podSelector: {}, ingress: [{ from: [{ ipBlock }] }] },
  })

export const addressSyntax: Rule = {
  id: 'address-syntax',
  severity: 'error',
  scope: 'object',
  kinds: ['NetworkPolicy', 'Service', ...POD_KINDS],
  when: {
    NetworkPolicy: ['spec/ingress/*/from/*/ipBlock', 'spec/egress/*/to/*/ipBlock'],
    Service: ['spec/clusterIP', 'spec/externalIPs', 'spec/loadBalancerSourceRanges'],
    pod: ['spec/hostAliases', 'spec/dnsConfig'],
  },
  summary:
    'Addresses are IPv4 or IPv6, networks have a prefix length, and exceptions lie inside them.',
  why: 'The API server refuses the object.',
  hint: 'write an address such as 10.1.2.3 or fd00::1, a network such as 10.0.0.0/8',
  check: eachObject(mistakesOf),
  examples: () => ({
    good: [from({ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] })],
    bad: [from({ cidr: '10.0.0.0/33' })],
  }),
}

function* mistakesOf(resource: Resource): Iterable<Mistake> {
  const { kind, apiVersion } = resource
  const spec = fieldsAt(resource, 'spec')
  if (kind === 'NetworkPolicy' && apiVersion.startsWith('networking.k8s.io/'))
    for (const [block, pointer] of blocksOf(spec)) yield* blockMistakes(block, pointer)
  if (kind === 'Service' && apiVersion === 'v1') yield* serviceMistakes(spec)
  const pod = podOf(resource)
  if (pod === undefined) return
  for (const [index, { ip }] of mapsOf(pod.spec.hostAliases))
    yield* address(ip, `${pod.pointer}/spec/hostAliases/${index}/ip`)
  for (const [index, ip] of textsOf(fieldsAt(pod.spec, 'dnsConfig').nameservers))
    yield* address(ip, `${pod.pointer}/spec/dnsConfig/nameservers/${index}`)
}

function* blocksOf(spec: Fields): Iterable<readonly [block: Fields, pointer: string]> {
  for (const [side, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const)
    for (const [rule, fields] of mapsOf(spec[side]))
      for (const [index, { ipBlock }] of mapsOf(fields[peers]))
        yield [fieldsAt(ipBlock), `/spec/${side}/${rule}/${peers}/${index}/ipBlock`]
}

function* blockMistakes({ cidr, except }: Fields, pointer: string): Iterable<Mistake> {
  if (typeof cidr !== 'string') return
  yield* network(cidr, `${pointer}/cidr`)
  const outer = networkOf(cidr)
  for (const [index, text] of textsOf(except)) {
    const at = `${pointer}/except/${index}`
    yield* network(text, at)
    const inner = networkOf(text)
    if (outer !== undefined && inner !== undefined && !contains(outer, inner))
      yield { pointer: at, message: `${text} is no part of ${cidr}` }
  }
}

function* serviceMistakes(spec: Fields): Iterable<Mistake> {
  if (textOf(spec.clusterIP) !== undefined && spec.clusterIP !== 'None')
    yield* address(spec.clusterIP, '/spec/clusterIP')
  for (const [index, ip] of textsOf(spec.externalIPs))
    yield* address(ip, `/spec/externalIPs/${index}`)
  for (const [index, text] of textsOf(spec.loadBalancerSourceRanges))
    yield* network(text.trim(), `/spec/loadBalancerSourceRanges/${index}`)
}

function* address(value: unknown, pointer: string): Iterable<Mistake> {
  if (typeof value === 'string' && addressOf(value) === undefined)
    yield { pointer, message: `"${value}" is no IP address` }
}

function* network(text: string, pointer: string): Iterable<Mistake> {
  if (networkOf(text) === undefined) yield { pointer, message: `"${text}" is no network` }
}

import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn, textsOf } from '../fields.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const allowing = (peer: object) =>
  example('NetworkPolicy', 'tiles', { spec: { podSelector: {}, ingress: [{ from: [peer] }] } })

export const networkPeer = objectRule({
  id: 'network-peer',
  severity: 'error',
  when: {
    NetworkPolicy: [
      ['spec/ingress/*/from/*', (peer) => !isClear(fieldsAt(peer))],
      ['spec/egress/*/to/*', (peer) => !isClear(fieldsAt(peer))],
      ['spec/policyTypes', (types) => Array.isArray(types) && types.length > 2],
    ],
  },
  summary: 'A peer of a network policy is a selector or a block of addresses.',
  why: 'The API server refuses the policy.',
  hint: 'use podSelector and namespaceSelector, or ipBlock alone; {} as a selector means all',
  kinds: ['NetworkPolicy.networking.k8s.io'],
  *mistakes(resource) {
    const { ingress, egress, policyTypes } = fieldsAt(resource, 'spec')
    for (const [rule, fields] of mapsOf(ingress))
      yield* peers(fields.from, `/spec/ingress/${rule}/from`)
    for (const [rule, fields] of mapsOf(egress)) yield* peers(fields.to, `/spec/egress/${rule}/to`)
    const types = textsOf(policyTypes)
    if (types.length > 2)
      yield {
        pointer: '/spec/policyTypes',
        message: `there are ${types.length} policyTypes, two exist`,
      }
  },
  examples: () => ({ good: [allowing({ podSelector: {} })], bad: [allowing({})] }),
})

function* peers(list: unknown, pointer: string): Iterable<Mistake> {
  for (const [index, peer] of mapsOf(list)) yield* peerMistakes(peer, `${pointer}/${index}`)
}

function* peerMistakes(peer: Fields, pointer: string): Iterable<Mistake> {
  const kinds = setIn(peer, ['podSelector', 'namespaceSelector', 'ipBlock'])
  if (kinds.length === 0)
    yield { pointer, message: 'the peer says nothing: neither a selector nor an ipBlock' }
  if (peer.ipBlock != null && kinds.length > 1)
    yield { pointer: `${pointer}/ipBlock`, message: `ipBlock excludes ${kinds[0]}` }
}

/** Selectors alone, or a block alone. */
const isClear = ({ podSelector, namespaceSelector, ipBlock }: Fields): boolean =>
  (ipBlock == null) !== ((podSelector ?? namespaceSelector) == null)

import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const tolerating = (toleration: object) => exampleDeployment({}, { tolerations: [toleration] })

export const podScheduling = podRule({
  id: 'pod-scheduling',
  severity: 'error',
  summary:
    'Tolerations, pod affinities and spreads of a pod are complete: keys, weights, topologies.',
  why: 'The API server refuses the object.',
  hint: 'complete or remove the entry',
  *mistakes({ spec, pointer }) {
    const base = `${pointer}/spec`
    for (const [index, toleration] of mapsOf(spec.tolerations))
      yield* tolerationMistakes(toleration, `${base}/tolerations/${index}`)
    for (const [index, constraint] of mapsOf(spec.topologySpreadConstraints))
      yield* spreadMistakes(constraint, `${base}/topologySpreadConstraints/${index}`)
    for (const kind of ['podAffinity', 'podAntiAffinity'])
      yield* affinityMistakes(fieldsAt(spec, 'affinity', kind), `${base}/affinity/${kind}`)
    if (spec.dnsPolicy === 'None' && mapless(fieldsAt(spec, 'dnsConfig').nameservers))
      yield {
        pointer: `${base}/dnsConfig/nameservers`,
        message: 'dnsPolicy None needs nameservers',
      }
  },
  examples: {
    good: [tolerating({ operator: 'Exists' })],
    bad: [tolerating({ key: 'gpu', operator: 'Exists', value: 'yes' })],
  },
})

const mapless = (list: unknown): boolean => !Array.isArray(list) || list.length === 0

function* tolerationMistakes(toleration: Fields, pointer: string): Iterable<Mistake> {
  const { key, operator, value, effect, tolerationSeconds } = toleration
  if (textOf(key) === undefined && operator !== 'Exists')
    yield {
      pointer: `${pointer}/operator`,
      message: 'a toleration without key needs operator Exists',
    }
  if (operator === 'Exists' && textOf(value) !== undefined)
    yield { pointer: `${pointer}/value`, message: 'a toleration with operator Exists has no value' }
  if (tolerationSeconds != null && effect !== 'NoExecute')
    yield { pointer: `${pointer}/effect`, message: 'tolerationSeconds needs effect NoExecute' }
}

function* spreadMistakes(constraint: Fields, pointer: string): Iterable<Mistake> {
  const { maxSkew, topologyKey, minDomains, whenUnsatisfiable } = constraint
  if (typeof maxSkew === 'number' && maxSkew < 1)
    yield { pointer: `${pointer}/maxSkew`, message: `maxSkew is ${maxSkew}` }
  if (topologyKey === '')
    yield { pointer: `${pointer}/topologyKey`, message: 'the spread has no topologyKey' }
  if (typeof minDomains === 'number' && (minDomains < 1 || whenUnsatisfiable !== 'DoNotSchedule'))
    yield {
      pointer: `${pointer}/minDomains`,
      message: 'minDomains is above 0 and needs DoNotSchedule',
    }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

function* affinityMistakes(affinity: Fields, pointer: string): Iterable<Mistake> {
  for (const [index, term] of mapsOf(affinity[REQUIRED]))
    yield* topology(term, `${pointer}/${REQUIRED}/${index}`)
  for (const [index, { weight, podAffinityTerm }] of mapsOf(affinity[PREFERRED])) {
    const at = `${pointer}/${PREFERRED}/${index}`
    yield* weights(weight, at)
    if (podAffinityTerm != null) yield* topology(fieldsAt(podAffinityTerm), `${at}/podAffinityTerm`)
  }
}

function* topology({ topologyKey }: Fields, pointer: string): Iterable<Mistake> {
  if (topologyKey === '')
    yield { pointer: `${pointer}/topologyKey`, message: 'the affinity has no topologyKey' }
}

function* weights(weight: unknown, pointer: string): Iterable<Mistake> {
  if (typeof weight === 'number' && (weight < 1 || weight > 100))
    yield { pointer: `${pointer}/weight`, message: `weight ${weight} is not between 1 and 100` }
}

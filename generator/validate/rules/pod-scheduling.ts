import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textsOf } from '../fields.ts'
import { qualifiedKey } from '../names.ts'
import type { Rule } from '../rule.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'
import { tolerationsIn } from '../tolerations.ts'

const tolerating = (toleration: object) => exampleDeployment({}, { tolerations: [toleration] })

const ofPods = podRule({
  id: 'pod-scheduling',
  severity: 'error',
  when: {
    pod: [
      'spec/tolerations',
      'spec/topologySpreadConstraints',
      'spec/affinity',
      ['spec/dnsPolicy', (policy) => policy === 'None'],
    ],
    RuntimeClass: ['scheduling/tolerations'],
  },
  summary:
    'Tolerations, pod affinities and spreads of a pod are complete: keys, weights, topologies.',
  why: 'The API server refuses the object.',
  hint: 'complete or remove the entry',
  *mistakes({ spec, pointer }) {
    const base = `${pointer}/spec`
    yield* tolerationsIn(spec.tolerations, `${base}/tolerations`)
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
  examples: () => ({
    good: [tolerating({ operator: 'Exists' })],
    bad: [tolerating({ key: 'gpu', operator: 'Exists', value: 'yes' })],
  }),
})

export const podScheduling: Rule = {
  ...ofPods,
  kinds: [...(ofPods.kinds ?? []), 'RuntimeClass'],
  *check(resources, context) {
    yield* ofPods.check(resources, context)
    for (const resource of resources)
      if (resource.kind === 'RuntimeClass' && resource.apiVersion.startsWith('node.k8s.io/')) {
        const { tolerations } = fieldsAt(resource, 'scheduling')
        for (const mistake of tolerationsIn(tolerations, '/scheduling/tolerations'))
          yield { resource, ...mistake }
      }
  },
}

const mapless = (list: unknown): boolean => !Array.isArray(list) || list.length === 0

/** Keys of labels that are added to a selector, which must be there. */
function* keyMistakes(holder: Fields, field: string, at: string): Iterable<Mistake> {
  const keys = holder[field]
  const list = textsOf(keys)
  if (list.length > 0 && holder.labelSelector == null)
    yield { pointer: `${at}/${field}`, message: `${field} needs a labelSelector` }
  for (const [index, key] of list) {
    const wrong = qualifiedKey(key)
    if (wrong !== undefined)
      yield { pointer: `${at}/${field}/${index}`, message: `key "${key}" ${wrong}` }
  }
}

function* spreadMistakes(constraint: Fields, pointer: string): Iterable<Mistake> {
  yield* keyMistakes(constraint, 'matchLabelKeys', pointer)
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

function* topology(term: Fields, pointer: string): Iterable<Mistake> {
  const { topologyKey } = term
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys'])
    yield* keyMistakes(term, field, pointer)
  if (topologyKey === '')
    yield { pointer: `${pointer}/topologyKey`, message: 'the affinity has no topologyKey' }
}

function* weights(weight: unknown, pointer: string): Iterable<Mistake> {
  if (typeof weight === 'number' && (weight < 1 || weight > 100))
    yield { pointer: `${pointer}/weight`, message: `weight ${weight} is not between 1 and 100` }
}

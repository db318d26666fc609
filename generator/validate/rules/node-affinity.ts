import { exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf } from '../fields.ts'
import { labelValues, terms } from '../node-terms.ts'
import { podRule } from '../rule-shapes.ts'

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

const on = (expression: object) => {
  const nodeSelectorTerms = [{ matchExpressions: [{ key: 'gpu', ...expression }] }]
  const nodeAffinity = { [REQUIRED]: { nodeSelectorTerms } }
  return exampleDeployment({}, { affinity: { nodeAffinity } })
}

export const nodeAffinity = podRule({
  id: 'node-affinity',
  severity: 'error',
  when: { pod: ['spec/affinity/nodeAffinity'] },
  summary:
    'An affinity to nodes has terms, weights from 1 to 100, and the values that its operators take.',
  why: 'The API server refuses the object.',
  hint: 'In and NotIn take values, Gt and Lt one, Exists and DoesNotExist none',
  *mistakes({ spec, pointer }) {
    const affinity = fieldsAt(spec, 'affinity', 'nodeAffinity')
    const base = `${pointer}/spec/affinity/nodeAffinity`
    const { nodeSelectorTerms } = fieldsAt(affinity, REQUIRED)
    const at = `${base}/${REQUIRED}/nodeSelectorTerms`
    const none = Array.isArray(nodeSelectorTerms) && nodeSelectorTerms.length === 0
    if (none) yield { pointer: at, message: 'there are no nodeSelectorTerms' }
    for (const [index, term] of mapsOf(nodeSelectorTerms)) {
      yield* terms(term, `${at}/${index}`)
      yield* labelValues(term, `${at}/${index}`)
    }
    for (const [index, { weight, preference }] of mapsOf(affinity[PREFERRED])) {
      const here = `${base}/${PREFERRED}/${index}`
      if (typeof weight === 'number' && (weight < 1 || weight > 100))
        yield { pointer: `${here}/weight`, message: `weight ${weight} is not between 1 and 100` }
      yield* terms(fieldsAt(preference), `${here}/preference`)
    }
  },
  examples: () => ({
    good: [on({ operator: 'Exists' })],
    bad: [on({ operator: 'Gt', values: ['1', '2'] })],
  }),
})

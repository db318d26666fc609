import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf } from '../fields.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

type Values = 'no values' | 'one value' | 'values'

/** How many values an operator takes, in words. */
const VALUES: Readonly<Record<string, Values>> = {
  In: 'values',
  NotIn: 'values',
  Exists: 'no values',
  DoesNotExist: 'no values',
  Gt: 'one value',
  Lt: 'one value',
}

const on = (expression: object) => {
  const nodeSelectorTerms = [{ matchExpressions: [{ key: 'gpu', ...expression }] }]
  const nodeAffinity = { [REQUIRED]: { nodeSelectorTerms } }
  return exampleDeployment({}, { affinity: { nodeAffinity } })
}

export const nodeAffinity = podRule({
  id: 'node-affinity',
  severity: 'error',
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
    for (const [index, term] of mapsOf(nodeSelectorTerms)) yield* terms(term, `${at}/${index}`)
    for (const [index, { weight, preference }] of mapsOf(affinity[PREFERRED])) {
      const here = `${base}/${PREFERRED}/${index}`
      if (typeof weight === 'number' && (weight < 1 || weight > 100))
        yield { pointer: `${here}/weight`, message: `weight ${weight} is not between 1 and 100` }
      yield* terms(fieldsAt(preference), `${here}/preference`)
    }
  },
  examples: {
    good: [on({ operator: 'Exists' })],
    bad: [on({ operator: 'Gt', values: ['1', '2'] })],
  },
})

function* terms(term: Fields, pointer: string): Iterable<Mistake> {
  for (const list of ['matchExpressions', 'matchFields'])
    for (const [index, { operator, values }] of mapsOf(term[list])) {
      const wanted = wantedOf(operator, list)
      const count = Array.isArray(values) ? values.length : 0
      const right = { values: count > 0, 'one value': count === 1, 'no values': count === 0 }
      if (wanted !== undefined && !right[wanted])
        yield {
          pointer: `${pointer}/${list}/${index}/values`,
          message: `${operator} needs ${wanted}`,
        }
    }
}

/** A field of a node, its name, has one value only. */
function wantedOf(operator: unknown, list: string): Values | undefined {
  if (typeof operator !== 'string' || !Object.hasOwn(VALUES, operator)) return undefined
  return list === 'matchFields' ? 'one value' : VALUES[operator]
}

import { example, exampleDeployment } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import { isShare } from '../numbers.ts'
import { objectRule } from '../rule-shapes.ts'

const budget = (spec: object) =>
  example('PodDisruptionBudget', 'tiles', {
    spec: { selector: { matchLabels: { app: 'tiles' } }, ...spec },
  })

export const disruptionBudget = objectRule({
  id: 'disruption-budget',
  severity: 'error',
  summary:
    'A disruption budget says minAvailable or maxUnavailable, as a number or a share in percent.',
  why: 'The API server refuses the budget.',
  hint: 'keep one of the two, e.g. maxUnavailable: 1 or minAvailable: 50%',
  kinds: ['PodDisruptionBudget.policy'],
  *mistakes(resource) {
    const spec = fieldsAt(resource, 'spec')
    if (spec.minAvailable != null && spec.maxUnavailable != null)
      yield {
        pointer: '/spec/maxUnavailable',
        message: 'minAvailable and maxUnavailable exclude each other',
      }
    for (const field of ['minAvailable', 'maxUnavailable'])
      if (spec[field] != null && !isShare(spec[field], 100)) {
        const message = `${field} ${JSON.stringify(spec[field])} is neither a number nor a share up to 100%`
        yield { pointer: `/spec/${field}`, message }
      }
  },
  examples: () => ({
    good: [budget({ maxUnavailable: '50%' }), exampleDeployment({})],
    bad: [budget({ maxUnavailable: 1, minAvailable: 1 }), exampleDeployment({})],
  }),
})

import { demandsOf, kindsIn, type WrongWith, wrongBy } from '../demand-rule.ts'
import { EMPTY } from '../demands/empty.ts'
import { exampleDeployment } from '../example.ts'
import type { Rule } from '../rule.ts'
import { eachObject } from '../rule-shapes.ts'

const wrongWith: WrongWith = (value, demands, field) => {
  const demand = demands[0]
  if (demand === 'there') return value === undefined ? `${field} is missing` : undefined
  if (value == null) return demand === 'needed' ? `${field} is missing` : undefined
  return value === '' || (Array.isArray(value) && value.length === 0)
    ? `${field} is empty`
    : undefined
}

const files = (configMap: object) =>
  exampleDeployment({}, { volumes: [{ name: 'files', configMap }] })

export const neededField: Rule = {
  id: 'needed-field',
  severity: 'error',
  scope: 'object',
  kinds: kindsIn(EMPTY),
  when: wrongBy(EMPTY, wrongWith),
  summary:
    'Fields that the API server needs although its schema does not say so are there and not empty.',
  why: 'The API server refuses the object: "Required value".',
  hint: 'add the field, or remove what it belongs to',
  check: eachObject(demandsOf(EMPTY, wrongWith)),
  examples: () => ({
    good: [files({ name: 'web', optional: true })],
    bad: [files({ optional: true })],
  }),
}

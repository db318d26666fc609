import { didYouMean } from '../../core/suggest.ts'
import { demandsOf, kindsIn } from '../demand-rule.ts'
import { WORDS } from '../demands/words.ts'
import { exampleDeployment } from '../example.ts'
import { quote } from '../quote.ts'
import type { Rule } from '../rule.ts'
import { eachObject } from '../rule-shapes.ts'

const mistakesOf = demandsOf(WORDS, (value, words, field) =>
  typeof value !== 'string' || words.includes(value)
    ? undefined
    : `${field} ${quote(value)} is not one of ${words.join(', ')}${didYouMean(value, words)}`,
)

export const closedList: Rule = {
  id: 'closed-list',
  severity: 'error',
  scope: 'object',
  kinds: kindsIn(WORDS),
  summary: 'Fields with a closed list of values that the schema does not name have one of them.',
  why: 'The API server refuses the object: "Unsupported value".',
  hint: 'use one of the listed values; case counts',
  check: eachObject(mistakesOf),
  examples: {
    good: [exampleDeployment({}, { os: { name: 'linux' } })],
    bad: [exampleDeployment({}, { os: { name: 'Linux' } })],
  },
}

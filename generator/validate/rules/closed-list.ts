import { didYouMean } from '../../core/suggest.ts'
import { demandsOf, kindsIn, type WrongWith, wrongBy } from '../demand-rule.ts'
import { WORDS } from '../demands/words.ts'
import { exampleDeployment } from '../example.ts'
import { quote } from '../quote.ts'
import type { Rule } from '../rule.ts'
import { eachObject } from '../rule-shapes.ts'

const wrongWith: WrongWith = (value, words, field) =>
  typeof value !== 'string' || words.includes(value)
    ? undefined
    : `${field} ${quote(value)} is not one of ${words.join(', ')}${didYouMean(value, words)}`

export const closedList: Rule = {
  id: 'closed-list',
  severity: 'error',
  scope: 'object',
  kinds: kindsIn(WORDS),
  when: wrongBy(WORDS, wrongWith),
  summary: 'Fields with a closed list of values that the schema does not name have one of them.',
  why: 'The API server refuses the object: "Unsupported value".',
  hint: 'use one of the listed values; case counts',
  check: eachObject(demandsOf(WORDS, wrongWith)),
  examples: () => ({
    good: [exampleDeployment({}, { os: { name: 'linux' } })],
    bad: [exampleDeployment({}, { os: { name: 'Linux' } })],
  }),
}

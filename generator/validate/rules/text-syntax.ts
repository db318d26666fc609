import { demandsOf, kindsIn } from '../demand-rule.ts'
import { TEXTS } from '../demands/texts.ts'
import { exampleDeployment } from '../example.ts'
import { type NameSyntax, syntaxes } from '../names.ts'
import { quote } from '../quote.ts'
import type { Rule } from '../rule.ts'
import { eachObject } from '../rule-shapes.ts'

const mistakesOf = demandsOf(TEXTS, (value, [name = ''], field) => {
  // An element of a list is never left out: null and the empty text are judged like any other.
  const isElement = /^[0-9]+$/.test(field) || field.endsWith(']')
  const text = isElement ? (value ?? '') : value
  if (typeof text !== 'string' || (text === '' && !isElement)) return undefined
  const check: NameSyntax | undefined = syntaxes[name]
  const wrong = check?.(text)
  return wrong === undefined ? undefined : `${field} ${quote(text)} ${wrong}`
})

export const textSyntax: Rule = {
  id: 'text-syntax',
  severity: 'error',
  scope: 'object',
  kinds: kindsIn(TEXTS),
  summary:
    'Names of other objects, keys, paths and hosts in an object have the syntax that Kubernetes allows.',
  why: 'The API server refuses the object.',
  hint: 'correct the text',
  check: eachObject(mistakesOf),
  examples: {
    good: [exampleDeployment({}, { hostname: 'tiles' })],
    bad: [exampleDeployment({}, { hostname: 'tiles.web' })],
  },
}

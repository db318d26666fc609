import { demandsOf, kindsIn, type WrongWith, wrongBy } from '../demand-rule.ts'
import { TEXTS } from '../demands/texts.ts'
import { exampleDeployment } from '../example.ts'
import { type NameSyntax, syntaxes } from '../names.ts'
import { quote } from '../quote.ts'
import type { Rule } from '../rule.ts'
import { eachObject } from '../rule-shapes.ts'

const wrongWith: WrongWith = (value, demands, field) => {
  const text = value ?? ''
  if (typeof text !== 'string' || (text === '' && !isElement(field))) return undefined
  const check: NameSyntax | undefined = syntaxes[demands[0] ?? '']
  const wrong = check?.(text)
  return wrong === undefined ? undefined : `${field} ${quote(text)} ${wrong}`
}

/** An element of a list is never left out: null and the empty text are judged like any other. */
const isElement = (field: string): boolean => /^[0-9]+$/.test(field) || field.endsWith(']')

export const textSyntax: Rule = {
  id: 'text-syntax',
  severity: 'error',
  scope: 'object',
  kinds: kindsIn(TEXTS),
  when: wrongBy(TEXTS, wrongWith),
  summary:
    'Names of other objects, keys, paths and hosts in an object have the syntax that Kubernetes allows.',
  why: 'The API server refuses the object.',
  hint: 'correct the text',
  check: eachObject(demandsOf(TEXTS, wrongWith)),
  examples: () => ({
    good: [exampleDeployment({}, { hostname: 'tiles' })],
    bad: [exampleDeployment({}, { hostname: 'tiles.web' })],
  }),
}

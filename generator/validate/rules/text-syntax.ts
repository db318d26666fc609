import { demandsOf } from '../demand-rule.ts'
import { TEXTS } from '../demands.ts'
import { exampleDeployment } from '../example.ts'
import { type NameSyntax, syntaxes } from '../names.ts'
import { quote } from '../quote.ts'
import type { Rule } from '../rule.ts'

const mistakesOf = demandsOf(TEXTS, (value, [name = ''], field) => {
  if (typeof value !== 'string' || value === '') return undefined
  const check: NameSyntax | undefined = syntaxes[name]
  const wrong = check?.(value)
  return wrong === undefined ? undefined : `${field} ${quote(value)} ${wrong}`
})

export const textSyntax: Rule = {
  id: 'text-syntax',
  severity: 'error',
  scope: 'object',
  summary:
    'Names of other objects, keys, paths and hosts in an object have the syntax that Kubernetes allows.',
  why: 'The API server refuses the object.',
  hint: 'correct the text',
  *check(resources) {
    for (const resource of resources)
      for (const mistake of mistakesOf(resource)) yield { resource, ...mistake }
  },
  examples: {
    good: [exampleDeployment({}, { hostname: 'tiles' })],
    bad: [exampleDeployment({}, { hostname: 'tiles.web' })],
  },
}

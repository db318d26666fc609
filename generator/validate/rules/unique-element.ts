import { demandsOf, kindsIn, type WrongWith, wrongBy } from '../demand-rule.ts'
import { UNIQUE } from '../demands/unique.ts'
import { exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf } from '../fields.ts'
import { quote } from '../quote.ts'
import type { Rule } from '../rule.ts'
import { eachObject } from '../rule-shapes.ts'

const wrongWith: WrongWith = (value, demands, field) => {
  if (!Array.isArray(value) || value.length < 2) return undefined
  const [name, empty] = demands
  const repeated = repeatedOf(name === undefined ? value : valuesOf(value, name, empty))
  if (repeated === undefined) return undefined
  const what = name === undefined ? 'elements' : `elements whose ${name} is`
  return `${field} has two ${what} ${quote(repeated)}`
}

function valuesOf(list: readonly unknown[], name: string, empty?: string): readonly unknown[] {
  const values = mapsOf(list).map(([, element]) => fieldsAt(element)[name] ?? '')
  return empty === undefined ? values.filter((value) => value !== '') : values
}

/** The first value that stands there again. */
function repeatedOf(values: readonly unknown[]): unknown {
  const seen = new Set<string>()
  return values.find((value) => {
    const text = JSON.stringify(value)
    const again = seen.has(text)
    seen.add(text)
    return again
  })
}

const sysctls = (...names: readonly string[]) =>
  exampleDeployment(
    {},
    { securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } },
  )

export const uniqueElement: Rule = {
  id: 'unique-element',
  severity: 'error',
  scope: 'object',
  kinds: kindsIn(UNIQUE),
  when: wrongBy(UNIQUE, wrongWith),
  summary: 'Lists whose elements must differ, although the schema does not say so, repeat nothing.',
  why: 'The API server refuses the object: "Duplicate value".',
  hint: 'remove one of the two, or change it',
  check: eachObject(demandsOf(UNIQUE, wrongWith)),
  examples: () => ({
    good: [sysctls('net.core.somaxconn', 'net.ipv4.tcp_syncookies')],
    bad: [sysctls('net.core.somaxconn', 'net.core.somaxconn')],
  }),
}

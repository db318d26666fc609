import { complete } from '../../generator/fleet/complete.ts'
import { judge } from '../../generator/fleet/judge.ts'
import type { Schema, ValueProblem } from '../../generator/fleet/values.ts'

/** What fleet.yaml says about an application, with every default filled in; a schema error fails the test. */
export function valuesOf(schema: Schema, given: unknown = {}): unknown {
  const wrong: ValueProblem[] = [...judge(schema.json)(given)]
  const values = complete(schema.json, given, (problem) => wrong.push(problem))
  if (wrong.length > 0) throw new Error(wrong.map((p) => `${p.pointer} ${p.message}`).join('\n'))
  return values
}

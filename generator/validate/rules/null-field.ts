import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { exampleDeployment } from '../example.ts'
import type { Rule } from '../rule.ts'
import type { Mistake } from '../rule-shapes.ts'

export const nullField: Rule = {
  id: 'null-field',
  severity: 'warning',
  scope: 'object',
  when: { '*': [['', (object) => holdsNull(object as Resource)]] },
  summary: 'No field is null: what has no value is left out.',
  why: 'The API server drops it, or refuses it in a kind of a CRD; an engine that compares sees a difference for ever.',
  hint: 'remove the field',
  *check(resources) {
    for (const resource of resources)
      for (const mistake of nullsIn(resource, '')) yield { resource, ...mistake }
  },
  examples: () => ({
    good: [exampleDeployment({})],
    bad: [exampleDeployment({ envFrom: null })],
  }),
}

/** Tools print `creationTimestamp: null` and a whole `status`; both are ignored by everybody. */
const IGNORED: ReadonlySet<string> = new Set(['creationTimestamp', 'status'])

/** Few objects do: pointers are made for those only. */
function holdsNull(value: object): boolean {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (isOrHoldsNull(value[i])) return true
    return false
  }
  const members = value as Readonly<Record<string, unknown>>
  for (const name in members) if (isOrHoldsNull(members[name])) return true
  return false
}

const isOrHoldsNull = (member: unknown): boolean =>
  typeof member === 'object' && (member === null || holdsNull(member))

function* nullsIn(value: object, pointer: string): Iterable<Mistake> {
  for (const [name, member] of Object.entries(value))
    if (member === null && !IGNORED.has(name))
      yield { pointer: pointerTo(pointer, name), message: `${name} is null` }
    else if (
      typeof member === 'object' &&
      member !== null &&
      !(pointer === '' && name === 'status')
    )
      yield* nullsIn(member, pointerTo(pointer, name))
}

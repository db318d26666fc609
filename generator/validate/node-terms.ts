import type { Resource } from '../core/resource.ts'
import { type Fields, fieldsAt, mapsOf, textOf, textsOf } from './fields.ts'
import { dnsSubdomain, labelValue, qualifiedKey } from './names.ts'
import type { Mistake } from './rule-shapes.ts'

type Values = 'no values' | 'one value' | 'values'

/** How many values an operator takes, in words. */
const VALUES: Readonly<Record<string, Values>> = {
  In: 'values',
  NotIn: 'values',
  Exists: 'no values',
  DoesNotExist: 'no values',
  Gt: 'one value',
  Lt: 'one value',
}

/** Terms of a volume, judged like those of a pod. */
export function* volumeTerms(resource: Resource): Iterable<Mistake> {
  const { nodeSelectorTerms } = fieldsAt(resource, 'spec', 'nodeAffinity', 'required')
  for (const [index, term] of mapsOf(nodeSelectorTerms)) {
    const at = `/spec/nodeAffinity/required/nodeSelectorTerms/${index}`
    yield* terms(term, at)
    yield* labelValues(term, at)
    for (const [i, { key }] of mapsOf(term.matchExpressions)) {
      const wrong = textOf(key) && qualifiedKey(String(key))
      if (wrong)
        yield { pointer: `${at}/matchExpressions/${i}/key`, message: `key "${key}" ${wrong}` }
    }
  }
}

/** Values of labels that a node must have. */
export function* labelValues(term: Fields, pointer: string): Iterable<Mistake> {
  for (const [index, { values }] of mapsOf(term.matchExpressions))
    for (const [i, text] of textsOf(values)) {
      const wrong = labelValue(text)
      const at = `${pointer}/matchExpressions/${index}/values/${i}`
      if (wrong !== undefined) yield { pointer: at, message: `value "${text}" ${wrong}` }
    }
}

function* nodeFields(term: Fields, pointer: string): Iterable<Mistake> {
  for (const [index, { key, operator, values }] of mapsOf(term.matchFields)) {
    const at = `${pointer}/matchFields/${index}`
    if (typeof key === 'string' && key !== 'metadata.name')
      yield { pointer: `${at}/key`, message: `"${key}" is no field of a node that can be matched` }
    if (typeof operator === 'string' && !['In', 'NotIn'].includes(operator))
      yield {
        pointer: `${at}/operator`,
        message: `a field is matched by In or NotIn, not ${operator}`,
      }
    yield* nodeNames(values, `${at}/values`)
  }
}

function* nodeNames(values: unknown, pointer: string): Iterable<Mistake> {
  for (const [index, name] of Array.isArray(values) ? values.entries() : []) {
    const wrong = dnsSubdomain(String(name ?? ''))
    if (wrong !== undefined)
      yield { pointer: `${pointer}/${index}`, message: `node "${name}" ${wrong}` }
  }
}

/** Terms that select nodes: operators with their values, fields of nodes. */
export function* terms(term: Fields, pointer: string): Iterable<Mistake> {
  yield* nodeFields(term, pointer)
  for (const list of ['matchExpressions', 'matchFields'])
    for (const [index, { operator, values }] of mapsOf(term[list])) {
      const wanted = wantedOf(operator, list)
      const count = Array.isArray(values) ? values.length : 0
      const right = { values: count > 0, 'one value': count === 1, 'no values': count === 0 }
      if (wanted !== undefined && !right[wanted])
        yield {
          pointer: `${pointer}/${list}/${index}/values`,
          message: `${operator} needs ${wanted}`,
        }
    }
}

/** A field of a node, its name, has one value only. */
function wantedOf(operator: unknown, list: string): Values | undefined {
  if (typeof operator !== 'string' || !Object.hasOwn(VALUES, operator)) return undefined
  return list === 'matchFields' ? 'one value' : VALUES[operator]
}

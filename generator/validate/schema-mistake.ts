type Shape = { readonly fits: (value: unknown) => boolean; readonly wants: string }

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): boolean => typeof value === 'string'
const listOf =
  (fits: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(fits)

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']
const isType = (value: unknown): boolean => TYPES.includes(value as string)

const text: Shape = { fits: isText, wants: 'must be text' }
const number: Shape = { fits: (v) => typeof v === 'number', wants: 'must be a number' }
const schema: Shape = { fits: isMap, wants: 'must be a schema' }
const schemas: Shape = { fits: listOf(isMap), wants: 'must be a list of schemas' }
const texts: Shape = { fits: listOf(isText), wants: 'must be a list of texts' }
const members: Shape = {
  fits: (value) => isMap(value) && Object.values(value).every(isMap),
  wants: 'must hold a schema for each member',
}

/** The keywords that the interpreter reads; what it would take for nothing must not pass for a schema. */
const SHAPES: Readonly<Record<string, Shape>> = {
  $ref: text,
  type: {
    fits: (value) => isType(value) || listOf(isType)(value),
    wants: `must be one of ${TYPES.join(', ')}, or a list of them`,
  },
  format: text,
  pattern: text,
  enum: { fits: Array.isArray, wants: 'must be a list' },
  minLength: number,
  maxLength: number,
  minimum: number,
  maximum: number,
  minItems: number,
  maxItems: number,
  minProperties: number,
  maxProperties: number,
  required: texts,
  properties: members,
  additionalProperties: {
    fits: (value) => typeof value === 'boolean' || isMap(value),
    wants: 'must be true, false or a schema',
  },
  items: schema,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
  'x-kubernetes-list-map-keys': texts,
  'x-kubernetes-validations': {
    fits: listOf((rule) => isMap(rule) && isText(rule.rule)),
    wants: 'must be a list of rules',
  },
}

type Part = { readonly value: unknown; readonly at: string }

/**
 * The first thing in a schema, and in all that it refers to, that nothing can be judged by; a schema from outside is
 * looked at before it is used. `resolve` throws for a reference that leads nowhere.
 */
export function schemaMistake(
  root: unknown,
  resolve: (ref: string) => unknown,
): string | undefined {
  const seen = new Set<unknown>()
  const left: Part[] = [{ value: root, at: '' }]
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const { value, at } = part
    if (seen.has(value)) continue
    seen.add(value)
    if (!isMap(value)) return `${at || 'the top'} must be a schema, and is ${short(value)}`
    const wrong = Object.entries(value).find(([name, it]) => it != null && !fits(name, it))
    if (wrong !== undefined)
      return `${at}/${wrong[0]} ${SHAPES[wrong[0]]?.wants}, and is ${short(wrong[1])}`
    if (isText(value.$ref) && isCircle(value, resolve)) return `${value.$ref} refers to itself`
    left.push(...partsOf(value, at, resolve))
  }
  return undefined
}

function fits(name: string, value: unknown): boolean {
  return !Object.hasOwn(SHAPES, name) || SHAPES[name]?.fits(value) === true
}

/** References that lead to references only, and back. */
function isCircle(start: Readonly<Record<string, unknown>>, resolve: (ref: string) => unknown) {
  const seen = new Set<unknown>()
  let here: unknown = start
  while (isMap(here) && typeof here.$ref === 'string') {
    if (seen.has(here)) return true
    seen.add(here)
    here = resolve(here.$ref)
  }
  return false
}

function partsOf(
  value: Readonly<Record<string, unknown>>,
  at: string,
  resolve: (ref: string) => unknown,
): readonly Part[] {
  const inside = Object.entries(value).flatMap(([name, it]): readonly Part[] => {
    const where = `${at}/${name}`
    if (it == null || !Object.hasOwn(SHAPES, name)) return []
    if (name === 'properties')
      return Object.entries(it).map(([member, one]) => ({ value: one, at: `${where}/${member}` }))
    if (SHAPES[name] === schemas)
      return (it as unknown[]).map((one, index) => ({ value: one, at: `${where}/${index}` }))
    const isOne = SHAPES[name] === schema || (name === 'additionalProperties' && isMap(it))
    return isOne ? [{ value: it, at: where }] : []
  })
  return typeof value.$ref === 'string'
    ? [...inside, { value: resolve(value.$ref), at: value.$ref }]
    : inside
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

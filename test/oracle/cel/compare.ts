import { apiVersionOf, type Schema } from '../../../generator/validate/schema.ts'
import { ruleProblems } from '../../../generator/validate/validations.ts'
import { dice } from '../../validate/sample.ts'
import { catalog } from '../../validate/stored.ts'
import { asDefinition } from './as-definition.ts'
import { type Answer, askEngine, type Objection } from './engine.ts'
import { valuesFor } from './values.ts'

/** A rule at its place in the schema of a custom kind. */
export type Placed = {
  readonly where: string
  readonly root: boolean
  readonly schema: Schema
  readonly resolve: (ref: string) => Schema
  readonly validation: Validation
}

type Validation = {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
}

/** What came of it: disagreements, what only the API server can judge, and rules that were seen to hold and to fail. */
export type Compared = {
  readonly differences: readonly string[]
  readonly notEvaluated: readonly string[]
  /** Rules that ours could not evaluate for some value, though they are about nothing but the object. */
  readonly silent: readonly string[]
  readonly rules: number
  readonly values: number
  readonly bothWays: number
  /** Rules of which no value was found that they refuse, or none that they accept. */
  readonly oneWay: readonly string[]
}

const KUBERNETES = '1.34'

/** Every rule of every stored definition, against `count` values each. */
export function compareCel(count: number, seed = 1): Compared {
  return compareRules(storedRules(), count, seed)
}

export function compareRules(rules: readonly Placed[], count: number, seed = 1): Compared {
  const roll = dice(seed)
  const asked = rules.map((placed) => ({
    placed,
    values: valuesFor(placed.schema, placed.validation.rule, placed.resolve, { roll, count }),
  }))
  const answers = askEngine(
    asked.map(({ placed: { schema, validation, root }, values }) => ({
      schema: asDefinition(schema, [validation]),
      root,
      values,
    })),
  )
  const results = asked.map(({ placed, values }, i) => judge(placed, values, answers[i]))
  return {
    differences: results.flatMap(({ differences }) => differences.slice(0, 3)),
    notEvaluated: results.flatMap(({ skipped }) => skipped ?? []),
    silent: results.flatMap(({ silent }, i) => (silent > 0 ? [nameOf(rules[i])] : [])),
    rules: rules.length,
    values: asked.reduce((sum, { values }) => sum + values.length, 0),
    bothWays: results.filter(({ held, failed }) => held > 0 && failed > 0).length,
    oneWay: results.flatMap(({ held, failed, skipped }, i) =>
      skipped === undefined && (held === 0 || failed === 0)
        ? [`${nameOf(rules[i])}: held ${held}, failed ${failed}`]
        : [],
    ),
  }
}

const nameOf = (placed: Placed | undefined): string =>
  `${placed?.where}: ${placed?.validation.rule.replace(/\s+/g, ' ').slice(0, 160)}`

type Result = {
  readonly differences: readonly string[]
  readonly held: number
  readonly failed: number
  /** Values about which ours said that it had not judged them. */
  readonly silent: number
  /** Set for a rule about the object before, which neither of both judges. */
  readonly skipped?: string
}

const NOTHING: Result = { differences: [], held: 0, failed: 0, silent: 0 }

function judge(placed: Placed, values: readonly unknown[], answer: Answer | undefined): Result {
  const name = nameOf(placed)
  if (answer === undefined || answer.error !== undefined)
    return { ...NOTHING, differences: [`${name}: the engine says ${answer?.error}`] }
  const ours = values.map((value) => ourWord(placed, value))
  if (/\boldSelf\b/.test(placed.validation.rule)) {
    const wrong = ours.filter((word) => word !== NOT_EVALUATED)
    const differences = wrong.length > 0 ? [`${name}: passed without the object before`] : []
    return { ...NOTHING, differences, skipped: name }
  }
  const differences = values.flatMap((value, i) => {
    const [word = '', said = []] = [ours[i], answer.said[i]]
    if (word === NOT_EVALUATED || isSame(word, said, placed.validation)) return []
    return [`${name}: engine "${theirWord(said)}", ours "${word}" of ${JSON.stringify(value)}`]
  })
  const held = answer.said.filter((said) => said.length === 0).length
  const silent = ours.filter((word) => word === NOT_EVALUATED).length
  return { differences, held, failed: values.length - held, silent }
}

/** `holds`, what people are told when it does not, or that it was not evaluated. */
function ourWord({ schema, validation, resolve }: Placed, value: unknown): string {
  const node = { ...bare(schema), 'x-kubernetes-validations': [validation] }
  const { engine } = catalog
  const [problem] = ruleProblems(value, node, { resolve, engine, refused: [] })
  if (problem === undefined) return 'holds'
  return problem.rule === 'rule-evaluated' ? NOT_EVALUATED : problem.message
}

const NOT_EVALUATED = 'not evaluated'

function theirWord([objection]: readonly Objection[]): string {
  return objection === undefined ? 'holds' : `${objection.type}: ${objection.detail}`
}

/** The same verdict, and where a definition says what to tell people, the same words. */
function isSame(ours: string, [objection]: readonly Objection[], validation: Validation): boolean {
  if (objection === undefined) return ours === 'holds'
  if (objection.type === 'InternalError') return false
  if (ours === 'holds' || ours === NOT_EVALUATED) return false
  const { detail } = objection
  const isRefused = !/ evaluating rule: |call arguments did not match/.test(detail)
  const hasText = validation.message !== undefined || validation.messageExpression !== undefined
  return !isRefused || !hasText || ours === detail
}

/** Without the rules below: each is compared at its own place. */
function bare(schema: Schema): Schema {
  const known = BARE.get(schema)
  if (known !== undefined) return known
  const { 'x-kubernetes-validations': _, properties, items, additionalProperties, ...rest } = schema
  const below = Object.entries(properties ?? {}).map(([name, one]) => [name, bare(one)])
  const made: Schema = {
    ...rest,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(below) }),
    ...(items === undefined ? {} : { items: bare(items) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'object'
              ? bare(additionalProperties)
              : additionalProperties,
        }),
  }
  BARE.set(schema, made)
  return made
}

const BARE = new WeakMap<Schema, Schema>()

/** Every rule of the stored custom kinds, with the schema that it stands in. */
export function storedRules(): readonly Placed[] {
  return catalog.kinds(KUBERNETES).flatMap((api) => {
    const kind = catalog.schemaOf(apiVersionOf(api), api.kind, KUBERNETES)
    return kind === undefined
      ? []
      : placedIn(kind.root, `${api.kind} ${apiVersionOf(api)}`, kind.resolve)
  })
}

function placedIn(root: Schema, where: string, resolve: Placed['resolve']): readonly Placed[] {
  const visit = (schema: Schema, path: string): readonly Placed[] => {
    const { properties = {}, items, additionalProperties: rest } = schema
    const own = (schema['x-kubernetes-validations'] ?? []) as readonly Validation[]
    return [
      ...own.map((validation) => ({
        where: `${where} ${path}`,
        root: path === '',
        schema,
        resolve,
        validation,
      })),
      ...Object.entries(properties).flatMap(([name, one]) => visit(one, `${path}.${name}`)),
      ...(items === undefined ? [] : visit(items, `${path}[]`)),
      ...(typeof rest === 'object' ? visit(rest, `${path}.*`) : []),
    ]
  }
  return visit(root, '')
}

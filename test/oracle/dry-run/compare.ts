import type { Finding } from '../../../generator/core/finding.ts'
import { idOf, type Resource } from '../../../generator/core/resource.ts'
import {
  checkObject,
  checkRendering,
  rules,
  schemaRules,
} from '../../../generator/validate/index.ts'
import { type ApiKind, apiVersionOf } from '../../../generator/validate/schema.ts'
import { catalog } from '../../validate/stored.ts'
import type { Answer, Ask } from '../mutate/ask.ts'
import type { Case } from './cases.ts'

/** What came of asking about every object of some cases. */
export type Outcome = {
  readonly objects: number
  readonly refused: number
  /** Refused, and found by `validate`. */
  readonly found: number
  /** Called an error of schema, and refused. */
  readonly schemaErrors: number
  readonly disagreements: readonly string[]
  /** Errors of rules about what the server takes, by rule: what works there and shall not be done, or breaks later. */
  readonly stricter: ReadonlyMap<string, number>
  /** Kinds that this server does not have. */
  readonly unserved: ReadonlySet<string>
}

type Judged = { readonly resource: Resource; readonly name: string; readonly answer: Answer } & {
  readonly errors: readonly Finding[]
  readonly schema: readonly Finding[]
}

/** What the server says about each object against what `validate` says of it in its rendering. */
export async function compareCases(cases: readonly Case[], ask: Ask): Promise<Outcome> {
  const judged: Judged[] = []
  const unserved = new Set<string>()
  for (const one of cases)
    for (const result of await Promise.all(judgeCase(one, ask))) {
      if (isUnserved(result)) unserved.add(`${result.resource.kind}`)
      else judged.push(result)
    }
  const stricter = new Map<string, number>()
  for (const { answer, errors } of judged)
    if (answer.verdict === 'accepted')
      for (const { rule } of errors) stricter.set(rule, (stricter.get(rule) ?? 0) + 1)
  const refused = judged.filter(({ answer }) => answer.verdict === 'refused')
  return {
    objects: judged.length,
    refused: refused.length,
    found: refused.filter(({ errors }) => errors.length > 0).length,
    schemaErrors: judged.filter(({ schema }) => schema.length > 0).length,
    disagreements: judged.flatMap((one) => disagreement(one) ?? []),
    stricter,
    unserved,
  }
}

function judgeCase(one: Case, ask: Ask): readonly Promise<Judged>[] {
  const { what, kubernetes, resources } = one
  const found = checkRendering(resources, { ...one, catalog, source: what }).filter(isError)
  return resources.map(async (resource) => {
    const id = idOf(resource)
    return {
      resource,
      name: `${what}: ${id}`,
      answer: await ask(resource),
      errors: found.filter((finding) => finding.resource === id),
      schema: checkObject(resource, catalog, kubernetes).filter(
        ({ rule, severity }) => severity === 'error' && rule in schemaRules,
      ),
    }
  })
}

/** Rules that say that the API server refuses what they find, and nobody else. */
const REFUSING: ReadonlySet<string> = new Set(
  rules.filter(({ why }) => /^The API server refuses the \w+[.:;]/.test(why)).map(({ id }) => id),
)

const isError = ({ severity }: Finding): boolean => severity === 'error'

/** That there is no such kind is an answer only where ours has no schema either. */
const isUnserved = ({ answer, schema }: Judged): boolean =>
  answer.verdict === 'refused' &&
  /the server could not find the requested resource|404 page not found/.test(answer.message) &&
  !schema.some(({ rule }) => rule === 'schema-stored')

function disagreement({ name, answer, errors, schema }: Judged): string | undefined {
  if (answer.verdict === 'broken') return `${name}: the server fails: ${answer.message}`
  if (answer.verdict === 'refused')
    return errors.length > 0
      ? undefined
      : `${name} is refused, and validate is silent: ${answer.message}`
  const first = schema[0] ?? errors.find(({ rule }) => REFUSING.has(rule))
  return first && `${name} is accepted, and validate says ${first.rule}: ${first.message}`
}

/** Looks a kind up as the stored schemas of a minor have it. */
export function kindsOf(kubernetes: string): (object: Resource) => ApiKind | undefined {
  const kinds = new Map(
    catalog.kinds(kubernetes).map((kind) => [`${apiVersionOf(kind)}/${kind.kind}`, kind]),
  )
  return ({ apiVersion, kind }) => kinds.get(`${apiVersion}/${kind}`)
}

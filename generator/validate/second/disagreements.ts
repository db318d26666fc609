import type { Finding } from '../../core/finding.ts'
import { at } from '../../core/pointer.ts'
import { idOf, type Resource } from '../../core/resource.ts'
import type { Catalog } from '../catalog.ts'
import { checkObject, NOT_JUDGED, nearest, pathOf } from '../check-object.ts'
import { withCustomKinds } from '../custom-kinds.ts'
import { isEncrypted } from '../encrypted.ts'
import { isObject, type Judged } from '../judge.ts'
import { type SchemaRule, schemaRules } from '../schema-rules.ts'
import { isTolerated } from '../tolerated.ts'
import type { Asked, Opinion, Refusal, SecondJudge } from './judge.ts'
import { DIFFERS, judgeRules, SILENT } from './judge-rules.ts'

/** Objects that are judged together, for one version of Kubernetes. */
type Judging = { readonly resources: readonly Resource[]; readonly kubernetes: string }

/** What a second judge is asked about one of several renderings. */
export type Question = Asked & { readonly findings: readonly Finding[]; readonly minor: string }

/** Every object that has a schema, with what ours says against it. */
export function questionsOf({ resources, kubernetes }: Judging, known: Catalog): Question[] {
  const objects = resources.filter(isObject)
  const catalog = withCustomKinds(known, objects)
  const minor = nearest(kubernetes, catalog.versions)
  return objects.flatMap((resource) => {
    const schema = catalog.schemaOf(resource.apiVersion, resource.kind, minor)
    if (schema === undefined) return []
    return [{ resource, schema, minor, findings: checkObject(resource, catalog, kubernetes) }]
  })
}

/** Where the two do not agree about an object: it refuses what ours accepts, or the other way round. */
export function disagreements(
  question: Question,
  opinion: Opinion,
  judge: SecondJudge,
): readonly Judged[] {
  const { name } = judge
  const { resource, findings } = question
  if (opinion.kind === 'unable') {
    // What ours refuses is not green in any case, and may be too odd for others to read.
    if (findings.some(({ severity }) => severity === 'error')) return []
    const message = `${name} did not judge it: ${opinion.why}`
    return [{ finding: findingOf(resource, SILENT, message), subject: resource }]
  }
  const { refusals } = opinion
  // What could not be judged here is no agreement with who could.
  const judged = findings.filter(({ rule }) => !NOT_JUDGED.has(rule))
  const alone = refusals.filter((one) => !isShared(one, judged) && !isKnown(one, question))
  const silent = findings.filter(
    ({ rule, pointer, message, severity }) =>
      severity === 'error' &&
      rule in schemaRules &&
      judge.holds(rule as SchemaRule, message) &&
      !refusals.some(({ places }) => places.includes(pointer)),
  )
  const said = [
    ...alone.map((one) => refusedAlone(one, resource, name)),
    ...silent.map(({ pointer, rule, message }) =>
      differing(resource, pointer, `${name} accepts what ${rule} refuses: ${message}`),
    ),
  ]
  return said.map((finding) => ({ finding, subject: resource }))
}

/** Ours stands at the same place or above it, at a misspelt field that was required, or among alternatives. */
function isShared({ places, missing, isUnion }: Refusal, findings: readonly Finding[]): boolean {
  return places.some((place) =>
    findings.some(
      ({ pointer, rule }) =>
        `${place}/`.startsWith(`${pointer}/`) ||
        (isUnion === true && pointer.startsWith(`${place}/`)) ||
        (missing !== undefined && rule === 'known-field' && holderOf(pointer) === place),
    ),
  )
}

const holderOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))

/** What ours knows and no other reader of the schema can: what the API server does without, and what is encrypted. */
function isKnown(
  { places: [pointer = ''], missing = [] }: Refusal,
  { resource, minor }: Question,
): boolean {
  if (isEncrypted(resource, pointer)) return true
  const rule =
    missing.length > 0 || at(resource, pointer) === null ? 'required-field' : 'field-type'
  const fields = missing.length === 0 ? [undefined] : missing
  return fields.every((field) => {
    const problem = {
      rule,
      pointer,
      message: '',
      ...(field === undefined ? {} : { field }),
    } as const
    return isTolerated(resource, problem, minor)
  })
}

function refusedAlone({ places, message }: Refusal, resource: Resource, name: string): Finding {
  const pointer = places.at(-1) ?? ''
  // Other judges repeat values, and nobody else keeps those of a Secret to himself.
  const why = resource.kind === 'Secret' ? '' : `: ${message}`
  const path = pathOf(places[0] ?? '')
  return differing(
    resource,
    pointer,
    `${path === '' ? '' : `${path}: `}${name} refuses what strata accepts${why}`,
  )
}

const differing = (resource: Resource, pointer: string, message: string): Finding => ({
  ...findingOf(resource, DIFFERS, message),
  pointer,
})

function findingOf(resource: Resource, rule: string, message: string): Finding {
  return {
    rule,
    severity: rule === DIFFERS ? 'error' : 'warning',
    resource: idOf(resource),
    pointer: '',
    message,
    hint: judgeRules[rule]?.hint ?? '',
  }
}

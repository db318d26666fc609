import type { Finding } from '../core/finding.ts'
import { stepsOf } from '../core/pointer.ts'
import { groupOf, idOf, type Resource } from '../core/resource.ts'
import { didYouMean } from '../core/suggest.ts'
import type { Catalog, KindSchema } from './catalog.ts'
import { isEncrypted } from './encrypted.ts'
import { interpret, type SchemaProblem } from './interpret.ts'
import { keywordProblems } from './keywords.ts'
import { minorNumber } from './minor-number.ts'
import { removedApi } from './removed-apis.ts'
import { type ApiKind, apiVersionOf } from './schema.ts'
import { type SchemaRule, schemaRules } from './schema-rules.ts'
import { surelyFits } from './surely-fits.ts'
import { isTolerated } from './tolerated.ts'
import { hasRules, ruleProblems } from './validations.ts'

/**
 * What the schemas say against one object, for a cluster that runs `version` (`1.33`). A kind without
 * a schema is an error. A version that is not stored is judged by the nearest one: `checkVersion` says so.
 */
export function checkObject(resource: Resource, catalog: Catalog, version: string): Finding[] {
  const minor = nearest(version, catalog.versions)
  const schema = catalog.schemaOf(resource.apiVersion, resource.kind, minor)
  if (schema === undefined) return [findingOf(resource, unknownKind(resource, catalog, minor))]
  if (schema.mistake !== undefined)
    return [findingOf(resource, { rule: 'schema-readable', pointer: '', message: schema.mistake })]
  const problems = problemsOf(resource, schema, catalog, minor)
  if (problems.length === 0) return []
  const elsewhere = otherVersions(resource, schema, catalog)
  return problems.map((problem) =>
    findingOf(resource, {
      ...problem,
      ...newsOf(problem.rule, versionsWithout(problem, elsewhere), minor),
    }),
  )
}

/** A warning when the cluster's version is newer than all stored schemas, an error when it is older: fields would pass that it lacks. */
export function checkVersion(catalog: Catalog, version: string): Finding[] {
  const minor = nearest(version, catalog.versions)
  if (minor === version) return []
  const newer = minor === catalog.versions.at(-1)
  return [
    {
      rule: 'schema-version',
      severity: newer ? 'warning' : 'error',
      resource: '',
      pointer: '',
      message: `no schemas of Kubernetes ${version} are stored; judged by those of ${minor}`,
      hint: schemaRules['schema-version'].hint,
    },
  ]
}

/** The stored minor to judge by: the same, else the next older one, else the oldest. */
export function nearest(version: string, stored: readonly string[]): string {
  if (stored.includes(version)) return version
  const older = stored.filter((minor) => minorNumber(minor) <= minorNumber(version))
  const minor = older.at(-1) ?? stored[0]
  if (minor === undefined) throw new Error('the schemas folder lists no Kubernetes version')
  return minor
}

function problemsOf(
  resource: Resource,
  schema: KindSchema,
  catalog: Catalog,
  version: string,
): readonly SchemaProblem[] {
  const { resolve, root } = schema
  const secret = resource.kind === 'Secret'
  const pattern = schema.pattern ?? catalog.pattern
  const scope = { resolve, pattern, secret }
  const found = surelyFits(resource, root, scope) ? NONE : interpret(resource, root, scope)
  const more = schema.isForeign === true ? keywordProblems(resource, root, scope) : NONE
  if (found.length + more.length === 0 && !hasRules(root)) return NONE
  const problems = [...found, ...more].filter(
    (problem) =>
      !isTolerated(resource, problem, version) && !isEncrypted(resource, problem.pointer),
  )
  if (!hasRules(root)) return problems
  const refused = problems.map(({ pointer }) => pointer)
  const { engine } = catalog
  return [...problems, ...ruleProblems(resource, root, { resolve, engine, refused })]
}

const NONE: readonly SchemaProblem[] = []

type News = Pick<SchemaProblem, 'hint' | 'meant'>

type Elsewhere = { readonly version: string; readonly problems: readonly SchemaProblem[] }

/** What the other stored versions say against the object; custom kinds are the same in all. */
function otherVersions(
  resource: Resource,
  { root }: KindSchema,
  catalog: Catalog,
): readonly Elsewhere[] {
  return catalog.versions.flatMap((version) => {
    const schema = catalog.schemaOf(resource.apiVersion, resource.kind, version)
    // One file for all versions is the same schema, unless it leads on to definitions of each version.
    if (schema === undefined || (schema.root === root && root.$ref === undefined)) return []
    return [{ version, problems: problemsOf(resource, schema, catalog, version) }]
  })
}

function versionsWithout(
  problem: SchemaProblem,
  elsewhere: readonly Elsewhere[],
): readonly string[] {
  const above = ({ pointer }: SchemaProblem): boolean =>
    `${problem.pointer}/`.startsWith(`${pointer}/`)
  return elsewhere.filter(({ problems }) => !problems.some(above)).map(({ version }) => version)
}

/** What another version says about it: true of a field or kind that it has, of a value that it takes, of a field that it does without. */
const NEWS: Readonly<Partial<Record<SchemaRule, readonly [newer: string, older: string]>>> = {
  'known-field': ['it exists since', 'it existed until'],
  'allowed-value': ['it exists since', 'it existed until'],
  'schema-stored': ['it exists since', 'it existed until'],
  'required-field': ['it is optional since', 'it was optional until'],
}

function newsOf(rule: SchemaRule, versions: readonly string[], minor: string): News {
  const [since, until] = NEWS[rule] ?? ['it is allowed since', 'it was allowed until']
  const newer = versions.find((version) => minorNumber(version) > minorNumber(minor))
  const hint =
    rule === 'required-field'
      ? schemaRules[rule].hint
      : `leave it out, or upgrade the cluster to Kubernetes ${newer}`
  if (newer !== undefined)
    return { meant: `: ${since} Kubernetes ${newer}, this cluster runs ${minor}`, hint }
  const older = versions.at(-1)
  if (older === undefined) return {}
  return {
    meant: `: ${until} Kubernetes ${older}, this cluster runs ${minor}`,
    hint: rule === 'required-field' ? hint : 'use what has replaced it',
  }
}

function unknownKind(resource: Resource, catalog: Catalog, minor: string): SchemaProblem {
  const { apiVersion, kind } = resource
  const served = catalog.versions.filter((version) => catalog.schemaOf(apiVersion, kind, version))
  return {
    rule: 'schema-stored',
    pointer: '',
    message: `no schema for ${kind} of ${apiVersion}`,
    meant: similarKinds(resource, catalog.kinds(minor)),
    ...newsOf('schema-stored', served, minor),
    ...searched(catalog.searched?.(apiVersion, kind, minor)),
    ...removal(resource, minor),
  }
}

function searched(files: readonly string[] = []): Pick<SchemaProblem, 'hint'> {
  return files.length === 0
    ? {}
    : { hint: `correct apiVersion and kind, or add its schema as ${files.join(' or ')}` }
}

/** What a version of Kubernetes took away has a successor that is known; what is on its way there is off by default. */
function removal({ apiVersion, kind }: Resource, minor: string): Pick<SchemaProblem, 'hint'> {
  const found = removedApi(apiVersion, kind)
  if (found?.removed === undefined) return {}
  const hint =
    Number(minor.split('.')[1]) < found.removed
      ? `a server with default flags does not serve it: use ${found.instead}`
      : `Kubernetes 1.${found.removed} removed it: use ${found.instead}; fields may have moved`
  return { hint }
}

function similarKinds({ apiVersion, kind }: Resource, kinds: readonly ApiKind[]): string {
  const others = kinds.filter((known) => known.kind === kind).map(apiVersionOf)
  if (others.length > 0) return `; ${kind} is known in ${others.toSorted().join(', ')}`
  const siblings = kinds.filter((known) => known.group === groupOf(apiVersion))
  const near = didYouMean(
    kind,
    siblings.map((known) => known.kind),
  )
  return near !== '' ? near : didYouMean(kind, new Set(kinds.map((known) => known.kind)))
}

/** What could not be judged has not failed; it is said, so that nobody takes it for passed. */
export const NOT_JUDGED: ReadonlySet<string> = new Set([
  'keyword-evaluated',
  'pattern-readable',
  'rule-evaluated',
])

function findingOf(resource: Resource, problem: SchemaProblem): Finding {
  const { rule, pointer, meant = '', hint = schemaRules[rule].hint } = problem
  const path = pathOf(rule === 'known-field' ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer)
  const message = `${path === '' ? '' : `${path}: `}${problem.message}${meant}`
  const severity = NOT_JUDGED.has(rule) ? 'warning' : 'error'
  return { rule, severity, resource: idOf(resource), pointer, message, hint }
}

/** `spec.template.spec.containers[0]`; a key that is no plain word stands in brackets and quotes. */
export function pathOf(pointer: string): string {
  return stepsOf(pointer)
    .map((step) => {
      if (/^[0-9]+$/.test(step)) return `[${step}]`
      return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
    })
    .join('')
    .replace(/^\./, '')
}

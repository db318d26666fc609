import { type Problem, UserError } from '../core/finding.ts'
import { at, pointerTo } from '../core/pointer.ts'
import { clusterOf } from './cluster.ts'
import { complete, mergeValues, withoutNulls } from './complete.ts'
import type { Checked } from './parse.ts'
import { type Context, type Given, NEUTRAL, siteOf } from './site.ts'
import type { App, Catalog, Environment, Fleet, Instance, Placement, Run } from './types.ts'
import type { ValueProblem } from './values.ts'
import type { WrittenApplication, WrittenPlacement } from './written.ts'

/** Where something a placement says stands in the values: the environment's own first, then the common ones. */
export function placeOfValue(
  checked: Checked,
  instance: string,
  environment: string,
  pointer: string,
) {
  const application = pointerTo('/applications', instance)
  const own = `${pointerTo(`${application}/environments`, environment)}/values`
  const written = { applications: checked.written.applications }
  for (const values of [own, `${application}/values`])
    if (at(written, values + pointer) !== undefined) return checked.place(values + pointer)
  return checked.place(pointerTo(`${application}/environments`, environment), true)
}

/** Every name resolved, every value complete. Throws one UserError with all problems. */
export function resolveFleet(checked: Checked, catalog: Catalog, given: Given): Fleet {
  const { written } = checked
  const problems: Problem[] = []
  const clusters = Object.entries(written.clusters).map(([name, c]) => clusterOf(name, c))
  const environments = Object.entries(written.environments).map(([name, e]): Environment => {
    const cluster = clusters.find((c) => c.name === (e?.cluster ?? name)) ?? NEUTRAL
    return { name, cluster, namespaceSuffix: e?.namespaceSuffix ?? '', labels: e?.labels ?? {} }
  })
  const instances: Instance[] = []
  const context: Context = { checked, given, environments, instances, problems }
  for (const [name, application] of Object.entries(written.applications)) {
    const app = catalog.apps.find((a) => a.name === application.uses)
    if (app) instances.push(instanceOf(context, name, application, app))
  }
  if (problems.length > 0) throw new UserError(problems)
  const { url, revision = 'main', secretRef } = written.repository
  const repository = { url, revision, ...(secretRef ? { secretRef } : {}) }
  return { repository, clusters, environments, instances }
}

function instanceOf(
  context: Context,
  name: string,
  application: WrittenApplication,
  app: App,
): Instance {
  const pointer = pointerTo('/applications', name)
  const namespace = application.namespace ?? name
  const placements = Object.entries(application.environments).flatMap(([where, placement]) => {
    const environment = context.environments.find((e) => e.name === where)
    return environment
      ? [placementOf(context, name, application, app, environment, placement ?? {})]
      : []
  })
  checkNamespace(context, namespace, pointer)
  const first = Object.values(application.environments)[0]?.values
  return {
    name,
    app,
    values: baseValues(app, application.values, first),
    site: siteOf(context, name, namespace, null),
    placements,
  }
}

/** Common values with defaults; where they alone are not enough, the first environment lends what is missing. */
function baseValues(app: App, common: unknown, first: unknown): unknown {
  const missing: ValueProblem[] = []
  const values = complete(app.values.json, withoutNulls(common ?? {}), (p) => missing.push(p))
  if (missing.length === 0) return values
  return complete(app.values.json, mergeValues(first ?? {}, common), () => {})
}

function placementOf(
  context: Context,
  instance: string,
  application: WrittenApplication,
  app: App,
  environment: Environment,
  placement: WrittenPlacement,
): Placement {
  const { checked, problems } = context
  const pointer = pointerTo(
    `${pointerTo('/applications', instance)}/environments`,
    environment.name,
  )
  const namespace =
    placement.namespace ?? `${application.namespace ?? instance}${environment.namespaceSuffix}`
  checkNamespace(context, namespace, pointer)
  const report = (p: ValueProblem): unknown =>
    problems.push({ message: p.message, hint: p.hint, place: checked.place(pointer, true) })
  const merged = mergeValues(application.values ?? {}, placement.values)
  const values = complete(app.values.json, merged, report)
  const site = siteOf(context, instance, namespace, environment)
  const runs = runsOf(context, app, placement, pointer)
  const { name } = environment
  const alone = aloneOver(app, application.values, placement.values)
  return { instance, environment: name, app, values, ...alone, runs, site }
}

/** The runs that stay, the last ones of them all; every one is checked. */
function runsOf(
  { checked, problems }: Context,
  app: App,
  { runs = [], keep }: WrittenPlacement,
  pointer: string,
): readonly Run[] {
  const all = runs.map((run, i): Run => {
    const place = (at: string) => checked.place(`${pointer}/runs/${i}${at}`)
    if (runs.findIndex((r) => r.id === run.id) !== i)
      problems.push({
        message: `run "${run.id}" is there twice`,
        hint: 'give each run an id of its own',
        place: place('/id'),
      })
    const report = ({ message, hint }: ValueProblem): unknown =>
      problems.push({ message, hint, place: place('') })
    const values = app.run
      ? complete(app.run.values.json, withoutNulls(run.values ?? {}), report)
      : {}
    return { id: run.id, values }
  })
  return keep === undefined ? all : all.slice(-keep)
}

/** The common values, and each value of the environment alone over them: patches say which one asked for them. */
function aloneOver(app: App, common: unknown, own: unknown): Pick<Placement, 'common' | 'given'> {
  const over = (values: object): unknown =>
    complete(app.values.json, mergeValues(common ?? {}, values), () => {})
  const given = Object.entries((own ?? {}) as object).map(([name, value]) => ({
    name,
    values: over({ [name]: value }),
  }))
  return { common: over({}), given }
}

function checkNamespace({ checked, problems }: Context, namespace: string, pointer: string): void {
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) return
  problems.push({
    message: `namespace "${namespace}" is not a DNS-1123 label of at most 63 characters`,
    hint: 'shorten the name, the namespace or the namespaceSuffix',
    place: checked.place(pointer, true),
  })
}

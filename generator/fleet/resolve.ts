import { type Problem, UserError } from '../core/finding.ts'
import { at, pointerTo } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import { didYouMean } from '../core/suggest.ts'
import { clusterOf } from './cluster.ts'
import { complete, mergeValues } from './complete.ts'
import { mirrorImage } from './mirror.ts'
import type { Checked } from './parse.ts'
import type {
  App,
  Catalog,
  Cluster,
  Environment,
  Fleet,
  Instance,
  Placement,
  Run,
  Site,
} from './types.ts'
import type { ValueProblem } from './values.ts'
import type { WrittenApplication, WrittenPlacement } from './written.ts'

/** What was read from the disk because the fleet asked for it (`needsOf`). */
export type Given = {
  readonly file: (path: string) => string | undefined
  readonly manifests: (instance: string) => readonly Resource[]
}

/** A base is made for no cluster at all: everything that a cluster offers becomes part of the overlays. */
const NEUTRAL: Cluster = {
  name: '',
  platform: 'none',
  kubernetes: '',
  delivery: { engine: 'argocd', namespace: '' },
  clusterUid: null,
  storage: { block: {} },
  exposure: { kind: 'none' },
  registry: { mirror: {}, pullSecrets: [] },
  secrets: { provider: 'existing' },
  certificates: { provider: 'existing' },
}

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

type Context = {
  readonly checked: Checked
  readonly given: Given
  readonly environments: readonly Environment[]
  readonly instances: Instance[]
  readonly problems: Problem[]
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
  const values = complete(app.values.json, common ?? {}, (p) => missing.push(p))
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
  const runs = (placement.runs ?? []).map((run, i): Run => {
    if (placement.runs?.findIndex((r) => r.id === run.id) !== i)
      problems.push({
        message: `run "${run.id}" is there twice`,
        hint: 'give each run an id of its own',
        place: checked.place(`${pointer}/runs/${i}/id`),
      })
    const of = (p: ValueProblem): unknown =>
      problems.push({
        message: p.message,
        hint: p.hint,
        place: checked.place(`${pointer}/runs/${i}`),
      })
    return {
      id: run.id,
      values: app.run ? complete(app.run.values.json, run.values ?? {}, of) : {},
    }
  })
  const kept = placement.keep === undefined ? runs : runs.slice(-placement.keep)
  return { instance, environment: environment.name, app, values, runs: kept, site }
}

function checkNamespace({ checked, problems }: Context, namespace: string, pointer: string): void {
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) return
  problems.push({
    message: `namespace "${namespace}" is not a DNS-1123 label of at most 63 characters`,
    hint: 'shorten the name, the namespace or the namespaceSuffix',
    place: checked.place(pointer, true),
  })
}

function siteOf(
  context: Context,
  instance: string,
  namespace: string,
  environment: Environment | null,
): Site {
  const cluster = environment?.cluster ?? NEUTRAL
  const { exposure, registry } = cluster
  const domain = 'domain' in exposure ? exposure.domain : undefined
  return {
    instance,
    environment: environment?.name ?? null,
    namespace,
    cluster,
    urlOf: (other) => urlOf(context, instance, environment, other),
    hostOf: (name) =>
      domain === undefined ? undefined : `${name}${environment?.namespaceSuffix ?? ''}.${domain}`,
    mirrored: (image) => mirrorImage(image, registry.mirror),
    file: (path) => {
      const text = context.given.file(path)
      if (text !== undefined) return text
      throw new UserError({
        message: `there is no file ${path}, which ${instance} names`,
        hint: 'correct the path; it counts from the folder of fleet.yaml',
      })
    },
    manifests: context.given.manifests(instance),
  }
}

function urlOf(
  context: Context,
  from: string,
  environment: Environment | null,
  to: string,
): string {
  const instance = context.instances.find((i) => i.name === to)
  const placed = instance?.placements.find((p) => p.environment === environment?.name)
  const { app, values, site } = (environment === null ? instance : placed) ?? {}
  if (app?.url && site) return app.url(values, site)
  const names = context.instances.map((i) => i.name)
  const pointer = pointerTo('/applications', from)
  const here = environment ? ` in environment ${environment.name}` : ''
  const [message, hint] = !instance
    ? [
        `${from} asks for the URL of "${to}", which is not there${didYouMean(to, names)}`,
        `applications: ${names.join(', ')}`,
      ]
    : app
      ? [
          `${from} asks for the URL of "${to}", which offers none`,
          'name an application that serves one, or write the URL',
        ]
      : [
          `${from} asks for the URL of "${to}", which is not there${here}`,
          `add ${to} to environment ${environment?.name}, or write a URL there`,
        ]
  const place = environment ? pointerTo(`${pointer}/environments`, environment.name) : pointer
  throw new UserError({ message, hint, place: context.checked.place(place, true) })
}

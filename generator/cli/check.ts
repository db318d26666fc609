import type { Finding, Place, Problem, Severity } from '../core/finding.ts'
import { idOf, type Resource } from '../core/resource.ts'
import type { Files } from '../core/tree.ts'
import { schemaReader } from '../io/schema-reader.ts'
import type { Rendered, Rendering } from '../kustomize/index.ts'
import type { Report } from '../report/index.ts'
import {
  type Catalog,
  type Exception,
  type Judged,
  judgeCluster,
  judgeRendering,
  loadCatalog,
  needsEngine,
  type RuleContext,
  withCustomKinds,
} from '../validate/index.ts'
import type { World } from './command.ts'
import type { Written } from './validate-documents.ts'
import { createFinder, type Finder, type ReadText } from './validate-places.ts'
import type { Ask } from './validate-second-judge.ts'
import { textFindings } from './validate-texts.ts'

/** What was checked, and what was found. */
export type Checking = Report

/** Objects that are judged together: a rendering, or the manifests of a folder. */
export type Unit = {
  readonly source: string
  readonly resources: readonly Resource[]
  /** Those of them that are there for the others only, and not judged. */
  readonly skipped?: ReadonlySet<Resource>
  /** Those of whose kind there shall be none: nothing else is said of them. */
  readonly refused?: ReadonlySet<Resource>
  readonly kubernetes: string
  readonly platform?: string
  /** The repository that it belongs to, for rules about what its engine reads from there. */
  readonly repository?: { readonly url: string; readonly has: (folder: string) => boolean }
  /** Secrets that people have been told to make in its cluster; see `RuleContext`. */
  readonly promised?: NonNullable<RuleContext['promised']>
  /** Units of one cluster are also judged together. */
  readonly cluster?: string
  /** What an object was rendered from. */
  readonly rendered?: ReadonlyMap<Resource, Rendered>
  /** The file that an object was read from; it is the source of its findings. */
  readonly written?: ReadonlyMap<Resource, Written>
  /** Texts that rules about texts may have something to say about, by file. */
  readonly texts?: ReadonlyMap<string, string>
  /** Every file that was read, also those without objects. */
  readonly files?: readonly string[]
  /** For a place in a generated file: where it is decided. */
  readonly decided?: (file: string) => Place | undefined
  /** Comments in its files that say what to live with. */
  readonly comments?: readonly Exception[]
  /** What was found before anything was judged. */
  readonly findings: readonly Finding[]
}

export const schemasOf = ({ home }: World): Catalog => loadCatalog(schemaReader(home))

/** A rendering as a unit. */
export function unitOf(
  source: string,
  rendering: Rendering,
  context: Pick<Unit, 'kubernetes' | 'platform' | 'cluster'>,
): Unit {
  const { objects, warnings } = rendering
  const { kubernetes, platform, cluster } = context
  return {
    source,
    kubernetes,
    ...(platform === undefined ? {} : { platform }),
    ...(cluster === undefined ? {} : { cluster }),
    resources: objects.map(({ resource }) => resource),
    rendered: new Map(objects.map((object) => [object.resource, object])),
    findings: [
      ...(objects.length === 0 ? [emptyRendering(source)] : []),
      ...warnings.map((warning) => silent(source, warning)),
    ],
  }
}

/** Units as a report; each file of manifests counts as a rendering. */
export function checkingOf(units: readonly Unit[], findings: readonly Finding[]): Checking {
  const sources = new Set<string>()
  for (const { source, files = [source] } of units) for (const file of files) sources.add(file)
  const objects = units.reduce(
    (sum, { resources, skipped }) => sum + resources.length - (skipped?.size ?? 0),
    0,
  )
  return { findings, renderings: sources.size, objects, sources: [...sources] }
}

/** Reads text files of a tree. */
export const textOf =
  (files: Files): ReadText =>
  (file) => {
    const content = files.get(file)
    return typeof content === 'string' ? content : undefined
  }

/**
 * Everything that is wrong with the units, then with each cluster; each finding with the line where it can be corrected.
 * A second judge is asked too where there is one.
 */
export async function judgeUnits(
  units: readonly Unit[],
  catalog: Catalog,
  read: ReadText,
  second?: Ask,
): Promise<readonly Finding[]> {
  const ready = await catalogFor(units, catalog)
  const opinions = await second?.(units, ready)
  const finder = createFinder(read)
  const said = new Set<string>()
  const single = units.flatMap((unit) => [
    ...unit.findings,
    ...Array.from(unit.refused ?? [], (resource) => placed(refusal(resource, unit), unit, finder)),
    ...textFindings(unit, ready),
    ...judgeRendering(unit.resources, { catalog: ready, ...unit })
      .filter((judged) => isWanted(judged, unit) && isNews(judged.finding, unit, said))
      .map((judged) => placed(judged, unit, finder)),
    ...(opinions?.get(unit) ?? [])
      .filter((judged) => isWanted(judged, unit))
      .map((judged) => placed(judged, unit, finder)),
  ])
  return [...single, ...judgeClusters(units, ready, finder)]
}

const refusal = (resource: Resource, { source }: Unit): Judged => ({
  resource,
  finding: {
    rule: 'kind-rejected',
    severity: 'error',
    resource: idOf(resource),
    pointer: '',
    message: `${resource.kind} is a kind that --reject names`,
    hint: 'take the object out',
    source,
  },
})

const isWanted = ({ resource }: Judged, { skipped, refused }: Unit): boolean =>
  resource === undefined || !(skipped?.has(resource) || refused?.has(resource))

/** That a version is not stored is said once, not for each folder of manifests. */
function isNews({ rule, message }: Finding, { written }: Unit, said: Set<string>): boolean {
  if (rule !== 'schema-version' || written === undefined) return true
  const isNew = !said.has(message)
  said.add(message)
  return isNew
}

/** With the kinds that the units define, and with the engine for CEL where some object needs it. */
async function catalogFor(units: readonly Unit[], catalog: Catalog): Promise<Catalog> {
  const all = units.flatMap(({ resources }) => resources.filter(isMap))
  const needed = units.some(({ resources }) => needsEngine(catalog, resources.filter(isMap)))
  const ready = needed
    ? { ...catalog, engine: (await import('../validate/cel/engine.ts')).engine }
    : catalog
  return withCustomKinds(ready, all)
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null

function judgeClusters(
  units: readonly Unit[],
  catalog: Catalog,
  finder: Finder,
): readonly Finding[] {
  const clusters = [...new Set(units.flatMap(({ cluster }) => cluster ?? []))]
  return clusters.flatMap((cluster) => {
    const mine = units.filter((unit) => unit.cluster === cluster)
    const [context] = mine
    if (context === undefined) return []
    return judgeCluster(mine, { catalog, ...context }).flatMap((judged) => {
      const unit = mine.find(({ source }) => source === judged.finding.source) ?? context
      return isWanted(judged, unit) ? [placed(judged, unit, finder)] : []
    })
  })
}

function placed({ finding, resource }: Judged, unit: Unit, finder: Finder): Finding {
  if (resource === undefined) return finding
  const written = unit.written?.get(resource)
  if (written !== undefined) {
    const place = finder.inManifest(finding, written)
    return { ...finding, source: written.file, ...(place ? { place } : {}) }
  }
  const origin = unit.rendered?.get(resource)
  const found = origin && finder.inRendering(finding, resource, origin)
  const place = (found && unit.decided?.(found.file)) ?? found
  return place === undefined ? finding : { ...finding, place }
}

/** A problem with a whole rendering or file, as a finding. */
export const findingOf = (
  rule: string,
  severity: Severity,
  source: string,
  { message, hint, place }: Problem,
): Finding => ({
  rule,
  severity,
  resource: '',
  pointer: '',
  message,
  hint,
  source,
  ...(place ? { place } : {}),
})

/** Nothing rendered is nothing checked, never green. */
export const emptyRendering = (source: string): Finding =>
  findingOf('empty-rendering', 'error', source, {
    message: 'renders to nothing',
    hint: 'give it resources, or remove it',
  })

/** What kustomize passes over in silence: a patch of a `custom/` that hits nothing, a deprecated field. */
const silent = (source: string, problem: Problem): Finding =>
  findingOf(problem.id ?? 'kustomize', 'warning', source, problem)

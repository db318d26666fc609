import type { Finding } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import {
  type Catalog,
  createJudge,
  isObject,
  type Judged,
  judgeCluster,
  needsEngine,
  withCustomKinds,
} from '../validate/index.ts'
import type { Unit } from './check.ts'
import { definitionsOf, objectsOf, type Subject } from './unit-objects.ts'
import { createFinder, type Finder, type ReadText } from './validate-places.ts'
import type { Ask } from './validate-second-judge.ts'
import { textFindings } from './validate-texts.ts'

/** What came out of judging units. */
export type Verdict = {
  readonly findings: readonly Finding[]
  /** How many objects were judged, and how many passed over. */
  readonly objects: number
  readonly skipped: number
}

/** Which objects are passed over; what is said of one that is not, before it is judged. */
export type Filter = {
  readonly skips: (resource: Resource) => boolean
  readonly refuses: (resource: Resource) => Omit<Finding, 'source'> | undefined
}

const EVERYTHING: Filter = { skips: () => false, refuses: () => undefined }

/** What units are judged by. */
export type Judging = {
  readonly catalog: Catalog
  readonly read: ReadText
  readonly filter?: Filter
  /** Asked about every object too. */
  readonly second?: Ask
}

/** Everything that is wrong with the units, then with each cluster; each finding with the line where it can be corrected. */
export async function judgeUnits(
  units: readonly Unit[],
  { catalog, read, filter = EVERYTHING, second }: Judging,
): Promise<Verdict> {
  const defined = new Map(units.map((unit) => [unit, definitionsOf(unit)]))
  const ready = await catalogFor([...defined.values()].flat(), catalog)
  const opinions = await second?.(units, ready, filter)
  const finder = createFinder(read)
  const said = new Set<string>()
  const findings: Finding[] = []
  let [objects, skipped] = [0, 0]
  for (const unit of units) {
    const own = defined.get(unit) ?? []
    const one = await judgeUnit(unit, own, ready, filter)
    objects += one.objects
    skipped += one.skipped
    for (const finding of [...unit.findings, ...one.told, ...textFindings(unit, ready)])
      findings.push(finding)
    for (const judged of [...one.judged, ...(opinions?.get(unit) ?? [])])
      if (isNews(judged.finding, unit, said)) findings.push(placed(judged, unit, finder))
  }
  const together = judgeClusters(units, ready, finder, filter)
  return { findings: [...findings, ...together], objects, skipped }
}

/** Object by object: none is kept longer than it takes to judge it. */
async function judgeUnit(
  unit: Unit,
  defined: readonly Resource[],
  catalog: Growing,
  { skips, refuses }: Filter,
) {
  const told: Finding[] = []
  const refused: Judged<Subject>[] = []
  const known = withCustomKinds(catalog, defined)
  const isNeeded = needsEngine(catalog, unit.kubernetes)
  const judge = createJudge<Subject | undefined>({ ...unit, catalog: known })
  let [objects, skipped] = [0, 0]
  for (const { resource, subject } of objectsOf(unit, (finding) => told.push(finding))) {
    const isSkipped = skips(resource)
    const refusal = isSkipped ? undefined : refuses(resource)
    if (isSkipped) skipped++
    else objects++
    if (refusal !== undefined)
      refused.push({ finding: { ...refusal, source: unit.source }, subject })
    if (catalog.engine === undefined && isObject(resource) && isNeeded(resource))
      await catalog.loadEngine()
    if (isSkipped || refusal !== undefined) judge.know(resource)
    else judge.add(resource, subject)
  }
  return { told, judged: [...refused, ...judge.judged()], objects, skipped }
}

/** That a version is not stored is said once, not for each folder of manifests. */
function isNews({ rule, message }: Finding, { manifests }: Unit, said: Set<string>): boolean {
  if (rule !== 'schema-version' || manifests === undefined) return true
  const isNew = !said.has(message)
  said.add(message)
  return isNew
}

/** A catalog that gets the engine for CEL as soon as some object needs it. */
type Growing = Catalog & { readonly loadEngine: () => Promise<void> }

/** With the kinds that the units define. */
async function catalogFor(definitions: readonly Resource[], catalog: Catalog): Promise<Growing> {
  const load = async () => (await import('../validate/cel/engine.ts')).engine
  const ready =
    definitions.length > 0
      ? withCustomKinds({ ...catalog, engine: await load() }, definitions)
      : catalog
  const growing: { -readonly [K in keyof Growing]: Growing[K] } = {
    ...ready,
    loadEngine: async () => {
      growing.engine = await load()
    },
  }
  return growing
}

function judgeClusters(
  units: readonly Unit[],
  catalog: Catalog,
  finder: Finder,
  { skips, refuses }: Filter,
): readonly Finding[] {
  const clusters = [...new Set(units.flatMap(({ cluster }) => cluster ?? []))]
  return clusters.flatMap((cluster) => {
    const mine = units.filter((unit) => unit.cluster === cluster)
    const [context] = mine
    if (context === undefined) return []
    return judgeCluster(mine, { catalog, ...context }).flatMap(({ finding, subject: resource }) => {
      if (resource !== undefined && (skips(resource) || refuses(resource))) return []
      const unit = mine.find(({ source }) => source === finding.source) ?? context
      const subject = resource && unit.rendered?.get(resource)
      return [placed({ finding, subject }, unit, finder)]
    })
  })
}

function placed(
  { finding, subject }: Judged<Subject | undefined>,
  unit: Unit,
  finder: Finder,
): Finding {
  if (subject === undefined) return finding
  if ('document' in subject) {
    const place = finder.inManifest(finding, subject)
    return { ...finding, source: subject.file, ...(place ? { place } : {}) }
  }
  const found = finder.inRendering(finding, subject.resource, subject)
  const place = (found && unit.decided?.(found.file)) ?? found
  return place === undefined ? finding : { ...finding, place }
}

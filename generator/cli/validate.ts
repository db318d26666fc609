import { type Finding, UserError } from '../core/finding.ts'
import { isInterrupted } from '../io/is-interrupted.ts'
import { reporters } from '../report/index.ts'
import type { Catalog } from '../validate/index.ts'
import { type Checking, schemasOf, type Unit } from './check.ts'
import type { World } from './command.ts'
import { type Judging, judgeUnits, type Verdict } from './judge-units.ts'
import { isSameFile, readBaseline, writeBaseline } from './validate-baseline.ts'
import {
  filterOf,
  kindsOf,
  matrixOf,
  mergedMatrix,
  versionOf,
  withoutMissing,
} from './validate-filters.ts'
import { finish } from './validate-finish.ts'
import { ignoredBy, nothingChecked, refuseFlags, warnOfKinds } from './validate-flags.ts'
import { withLocations } from './validate-locations.ts'
import { readSettings } from './validate-settings.ts'
import { type Gathered, unitsUnder } from './validate-units.ts'

/** The flags of `strata validate`. */
export type Options = {
  readonly format: string
  readonly kubernetes: string | undefined
  readonly openshift: string | undefined
  readonly matrix: string | undefined
  readonly locations: readonly string[]
  readonly skip: readonly string[]
  readonly reject: readonly string[]
  readonly ignored: readonly string[]
  readonly ignoreMissing: boolean
  readonly baseline: string | undefined
  readonly writeBaseline: string | undefined
  readonly secondJudge: string | undefined
  readonly kubeconform: string | undefined
}

/** Without paths the whole repository by fleet.yaml; with paths every kustomization and manifest under them. */
export async function validatePaths(
  world: World,
  paths: readonly string[],
  options: Options,
): Promise<number> {
  if (await isInterrupted(world.cwd))
    throw new UserError({
      message: 'a run of generate was interrupted while it wrote: the files are a mixture',
      hint: 'run "strata generate": it finishes that first',
    })
  refuseFlags(paths, options)
  const catalog = withLocations(schemasOf(world), options.locations, world.cwd)
  const gathered = await gather(world, paths, catalog, options)
  const judged = paths.length === 0 || paths.includes('.') ? 'repository' : 'files'
  const checking = await check(world, { ...gathered, judged }, catalog, options)
  if (checking.objects === 0 && !checking.findings.some(isError))
    return sayNothing(world, checking, options)
  if (options.writeBaseline !== undefined)
    return startBaseline(world, options.writeBaseline, checking.findings)
  world.out(reporterOf(options)(checking, world.style))
  return checking.findings.some(isError) ? 1 : 0
}

const isError = ({ severity }: Finding): boolean => severity === 'error'

const reporterOf = ({ format }: Options) => reporters[format as keyof typeof reporters]

/** Programs get a report in any case; people need no table of nothing. */
function sayNothing(world: World, checking: Checking, options: Options): number {
  const finding = nothingChecked(checking)
  const isText = options.format === 'text'
  const findings = isText ? checking.findings : [...checking.findings, finding]
  if (findings.length > 0) world.out(reporterOf(options)({ ...checking, findings }, world.style))
  throw new UserError(finding)
}

async function gather(
  world: World,
  paths: readonly string[],
  catalog: Catalog,
  options: Options,
): Promise<Gathered> {
  const { kubernetes, openshift } = options
  const version = versionOf(catalog, kubernetes, openshift)
  if (paths.length === 0) return (await import('./validate-fleet.ts')).wholeRepository(world)
  return unitsUnder(world, paths, {
    kubernetes: version ?? catalog.newest,
    ...(openshift === undefined ? {} : { platform: 'openshift' }),
    ignored: ignoredBy(world.cwd, options),
    stdin: world.stdin ?? (async () => new Uint8Array()),
  })
}

async function check(
  world: World,
  gathered: Gathered & { readonly judged: 'repository' | 'files' },
  catalog: Catalog,
  options: Options,
): Promise<Checking> {
  const settings = await readSettings(world.cwd)
  const skip = kindsOf('--skip', options.skip)
  const reject = kindsOf('--reject', options.reject)
  warnOfKinds(world, '--skip', skip, { units: gathered.units, catalog })
  warnOfKinds(world, '--reject', reject, { units: gathered.units, catalog })
  const { units, read } = gathered
  const second = await secondOf(world, options)
  const judging = { catalog, read, filter: filterOf(skip, reject), ...(second && { second }) }
  const { findings: found, objects, skipped } = await judge(units, judging, options)
  const left = options.ignoreMissing
    ? withoutMissing(found, settings.missingSchemas)
    : { findings: found, skipped: 0 }
  const baseline = baselineOf(world, options)
  const checking = await finish(world, units, left.findings, read, {
    settings,
    baseline,
    objects,
    skipped: skipped + left.skipped,
    judged: options.skip.length > 0 ? 'part' : gathered.judged,
  })
  return { ...checking, others: gathered.others }
}

/** The findings to leave out; none while their own file is written, which must list them again. */
function baselineOf({ cwd }: World, { baseline, writeBaseline: file }: Options) {
  if (baseline === undefined) return []
  const entries = readBaseline(cwd, baseline)
  return isSameFile(cwd, baseline, file) ? [] : entries
}

/** Loaded only for those who ask for one. */
async function secondOf({ cwd }: World, { secondJudge: name, kubeconform }: Options) {
  if (name === undefined && kubeconform === undefined) return undefined
  const { secondJudge } = await import('./validate-second-judge.ts')
  return secondJudge(cwd, name, kubeconform)
}

/** Against the version of each unit, or against each version of a matrix. */
async function judge(
  units: readonly Unit[],
  judging: Judging,
  { matrix }: Options,
): Promise<Verdict> {
  if (matrix === undefined) return judgeUnits(units, judging)
  const found = new Map<string, readonly Finding[]>()
  let counts = { objects: 0, skipped: 0 }
  for (const kubernetes of matrixOf(judging.catalog, matrix)) {
    const there = units.map((unit) => ({ ...unit, kubernetes }))
    const { findings, ...rest } = await judgeUnits(there, judging)
    found.set(kubernetes, findings)
    counts = rest
  }
  return { findings: mergedMatrix(found), ...counts }
}

function startBaseline(world: World, file: string, findings: readonly Finding[]): number {
  const old = findings.filter(({ rule }) => !rule.startsWith('exception-'))
  world.out(writeBaseline(world.cwd, file, old))
  return 0
}

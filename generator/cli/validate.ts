import { type Finding, UserError } from '../core/finding.ts'
import { isInterrupted } from '../io/is-interrupted.ts'
import { counted, reporters } from '../report/index.ts'
import type { Catalog } from '../validate/index.ts'
import { type Checking, schemasOf, type Unit } from './check.ts'
import type { World } from './command.ts'
import { judgeUnits, type Verdict } from './judge-units.ts'
import { baselineText, readBaseline, writeBaseline } from './validate-baseline.ts'
import {
  filterOf,
  kindsOf,
  matrixOf,
  mergedMatrix,
  versionOf,
  withoutMissing,
} from './validate-filters.ts'
import { finish } from './validate-finish.ts'
import { withLocations } from './validate-locations.ts'
import type { ReadText } from './validate-places.ts'
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
  const catalog = withLocations(schemasOf(world), options.locations, world.cwd)
  const gathered = await gather(world, paths, catalog, options)
  const judged = paths.length === 0 || paths.includes('.') ? 'repository' : 'files'
  const checking = await check(world, { ...gathered, judged }, catalog, options)
  if (options.writeBaseline !== undefined)
    return startBaseline(world, options.writeBaseline, checking.findings)
  if (checking.objects > 0 || checking.findings.length > 0)
    world.out(reporters[options.format as keyof typeof reporters](checking, world.style))
  if (checking.findings.some(({ severity }) => severity === 'error')) return 1
  if (checking.objects > 0) return 0
  throw new UserError({
    message: '0 objects checked',
    hint: 'name a folder that holds kustomizations or manifests',
  })
}

async function gather(
  world: World,
  paths: readonly string[],
  catalog: Catalog,
  { kubernetes, openshift, ignored }: Options,
): Promise<Gathered> {
  const version = versionOf(catalog, kubernetes, openshift)
  if (paths.length === 0) return (await import('./validate-fleet.ts')).wholeRepository(world)
  return unitsUnder(world, paths, {
    kubernetes: version ?? catalog.newest,
    ...(openshift === undefined ? {} : { platform: 'openshift' }),
    ignored: ignored.map(patternOf),
    stdin: world.stdin ?? (async () => ''),
  })
}

function patternOf(source: string): RegExp {
  try {
    return new RegExp(source)
  } catch (error) {
    throw new UserError(
      {
        message: `--ignore-filename-pattern is ${JSON.stringify(source)}: ${(error as Error).message}`,
        hint: 'write a regular expression',
      },
      { cause: error },
    )
  }
}

async function check(
  world: World,
  gathered: Gathered & { readonly judged: 'repository' | 'files' },
  catalog: Catalog,
  options: Options,
): Promise<Checking> {
  const settings = readSettings(world.cwd)
  const { units } = gathered
  const { findings: found, objects, skipped } = await judge(units, catalog, gathered.read, options)
  const left = options.ignoreMissing
    ? withoutMissing(found, settings.missingSchemas)
    : { findings: found, skipped: 0 }
  const baseline = options.baseline === undefined ? [] : readBaseline(world.cwd, options.baseline)
  const checking = finish(world, units, left.findings, gathered.read, {
    settings,
    baseline,
    objects,
    skipped: skipped + left.skipped,
    judged: options.skip.length > 0 ? 'part' : gathered.judged,
  })
  return { ...checking, others: gathered.others }
}

/** Against the version of each unit, or against each version of a matrix. */
async function judge(
  units: readonly Unit[],
  catalog: Catalog,
  read: ReadText,
  { matrix, skip, reject }: Options,
): Promise<Verdict> {
  const filter = filterOf(kindsOf(skip), kindsOf(reject))
  if (matrix === undefined) return judgeUnits(units, catalog, read, filter)
  const found = new Map<string, readonly Finding[]>()
  let counts = { objects: 0, skipped: 0 }
  for (const kubernetes of matrixOf(catalog, matrix)) {
    const there = units.map((unit) => ({ ...unit, kubernetes }))
    const { findings, ...rest } = await judgeUnits(there, catalog, read, filter)
    found.set(kubernetes, findings)
    counts = rest
  }
  return { findings: mergedMatrix(found), ...counts }
}

function startBaseline(world: World, file: string, findings: readonly Finding[]): number {
  const old = findings.filter(({ rule }) => !rule.startsWith('exception-'))
  writeBaseline(world.cwd, file, baselineText(old))
  world.out(`${file} holds ${counted(old.length, 'finding')}; use it with --baseline ${file}\n`)
  return 0
}

import type { Finding } from '../core/finding.ts'
import { FLEET_FILE } from '../fleet/sources.ts'
import {
  applyExceptions,
  type Exception,
  ignoreComments,
  type RuleText,
} from '../validate/index.ts'
import { type Checking, checkingOf, type Unit } from './check.ts'
import type { World } from './command.ts'
import type { ReadText } from './validate-places.ts'
import { readSettings, type Settings, textIfThere, withSeverities } from './validate-settings.ts'

type More = {
  readonly settings?: Settings
  readonly baseline?: readonly Exception[]
  readonly objects: number
  readonly skipped?: number
  /** What was judged in full; see `applyExceptions`. */
  readonly judged?: 'repository' | 'files' | 'part'
}

const NO_TEXTS: ReadonlyMap<string, RuleText> = new Map()

/** The report: severities and exceptions as the repository has them, in its settings, in comments and in a baseline. */
export async function finish(
  world: World,
  units: readonly Unit[],
  findings: readonly Finding[],
  read: ReadText,
  { settings: given, baseline = [], objects, skipped = 0, judged = 'repository' }: More,
): Promise<Checking> {
  const settings = given ?? (await readSettings(world.cwd))
  const today = world.now().toISOString().slice(0, 10)
  const exceptions = [...settings.exceptions, ...commentsOf(world, units, read), ...baseline]
  const severe = withSeverities(findings, settings.severities)
  // Texts of all rules are much to load; where nothing was found and nothing excepted nobody reads them.
  const isNamed = findings.length > 0 || exceptions.length > 0
  const rules = isNamed ? (await import('./rule-texts.ts')).allRuleTexts : NO_TEXTS
  const names = new Set(rules.keys())
  const { kept, excepted, wrong } = applyExceptions(severe, exceptions, today, names, judged)
  const all = onePerCause([...kept, ...withSeverities(wrong, settings.severities)])
  return { ...checkingOf(units, all, objects), excepted, skipped, rules }
}

/** In every file that something was rendered from, and in kustomizations that warnings name. */
function commentsOf({ cwd }: World, units: readonly Unit[], read: ReadText): readonly Exception[] {
  const comments = units.flatMap((unit) => unit.comments ?? [])
  const rendered = units.filter((unit) => unit.rendered !== undefined)
  const sources = rendered
    .flatMap((unit) => [...(unit.rendered?.values() ?? [])])
    .flatMap(({ origin, patches }) => [origin, ...patches])
  const named = rendered.flatMap((unit) => unit.findings.flatMap(({ place }) => place?.file ?? []))
  const files = new Set([...sources.map((source) => source.replace(/: \w+\[\d+\]$/, '')), ...named])
  const fleet = units.some(({ decided }) => decided !== undefined)
    ? ignoreComments(textIfThere(cwd, FLEET_FILE) ?? '', FLEET_FILE)
    : []
  const inRenderings = [...files].flatMap((file) => ignoreComments(read(file) ?? '', file))
  return [...comments, ...inRenderings, ...fleet]
}

/** What is wrong with a line of a base is wrong in all that is rendered from it: said once, with the others named. */
function onePerCause(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, number>()
  const also = new Map<number, Set<string>>()
  const kept = findings.filter((finding, index) => {
    const { rule, message, pointer, place, source = '' } = finding
    if (place === undefined) return true
    const key = JSON.stringify([rule, message, pointer, place])
    const known = first.get(key)
    if (known === undefined) first.set(key, index)
    else if (source !== findings[known]?.source)
      also.set(known, (also.get(known) ?? new Set()).add(source))
    else return true
    return known === undefined
  })
  if (also.size === 0) return kept
  const named = new Map([...also].map(([index, sources]) => [findings[index], [...sources]]))
  return kept.map((finding) => {
    const sources = named.get(finding)
    return sources === undefined
      ? finding
      : { ...finding, message: `${finding.message} (also in ${listed(sources)})` }
  })
}

const NAMED = 3

const listed = (sources: readonly string[]): string =>
  sources.length > NAMED
    ? `${sources.slice(0, NAMED).join(', ')} and ${sources.length - NAMED} more`
    : sources.join(', ')

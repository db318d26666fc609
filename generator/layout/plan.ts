import { type Problem, UserError } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import { type Checked, placeOfValue } from '../fleet/index.ts'
import type { Desired, Fleet, Placement, Platform } from '../fleet/types.ts'
import { type BasePlan, type OverlayPlan, overlayOf } from './overlay-plan.ts'
import { shareSecrets, withPullSecrets } from './secrets.ts'

export type Plan = {
  readonly bases: readonly BasePlan[]
  readonly overlays: readonly OverlayPlan[]
}

/** Ask every application what it wants, everywhere. Throws one UserError with everything that applications refuse. */
export function planFleet(fleet: Fleet, platforms: readonly Platform[], checked: Checked): Plan {
  const problems: Problem[] = []
  const always = new Set(platforms.flatMap((p) => p.rules.filter((rule) => rule.everywhere)))
  const bases = fleet.instances.map(({ name, app, values, site }): BasePlan => {
    const wanted = attempt(problems, () => app.resources(values, site))
    // What people wrote stays as they wrote it: there the overlays say what holds everywhere, too.
    const handWritten = app.name === 'manifests'
    const rules = handWritten ? [] : [...always]
    const { resources, configs = [] } = rules.reduce((d, rule) => rule.apply(d, site), wanted)
    const own = resources.filter((r) => r.metadata.namespace === undefined)
    return {
      instance: name,
      side: { resources: own, configs },
      handWritten,
    }
  })
  const usable = fleet.instances.flatMap(({ placements }) =>
    placements.filter((placement) => {
      const refused = problemsOf(placement, checked)
      problems.push(...refused)
      return refused.length === 0
    }),
  )
  const wishes = usable.flatMap((placement) =>
    attempts(problems, () => {
      const { app, values, site } = placement
      return { placement, desired: withPullSecrets(app.resources(values, site), site) }
    }),
  )
  const byInstance = new Map(bases.map((base) => [base.instance, base]))
  const overlays = shareSecrets(wishes).flatMap((wish): OverlayPlan[] => {
    const { placement } = wish
    const platform = platforms.find((p) => p.name === placement.site.cluster.platform)
    const base = byInstance.get(placement.instance)
    const labels = fleet.environments.find((e) => e.name === placement.environment)?.labels ?? {}
    return platform && base ? attempts(problems, () => overlayOf(wish, platform, base, labels)) : []
  })
  if (problems.length > 0) throw new UserError(problems)
  return { bases, overlays }
}

/** A UserError of one application must not hide those of the others. */
function attempts<T>(problems: Problem[], make: () => T): T[] {
  try {
    return [make()]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    problems.push(...error.problems)
    return []
  }
}

const attempt = (problems: Problem[], make: () => Desired): Desired =>
  attempts(problems, make)[0] ?? { resources: [] }

function problemsOf(
  { app, values, runs, site, instance, environment }: Placement,
  checked: Checked,
): Problem[] {
  const found: Problem[] = []
  for (const p of attempts(found, () => app.problems?.(values, site) ?? []).flat())
    found.push({
      message: `${instance} in ${environment}: ${p.message}`,
      hint: p.hint,
      place: placeOfValue(checked, instance, environment, p.pointer),
    })
  const at = `${pointerTo(`${pointerTo('/applications', instance)}/environments`, environment)}/runs`
  for (const run of runs) {
    const i = checked.written.applications[instance]?.environments[environment]?.runs?.findIndex(
      (r) => r.id === run.id,
    )
    for (const p of attempts(found, () => app.run?.problems?.(values, run, site) ?? []).flat())
      found.push({
        message: `${instance} in ${environment}, run ${run.id}: ${p.message}`,
        hint: p.hint,
        place: checked.place(`${at}/${i}${p.pointer === '/id' ? '/id' : `/values${p.pointer}`}`),
      })
  }
  return found
}

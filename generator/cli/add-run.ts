import { UserError } from '../core/finding.ts'
import { pointerTo, stepsOf, withAt } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'
import { below, frozenValues, pointerOfPath } from '../fleet/index.ts'
import type { Fleet, Placement } from '../fleet/types.ts'
import type { World } from './command.ts'
import { type Change, editFleet } from './edit-fleet.ts'
import type { Loaded } from './load.ts'
import { valueGiven } from './values-given.ts'

export type RunOptions = {
  readonly environment: string | undefined
  readonly id: string | undefined
}

/** `strata run`: one more entry in the runs of an application, with everything in it that its Job depends on. */
export async function addRun(
  world: World,
  application: string,
  pairs: readonly string[],
  { environment, id }: RunOptions,
): Promise<number> {
  let named = ''
  let where = ''
  const edited = await editFleet(world, (loaded): Change => {
    const placement = placementOf(loaded.fleet, application, environment)
    where = placement.environment
    const used = usedIds(loaded, placement)
    named = id ?? freshId(world.now(), used)
    const given = givenValues(placement, pairs)
    const values = frozenValues(placement, given)
    const pointer = `${runsOf(placement)}/-`
    refuseUsed(loaded, placement, named, used)
    return { pointer, value: { id: named, values }, options: { width: 120, open: true } }
  })
  if (edited === undefined) throw new Error('a run makes a change')
  const { file, line, column } = edited.place
  world.out(`${file}:${line}:${column}: run ${named} of ${application} in ${where}\n`)
  return 0
}

const runsOf = ({ instance, environment }: Placement): string =>
  `${pointerTo(`${pointerTo('/applications', instance)}/environments`, environment)}/runs`

function placementOf(
  { instances, environments }: Fleet,
  application: string,
  environment: string | undefined,
): Placement {
  const refuse = (message: string, known: readonly string[]): UserError =>
    new UserError({
      message,
      hint: known.length > 0 ? `use one of ${known.join(', ')}` : 'see docs/fleet.md',
    })
  const withRuns = instances.filter(({ app }) => app.run).map(({ name }) => name)
  const instance = instances.find(({ name }) => name === application)
  if (!instance)
    throw refuse(
      `there is no application "${application}"${didYouMean(application, withRuns)}`,
      withRuns,
    )
  if (!instance.app.run)
    throw refuse(
      `${application} (uses: ${instance.app.name}) has no one-shot Jobs, so no runs`,
      withRuns,
    )
  const places = instance.placements.map((p) => p.environment)
  if (environment === undefined)
    throw refuse('--environment is missing: a run belongs to one environment', places)
  const placement = instance.placements.find((p) => p.environment === environment)
  if (placement) return placement
  const known = environments.some(({ name }) => name === environment)
  const message = known
    ? `${application} is not in environment ${environment}`
    : `there is no environment "${environment}"${didYouMean(environment, places)}`
  throw refuse(message, places)
}

/** Ids of all entries, those that `keep` has dropped included. */
function usedIds({ checked }: Loaded, { instance, environment }: Placement): readonly string[] {
  const placement = checked.written.applications[instance]?.environments[environment]
  return (placement?.runs ?? []).map(({ id }) => id)
}

/** The minute in UTC, e.g. 20261121-0905; with a number behind it when the minute has a run already. */
function freshId(now: Date, used: readonly string[]): string {
  const digits = now.toISOString().replaceAll(/[-:]/g, '')
  const minute = `${digits.slice(0, 8)}-${digits.slice(9, 13)}`
  let id = minute
  for (let i = 2; used.includes(id); i++) id = `${minute}-${i}`
  return id
}

function refuseUsed(
  { checked }: Loaded,
  placement: Placement,
  id: string,
  used: readonly string[],
): void {
  const index = used.indexOf(id)
  if (index < 0) return
  throw new UserError({
    message: `run "${id}" of ${placement.instance} in ${placement.environment} is there already`,
    hint: 'give each run an id of its own; without --id it is the date and time',
    place: checked.place(`${runsOf(placement)}/${index}/id`),
  })
}

function givenValues({ app }: Placement, pairs: readonly string[]): unknown {
  const schema = app.run?.values.json
  return pairs.reduce<unknown>((values, pair) => {
    const [, key, typed] = /^([^=]+)=([\s\S]*)$/.exec(pair) ?? []
    if (key === undefined || typed === undefined)
      throw new UserError({
        message: `"${pair}" is not KEY=VALUE`,
        hint: 'write names with dots between them, an equals sign and a value: image.tag=v2',
      })
    const pointer = pointerOfPath(key)
    const schemas = schema === undefined ? [] : below([schema], stepsOf(pointer))
    return withAt(values, pointer, valueGiven(typed, schemas, key))
  }, {})
}

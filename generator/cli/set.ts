import { UserError } from '../core/finding.ts'
import { at, stepsOf } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'
import { type Checked, pathOf, pointerOfPath, schemasAt } from '../fleet/index.ts'
import type { World } from './command.ts'
import { editFleet } from './edit-fleet.ts'
import { shownValue, valueGiven } from './values-given.ts'

/** `strata set`: one value of fleet.yaml. Prints where it stands, what it was and what it is. */
export async function setValue(world: World, path: string, typed: string): Promise<number> {
  const pointer = pointerOfPath(path)
  const steps = stepsOf(pointer)
  const catalog = await world.catalog()
  let [before, value]: readonly [unknown, unknown] = [undefined, undefined]
  const edited = await editFleet(world, ({ checked }) => {
    refuseStrangers(checked, steps)
    value = valueGiven(typed, schemasAt(checked.written, catalog, steps), 'VALUE')
    before = at(checked.written, pointer)
    return JSON.stringify(before) === JSON.stringify(value) ? undefined : { pointer, value }
  })
  if (edited === undefined) {
    world.out(`${pathOf(steps)} is ${shownValue(value)} already\n`)
    return 0
  }
  const { file, line, column } = edited.place
  world.out(
    `${file}:${line}:${column}: ${pathOf(steps)} ${shownValue(before)} -> ${shownValue(value)}\n`,
  )
  return 0
}

const SECTIONS = ['clusters', 'environments', 'applications'] as const

/** A misspelled name would make a new application, cluster or environment, or put an application where it is not. */
function refuseStrangers({ written }: Checked, steps: readonly string[]): void {
  const [section, name, ...inside] = steps
  const named = SECTIONS.find((s) => s === section)
  if (named === undefined || name === undefined || inside.length === 0) return
  refuseUnknown(written[named], name, named.slice(0, -1), `set ${named}.${name} as a whole first`)
  const [part, environment, ...further] = inside
  if (named !== 'applications' || part !== 'environments' || further.length === 0) return
  refuseUnknown(
    written.applications[name]?.environments ?? {},
    environment ?? '',
    `environment of ${name}`,
    `to put ${name} there: strata set applications.${name}.environments.${environment} '{}'`,
  )
}

function refuseUnknown(known: object, name: string, what: string, hint: string): void {
  if (Object.hasOwn(known, name)) return
  const names = Object.keys(known)
  throw new UserError({
    message: `there is no ${what} "${name}"${didYouMean(name, names)}`,
    hint: `there are ${names.join(', ')}; ${hint}`,
  })
}

import { pathToFileURL } from 'node:url'
import type { Side } from '../../generator/overlay/index.ts'
import { chance } from './chance.ts'
import { mutated } from './mutate.ts'
import { randomSide } from './random-side.ts'
import { placed, roundTrip, show } from './round-trip.ts'

export type Sample = { readonly base: Side; readonly wanted: Side; readonly namespace?: string }

/** The same base and wishes for the same seed. */
export function sample(seed: number): Sample {
  const c = chance(seed)
  const base = randomSide(c)
  const wanted = mutated(c, base)
  return c.once(5)
    ? { base, wanted }
    : { base, wanted: placed(wanted, 'place'), namespace: 'place' }
}

/** What is wrong with one seed; empty when the derived overlay renders to exactly what is wanted. */
export function failureOf(seed: number): string {
  const { base, wanted, namespace } = sample(seed)
  try {
    const { differences } = roundTrip(base, wanted, namespace)
    return differences.length === 0 ? '' : `seed ${seed}: ${show(differences)}`
  } catch (error) {
    return `seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`
  }
}

/** The first failures among `count` seeds from `first`. */
export function failures(count: number, first = 1): readonly string[] {
  const found: string[] = []
  for (let seed = first; seed < first + count && found.length < 5; seed++) {
    const failure = failureOf(seed)
    if (failure !== '') found.push(failure)
  }
  return found
}

// node --import tsx test/overlay/property.ts [count] [first seed]
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [count = 10_000, first = 1] = process.argv.slice(2).map(Number)
  const found = failures(count, first)
  process.stdout.write(`${found.join('\n\n') || `${count} overlays proven`}\n`)
  process.exitCode = found.length === 0 ? 0 : 1
}

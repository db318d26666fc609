import { textOf, type Unit } from './check.ts'
import type { World } from './command.ts'
import { loadFleet, repositoryFor } from './load.ts'
import { decidedBy } from './validate-decided.ts'
import { type Root, repositoryUnits, rootsOf } from './validate-repository.ts'
import type { Gathered } from './validate-units.ts'

/** One of our own overlays: its cluster, and where what it says is decided. */
export type Known = { readonly root: Root; readonly decided: Partial<Unit> }

/** Everything that reaches a cluster, by fleet.yaml. */
export async function wholeRepository(world: World): Promise<Gathered> {
  const loaded = await loadFleet(world)
  repositoryFor(loaded) // what no engine could sync is the same error here as in generate
  const { url } = loaded.fleet.repository
  const units = repositoryUnits(loaded.disk, loaded.plan, new Map(), decidedBy(loaded), url)
  return { units, read: textOf(loaded.disk), others: [] }
}

/** Which cluster each of our own overlays is for. */
export async function rootsOfFleet(world: World): Promise<ReadonlyMap<string, Known>> {
  const loaded = await loadFleet(world)
  const decide = decidedBy(loaded)
  return new Map(
    rootsOf(loaded.plan, loaded.disk).map((root) => [root.root, { root, decided: decide(root) }]),
  )
}

import type { Stage } from './stage.ts'
import { until } from './wait.ts'

/** Long enough for the retries of both engines on a busy machine; a step ends as soon as it is true. */
export const PATIENCE = 300

/** Waits until everything has arrived, of a commit if one is given, and is healthy. */
export const delivered = ({ engine, plane }: Stage, commit?: string): Promise<void> =>
  until(PATIENCE, 'delivery', () => engine.unready(plane.api, commit))

/** Pushes what fleet.yaml says now and waits until all of it has arrived. */
export async function deliver(stage: Stage, message: string): Promise<void> {
  await stage.repository.strata('generate')
  const commit = await stage.repository.push(message)
  await stage.engine.refresh(stage.plane.api)
  await delivered(stage, commit)
}

import { complete, mergeValues } from './complete.ts'
import type { Placement } from './types.ts'

/**
 * The values of a new run with everything written down that its Job depends on: what is given, over what the run reads of
 * the application's values, over the defaults of today.
 */
export function frozenValues({ app, values }: Placement, given: unknown): unknown {
  if (!app.run) return given
  const all = complete(app.run.values.json, mergeValues(app.run.copies(values), given), () => {})
  // What was asked for comes first: it is what people look for in the entry.
  return { ...(given as object), ...(all as object) }
}

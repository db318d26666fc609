import type { App } from '../fleet/types.ts'
import type { ObjectSchema } from '../fleet/values.ts'

/**
 * Declare an application; the types of `values` and of a run's values come from their schemas. The result
 * forgets them, so that applications of different values fit in one list.
 */
export function defineApp<V, R = never>(
  app: {
    [K in keyof App<V, R>]: App<V, R>[K]
  } & { readonly values: ObjectSchema<V> },
): App {
  return app as unknown as App
}

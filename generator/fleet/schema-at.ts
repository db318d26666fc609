import type { Json } from './json.ts'
import { structureSchema } from './schema.ts'
import type { Catalog } from './types.ts'
import type { Written } from './written.ts'

/** The schemas of what the steps name in a fleet: several where it may be one of several shapes, none where nothing is known. */
export function schemasAt(
  { applications }: Pick<Written, 'applications'>,
  catalog: Catalog,
  steps: readonly string[],
): readonly Json[] {
  const [section, name = '', ...inside] = steps
  const uses = Object.hasOwn(applications, name) ? applications[name]?.uses : undefined
  const app = catalog.apps.find((a) => a.name === uses)
  const at = inside.indexOf('values')
  const isRun = inside[2] === 'runs'
  if (section !== 'applications' || app === undefined || at < 0)
    return below([structureSchema(catalog)], steps)
  const values = isRun ? app.run?.values.json : app.values.json
  return values === undefined ? [] : below([values], inside.slice(at + 1))
}

/** The schemas of what the steps name in a value of `schemas`. */
export function below(schemas: readonly Json[], steps: readonly string[]): readonly Json[] {
  return steps.reduce((found, step) => found.flatMap((s) => memberOf(s, step)), flat(schemas))
}

function memberOf(
  { properties, additionalProperties, items }: Json,
  step: string,
): readonly Json[] {
  const known = (properties ?? {}) as Readonly<Record<string, Json>>
  const own = Object.hasOwn(known, step) ? known[step] : (additionalProperties ?? items)
  return typeof own === 'object' && own !== null ? flat([own as Json]) : []
}

/** Each shape of a union on its own. */
const flat = (schemas: readonly Json[]): readonly Json[] =>
  schemas.flatMap((s) => (Array.isArray(s.anyOf) ? flat(s.anyOf as readonly Json[]) : [s]))

/** Whether nothing but a string may stand there: what looks like a number or a word of YAML is one all the same. */
export function isText(schemas: readonly Json[]): boolean {
  const written = schemas.filter(({ type }) => type !== 'null')
  return (
    written.length > 0 &&
    written.every(
      (s) =>
        s.type === 'string' ||
        (Array.isArray(s.enum) && s.enum.every((e) => typeof e === 'string')),
    )
  )
}

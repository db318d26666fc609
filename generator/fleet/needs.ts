import { pointerTo } from '../core/pointer.ts'
import type { Checked } from './parse.ts'
import type { Catalog } from './types.ts'

/** What a fleet needs from the disk besides fleet.yaml: plain manifests, and files that values name. */
export type Needs = {
  /** Instances of `manifests`: their YAML stands in base/<instance>/. */
  readonly manifests: readonly string[]
  readonly files: readonly { readonly path: string; readonly pointer: string }[]
}

type Json = Readonly<Record<string, unknown>>

/** Read off the values; files are members whose schema says `file: true`. */
export function needsOf({ written }: Checked, catalog: Catalog): Needs {
  const files: { path: string; pointer: string }[] = []
  const manifests: string[] = []
  for (const [name, application] of Object.entries(written.applications)) {
    const app = catalog.apps.find((a) => a.name === application.uses)
    if (!app) continue
    if (app.name === 'manifests') manifests.push(name)
    const at = pointerTo('/applications', name)
    collect(app.values.json, application.values, `${at}/values`, files)
    for (const [where, placement] of Object.entries(application.environments)) {
      const here = pointerTo(`${at}/environments`, where)
      collect(app.values.json, placement?.values, `${here}/values`, files)
      for (const [i, run] of (placement?.runs ?? []).entries())
        if (app.run) collect(app.run.values.json, run.values, `${here}/runs/${i}/values`, files)
    }
  }
  return { manifests, files }
}

function collect(
  schema: Json,
  value: unknown,
  pointer: string,
  files: { path: string; pointer: string }[],
): void {
  if (schema.file === true && typeof value === 'string') files.push({ path: value, pointer })
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const { properties, items, additionalProperties } = schema as Record<string, Json | undefined>
    const next = Array.isArray(value) ? items : (properties?.[key] ?? additionalProperties)
    if (typeof next === 'object') collect(next as Json, member, pointerTo(pointer, key), files)
  }
}

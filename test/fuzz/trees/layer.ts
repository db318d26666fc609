import type { Random } from '../random.ts'
import type { Thing } from './names.ts'
import type { Body, Value } from './value.ts'
import { writeYaml } from './write.ts'

/** A directory while it is made: what its fields may name, and the files of the whole tree. */
export type Layer = {
  readonly r: Random
  readonly dir: string
  readonly files: Map<string, string>
  /** Objects that the transformers of this directory meet, with the names that their files give them. */
  readonly things: Thing[]
  /** Ids that must not come twice. */
  readonly taken: Set<string>
  /** Names of features that must not occur. */
  readonly without: ReadonlySet<string>
}

/** Makes the value of a field of kustomization.yaml; nothing when the directory has nothing to name in it. */
export type Field = (layer: Layer) => Value | undefined

/** Writes a file beside the kustomization and gives its name. */
export function writeBeside(layer: Layer, stem: string, value: Value | { readonly text: string }) {
  const ending = layer.r.chance(0.9) ? 'yaml' : 'yml'
  const path = free(layer, stem, ending)
  const text =
    typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
      ? value.text
      : writeYaml(layer.r, value as Value)
  layer.files.set(layer.dir + path, text)
  return path
}

function free({ files, dir }: Layer, stem: string, ending: string): string {
  for (let i = 0; ; i++) {
    const path = `${stem}${i === 0 ? '' : i}.${ending}`
    if (!files.has(dir + path)) return path
  }
}

/** One of the objects here, or an invented one when there is none. */
export function target(layer: Layer, kinds?: readonly string[]): Thing {
  const { r, things } = layer
  const fit = kinds === undefined ? things : things.filter(({ kind }) => kinds.includes(kind))
  if (fit.length > 0) return r.pick(fit)
  const [apiVersion, kind, name] = ['v1', 'ConfigMap', 'nobody']
  return { apiVersion, kind, name, body: { apiVersion, kind, metadata: { name } } }
}

/** Group and version of an apiVersion. */
export function gvk({ apiVersion, kind }: Thing): Readonly<Record<string, string>> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  return { group: group ?? '', version: version ?? '', kind }
}

/** Some of the ways to name an object: enough to find it, most of the time. */
export function selector(layer: Layer, thing: Thing): Body {
  const { r } = layer
  const { group = '', version = '', kind = '' } = gvk(thing)
  const entries: readonly (readonly [number, string, string])[] = [
    [0.2, 'group', group],
    [0.2, 'version', version],
    [0.8, 'kind', kind],
    [0.6, 'name', thing.name],
    [0.08, 'namespace', thing.namespace ?? 'default'],
  ]
  return Object.fromEntries(
    entries.flatMap(([chance, key, value]) =>
      r.chance(chance) && value !== '' ? [[key, value] as const] : [],
    ),
  )
}

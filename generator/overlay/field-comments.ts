import { pointerTo } from '../core/pointer.ts'
import { keyOf, type Resource } from '../core/resource.ts'
import type { Fields } from './before-fields.ts'
import type { Pairs, Side } from './pair-up.ts'
import { isScalable, replicasOf } from './replica-counts.ts'
import { keysOfBoth, memberOf } from './tree.ts'

/** Who asked for a difference; see `DeriveOptions.why`. */
export type Why = (key: string, pointer: string) => readonly string[]

/** Comment lines of a kustomization, by the member that they stand before. */
export type FieldComments = Readonly<Record<string, readonly string[]>>

/** One place that a field of the kustomization changes, as `why` takes it. */
type Place = readonly [key: string, pointer: string]

/**
 * Who asked for what the fields change: for each field the reasons of the places that it really changes, in their order. `shells` are the
 * generated ConfigMaps of both sides as objects, for whose names `why` is asked.
 */
export function fieldComments(
  fields: Fields,
  { kept }: Pairs,
  configs: { readonly base: Side['configs']; readonly wanted: Side['configs'] },
  { shells, why }: { readonly shells: readonly Resource[]; readonly why: Why },
): FieldComments {
  const places: Readonly<Record<string, readonly Place[]>> = {
    labels: kept.flatMap(({ base, wanted }) =>
      Object.keys(fields.labels)
        .filter((label) => memberOf(base.metadata.labels ?? {}, label) !== fields.labels[label])
        .map((label) => [keyOf(wanted), pointerTo('/metadata/labels', label)] as const),
    ),
    images: kept.flatMap(({ wanted }) =>
      (fields.images.before.get(wanted) ?? []).map(
        ({ pointer }) => [keyOf(wanted), pointer] as const,
      ),
    ),
    replicas: kept
      .filter(({ base, wanted }) => isCounted(fields, wanted) && isMoved(base, wanted))
      .map(({ wanted }) => [keyOf(wanted), '/spec/replicas'] as const),
    configMapGenerator: configPlaces(configs.base, configs.wanted, shells),
  }
  const lines = Object.entries(places).map(
    ([field, of]) => [field, distinct(of.flatMap((place) => why(...place)))] as const,
  )
  return Object.fromEntries(lines.filter(([, of]) => of.length > 0))
}

const isCounted = ({ replicas }: Fields, wanted: Resource): boolean =>
  isScalable(wanted) && replicas.has(wanted.metadata.name)

const isMoved = (base: Resource, wanted: Resource): boolean =>
  replicasOf(base) !== replicasOf(wanted)

/** The keys of data that differ, of a new config the whole of it. */
function configPlaces(
  base: Side['configs'],
  wanted: Side['configs'],
  shells: readonly Resource[],
): readonly Place[] {
  const before = new Map(base.map(({ name, data }) => [name, data]))
  const after = new Map(wanted.map(({ name, data }) => [name, data]))
  return shells.flatMap((shell): readonly Place[] => {
    const old = before.get(shell.metadata.name)
    const data = after.get(shell.metadata.name) ?? {}
    if (old === undefined) return [[keyOf(shell), '']]
    return keysOfBoth(old, data)
      .filter((key) => memberOf(old, key) !== memberOf(data, key))
      .map((key) => [keyOf(shell), pointerTo('/data', key)])
  })
}

/** Every line once, where it first stood. */
export function distinct(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)]
}

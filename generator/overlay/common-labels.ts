import type { Resource } from '../core/resource.ts'
import type { Pairs } from './pair-up.ts'

/** `metadata.labels` of an object. */
export type Labels = Readonly<Record<string, string>>

/** The labels that every wanted object has and at least one object of the base lacks: what the field `labels` says once. */
export function commonLabels({ kept, added }: Pairs): Labels {
  const [first, ...rest] = [...kept.map(({ wanted }) => wanted), ...added]
  if (first === undefined) return {}
  const shared = Object.entries(labelsOf(first)).filter(
    ([key, value]) => typeof value === 'string' && rest.every((r) => labelOf(r, key) === value),
  )
  return Object.fromEntries(
    shared.filter(([key, value]) => kept.some(({ base }) => labelOf(base, key) !== value)),
  )
}

/** The labels an object needs before the field `labels` adds its own: those of the base, or none. */
export function labelsBefore(
  labels: Labels,
  base: Resource | undefined,
  wanted: Resource,
): unknown {
  const before = base?.metadata.labels
  const entries = Object.entries(labelsOf(wanted)).flatMap(([key, value]) => {
    if (!Object.hasOwn(labels, key)) return [[key, value] as const]
    const old = base && labelOf(base, key)
    return old === undefined ? [] : [[key, old] as const]
  })
  return entries.length === 0 && before === undefined ? undefined : Object.fromEntries(entries)
}

function labelsOf({ metadata }: Resource): Labels {
  return metadata.labels ?? {}
}

function labelOf(resource: Resource, key: string): unknown {
  const labels = labelsOf(resource)
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}

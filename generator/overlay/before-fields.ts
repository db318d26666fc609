import { stepsOf } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import { commonLabels, type Labels, labelsBefore } from './common-labels.ts'
import { type ImageMoves, imageMoves } from './image-moves.ts'
import type { Pairs } from './pair-up.ts'
import { isScalable, replicaCounts, replicasOf } from './replica-counts.ts'
import { accountsOf, subjectsBefore } from './subjects-before.ts'
import { withAt } from './tree.ts'

/** The fields of the kustomization that change many objects at once. They act after the patches. */
export type Fields = {
  readonly namespace: string | undefined
  readonly labels: Labels
  readonly images: ImageMoves
  readonly replicas: ReadonlyMap<string, number>
  /** ServiceAccounts of the build. */
  readonly accounts: ReadonlySet<string>
}

/** The fields that say most with least: only what holds for every object that they act on. */
export function fieldsOf(pairs: Pairs, namespace: string | undefined): Fields {
  const wanted = [...pairs.kept.map((pair) => pair.wanted), ...pairs.added]
  return {
    namespace,
    labels: commonLabels(pairs),
    images: imageMoves(pairs),
    replicas: replicaCounts(pairs),
    accounts: accountsOf(wanted),
  }
}

/**
 * What an object must look like before the fields act, so that it is `wanted` afterwards: what a field will write is left as the
 * base has it, so that patches do not repeat it.
 */
export function beforeFields(
  fields: Fields,
  base: Resource | undefined,
  wanted: Resource,
): Resource {
  let result: unknown = wanted
  const set = (steps: readonly string[], value: unknown) => {
    result = withAt(result, steps, value)
  }
  if (fields.namespace !== undefined) {
    if (wanted.metadata.namespace === fields.namespace)
      set(['metadata', 'namespace'], base?.metadata.namespace)
    const subjects = subjectsBefore(wanted, fields.namespace, fields.accounts)
    if (subjects !== undefined) set(['subjects'], subjects)
  }
  if (Object.keys(fields.labels).length > 0)
    set(['metadata', 'labels'], labelsBefore(fields.labels, base, wanted))
  if (base !== undefined && isScalable(wanted) && fields.replicas.has(wanted.metadata.name))
    set(['spec', 'replicas'], replicasOf(base))
  for (const { pointer, image } of fields.images.before.get(wanted) ?? [])
    set(stepsOf(pointer), image)
  return result as Resource
}

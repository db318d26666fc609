import type { Resource } from '../core/resource.ts'
import { mergeStrategic } from '../kustomize/index.ts'
import { equalTrees } from './equal-trees.ts'
import { jsonPatch, type Operation } from './json-patch.ts'
import { strategicPatch, weightOfOperations } from './strategic-patch.ts'
import type { Members } from './tree.ts'

/** How one object is changed: merged first, then edited by pointer. */
export type ObjectPatches = {
  /** A whole strategic merge patch, with the identity that finds its object. */
  readonly strategic: Members | undefined
  /** The object between both: the wanted one when the merge says all, the base when there is none. */
  readonly merged: Resource
  readonly operations: readonly Operation[]
}

/**
 * Patches that make `wanted` of `base`, found by trying: the merge that kustomize itself makes of base and patch is
 * compared with what is wanted, and what it leaves is said in JSON 6902. A merge after which as much is left to say as without it is not used.
 */
export function patchesFor(base: Resource, wanted: Resource): ObjectPatches {
  if (equalTrees(base, base, wanted)) return { strategic: undefined, merged: base, operations: [] }
  const body = strategicPatch(base, base, wanted)
  const alone = (operations = jsonPatch(base, base, wanted)): ObjectPatches => ({
    strategic: undefined,
    merged: base,
    operations,
  })
  if (Object.keys(body).length === 0) return alone()
  const strategic = identified(base, body)
  const merged = mergeStrategic(base, strategic)
  if (merged === undefined) return alone()
  const operations = jsonPatch(base, merged, wanted)
  if (operations.length === 0) return { strategic, merged: wanted, operations }
  const pointers = jsonPatch(base, base, wanted)
  return weightOfOperations(pointers) <= weightOfOperations(operations)
    ? alone(pointers)
    : { strategic, merged: merged as Resource, operations }
}

/** The patch with the type and name that find its object, in the order people expect. */
function identified(base: Resource, body: Members): Members {
  const { metadata, apiVersion, kind, ...rest } = body
  return {
    apiVersion: base.apiVersion,
    kind: base.kind,
    metadata: { name: base.metadata.name, ...(metadata as Members | undefined) },
    ...rest,
  }
}

import type { Resource } from '../../core/resource.ts'
import { type Node, toJson } from '../../yaml/index.ts'
import { nodeOf } from '../node/json-node.ts'
import {
  asText,
  fieldText,
  isMap,
  type MapNode,
  textOf,
  withField,
  withoutField,
} from '../node/node.ts'
import { builtinSchemas, type Schemas } from '../schema/schema.ts'
import type { Irregular } from './merge-path.ts'
import { mergeNodes } from './strategic-merge.ts'

/**
 * What kustomize makes of an object and a strategic merge patch: its kind, name and namespace stay whatever the
 * patch says. `undefined`: `$patch: delete` removed it. Strings count as written the way `printYaml` writes them.
 */
export function mergeStrategic(base: Resource, patch: unknown): Resource | undefined {
  const old = nodeOf(base)
  const change = nodeOf(patch)
  if (!isMap(old) || !isMap(change)) throw new Error('a strategic merge needs two objects')
  const merged = applyStrategic(old, change, {}, builtinSchemas)
  return merged === undefined ? undefined : (toJson(merged) as Resource)
}

/** Merge and restore the identity that a patch may not change: always the namespace, name and kind unless allowed. */
export function applyStrategic(
  old: MapNode,
  patch: MapNode,
  allowed: { readonly name?: boolean; readonly kind?: boolean },
  schemas: Schemas,
  irregular: Irregular = () => undefined,
): MapNode | undefined {
  const merged = mergeNodes(old, patch, schemas, irregular)
  if (merged === old) return old
  if (merged === undefined || merged.size === 0) return undefined
  return restored(merged, old, allowed)
}

/** A merged object with the identity of the old one, whose texts have lost their types on the way, changed or not. */
export function restored(
  merged: MapNode,
  old: MapNode,
  allowed: { readonly name?: boolean; readonly kind?: boolean },
): MapNode {
  const kind = textOf(old.get('kind'))
  const named = allowed.kind ? merged : withText(merged, 'kind', kind)
  const metadata = metadataOf(merged)
  const before = metadataOf(old)
  const name = fieldText(before, 'name')
  const kept = allowed.name ? metadata : withText(metadata, 'name', name)
  const namespace = fieldText(before, 'namespace')
  const placed =
    namespace === '' ? withoutField(kept, 'namespace') : withText(kept, 'namespace', namespace)
  return withField(named, 'metadata', placed)
}

/** Set a text, whose type is lost: only its quotes stay. */
function withText(map: MapNode, field: string, text: string): MapNode {
  return withField(map, field, asText(map.get(field), text))
}

function metadataOf(map: MapNode): MapNode {
  const metadata: Node | undefined = map.get('metadata')
  return isMap(metadata) ? metadata : new Map()
}
